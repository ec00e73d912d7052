"""A network without a hidden layer: a perceptron, chosen with a 0."""

from lab import Lab, assert_same, expect, native

AND = (0, 0, 0, 1)


def test_a_perceptron_learns_and(lab: Lab) -> None:
    lab.menu("Function").select_option(label="AND")
    lab.enter(lab.field("Hidden layers"), "0")
    lab.until(lambda state: state["choices"]["hidden"] == [] and list(state["parameters"]) == ["W1", "b1"])
    expect(lab.field("Hidden layers")).to_have_value("0")
    expect(lab.menu("Activation")).to_be_disabled()
    assert lab.page.evaluate("location.hash") == "#dataset=and&hidden=0"
    state = lab.train()
    assert_same(state, native(10_000, targets=AND, hidden=[]))
    assert lab.verdicts() == ["right"] * 4


def test_every_picture_knows_a_network_without_hidden_layers(lab: Lab) -> None:
    lab.follow("#hidden=0&epochs=50")
    lab.train()
    lab.unfold_everything()
    expect(lab.page.locator("#network svg line")).to_have_count(2)
    lab.sheet("Hidden space")
    expect(lab.page.locator("#sheets")).to_contain_text("This network has no hidden layer")
    lab.sheet("Run")
    expect(lab.weights().get_by_role("row")).to_have_count(4)
    expect(lab.page.get_by_label("Source of forward_propagation", exact=True)).not_to_contain_text("z2")


def test_goes_back_to_hidden_layers(lab: Lab) -> None:
    lab.follow("#hidden=0")
    lab.enter(lab.field("Hidden layers"), "3, 0")
    expect(lab.page.get_by_text("0 alone is no hidden layer")).to_be_visible()
    lab.enter(lab.field("Hidden layers"), "3, 2")
    lab.until(lambda state: state["choices"]["hidden"] == [3, 2] and "W3" in state["parameters"])
    expect(lab.menu("Activation")).to_be_enabled()
