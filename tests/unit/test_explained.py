"""What a line makes, and how: names go with the layer, on the way forward and on the way back."""

import pytest

from glassnet.glass.explaining import LINES, Moment, layers_at


@pytest.mark.parametrize(
    ("variables", "layer", "below"),
    [({"W": "W1"}, 1, "X"), ({"W": "W3"}, 3, "a2"), ({"n": 0, "W": "W2"}, 1, "X"), ({"n": 2}, 3, "a2"), ({}, 4, "a3")],
)
def test_the_layer_of_a_line(variables, layer, below):
    layers = layers_at(variables, depth=4)
    assert (layers["l"], layers["m"], layers["below"], layers["last"]) == (layer, layer - 1, below, 4)


@pytest.mark.parametrize("name", ["W", "weights", None, 3])
def test_a_readers_own_name_for_a_layer_is_none(name):
    assert layers_at({"W": name}, depth=2)["l"] == 2


def test_a_product_names_its_sides():
    at = Moment({"W": "W2"}, layers_at({"W": "W2"}, 2), {})
    explanation = LINES["add_bias(z, network[b])"].explain(at)
    assert explanation == {
        "kind": "product",
        "left": "a1",
        "right": "W2",
        "left_transposed": False,
        "right_transposed": False,
        "plus": "b2",
    }
