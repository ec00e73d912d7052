"""Products against NumPy's own. That the bits are those of ``np.dot`` holds in a browser, and is tested in one."""

import numpy as np
import pytest
from cases import same_bits

from glassnet.products import LONG_ROWS, MANY_ROWS, add_bias, product, product_in_browser

WIDTHS = [1, 8, LONG_ROWS - 1, LONG_ROWS, 64]


def numbers(*shape):
    return np.random.default_rng(7).standard_normal(shape)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("transposed", ["neither", "left", "right"])
def test_it_is_the_product_of_two_matrices(columns, transposed):
    A, B = numbers(30, 20), numbers(20, columns)
    if transposed == "left":
        A = np.asfortranarray(A)
    if transposed == "right":
        B = np.asfortranarray(B)
    assert product_in_browser(A, B) == pytest.approx(A @ B, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_result_goes_where_it_is_wanted(columns):
    A, B = numbers(30, 20), numbers(20, columns)
    out = np.full((30, columns), np.nan)
    assert product_in_browser(A, B, out) is out
    assert out == pytest.approx(A @ B, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_stack_is_multiplied_network_by_network(columns):
    A, B = numbers(30, 20), numbers(3, 20, columns)
    assert same_bits(product_in_browser(A, B), np.matmul(A, B))


def test_with_a_library_for_linear_algebra_the_product_is_that_librarys():
    assert product is np.matmul


@pytest.mark.parametrize("neurons", WIDTHS)
@pytest.mark.parametrize("rows", [1, MANY_ROWS - 1, MANY_ROWS, MANY_ROWS + 1, MANY_ROWS + 8])
def test_the_bias_is_added_to_each_row(rows, neurons):
    z, b = numbers(rows, neurons), numbers(1, neurons)
    expected = z + b
    add_bias(z, b)
    assert same_bits(z, expected)


def test_the_bias_is_added_whatever_the_order_in_memory():
    z, b = np.asfortranarray(numbers(MANY_ROWS, 2)), numbers(1, 2)
    expected = z + b
    add_bias(z, b)
    assert same_bits(z, expected)


def test_each_network_of_a_stack_has_its_bias():
    z, b = numbers(3, MANY_ROWS, 4), numbers(3, 1, 4)
    expected = z + b
    add_bias(z, b)
    assert same_bits(z, expected)
