"""Fixtures shared by several unit test files."""

import numpy as np
import pytest

import tutorial


@pytest.fixture(autouse=True)
def global_random_state():
    """NumPy's global random state, put back afterwards: the tutorial seeds it."""
    before = np.random.get_state()
    yield
    np.random.set_state(before)


@pytest.fixture
def start_of_run():
    """The tutorial's network before its first epoch."""
    return tutorial.initialize_network(2, 2, 1)
