"""What is computed in another way for many rows has, in the browser, the bits of the tutorial's own way."""

from pathlib import Path
from typing import Any

import pytest
from lab import Lab
from probe import ask, serve_changed

pytestmark = pytest.mark.only_in("chromium", reason="asks the worker itself, which Playwright can in no other engine")

LINES = """
import numpy as np
from glassnet.products import product, product_in_browser
from glassnet.random_numbers import RandomNumbers
assert product is product_in_browser
random = RandomNumbers(5)
others = []
for rows, inputs, outputs in [(500, 2, 8), (500, 8, 1), (500, 64, 10), (300, 10, 64), (300, 39, 40), (20, 70, 300)]:
    X, W, delta = random.randn(rows, inputs), random.randn(inputs, outputs), random.randn(rows, outputs)
    for A, B in [(X, W), (X.T, delta), (delta, W.T)]:
        if product(A, B).tobytes() != np.dot(A, B).tobytes():
            others.append([A.shape, B.shape])
return others
"""


def test_products_of_many_rows_have_the_bits_of_np_dot(newcomer: Lab, context: Any, dist: Path) -> None:
    serve_changed(context, dist)
    newcomer.open()
    [worker] = newcomer.page.workers
    assert ask(worker, LINES) == {"answer": []}
