"""Looking inside: hidden space, histograms, rows and classes, neurons; folded pictures request nothing."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from lab import Lab, expect, native

from glassnet import forward_propagation, initialize_network, program
from glassnet.data.datasets import truth_table

# Every message that the page sends to its worker, kept for the test.
LISTEN = """
const Own = Worker;
window.asked = [];
window.Worker = class extends Own {
  postMessage(message, ...others) {
    if (message?.name) window.asked.push({ name: message.name, pictures: Object.keys(message.args.pictures ?? {}) });
    super.postMessage(message, ...others);
  }
};
"""
ALWAYS = {"boundary", "tried"}
X, Y = truth_table((0, 1, 1, 0))
# How many different colours a canvas shows; of one that is empty, one.
COLOURS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""
TITLES = ("Hidden space", "Histograms", "Rows")


@pytest.fixture
def opened(lab: Lab) -> Iterator[Any]:
    """Opens a picture by its title, and closes it again in the end."""

    def open_it(title: str) -> Lab:
        lab.unfold(title)
        return lab

    yield open_it
    lab.sheet("Run")


def cells(lab: Lab, name: str) -> list[list[str]]:
    """The texts of a table's rows, without its head."""
    table = lab.page.get_by_role("table", name=name, exact=True)
    expect(table).to_be_visible()
    rows = table.locator("tbody tr")
    return [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]


def asked_since(lab: Lab) -> list[dict[str, Any]]:
    asked = lab.page.evaluate("window.asked.splice(0)")
    assert asked
    return asked


def pictures_while_training(lab: Lab) -> set[str]:
    """What the slices of some more training ask for."""
    lab.page.evaluate("window.asked.splice(0)")
    epoch = lab.state()["epoch"]
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > epoch + 200)
    lab.button("Pause").click()
    lab.until(lambda state: not state["training"])
    return {name for message in asked_since(lab) if message["name"] == "train" for name in message["pictures"]}


def test_what_is_folded_away_is_neither_fetched_nor_asked_for(newcomer: Lab) -> None:
    newcomer.page.add_init_script(LISTEN)
    newcomer.open("#epochs=1000000")
    newcomer.play()
    files = "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname.split('/').at(-1))"
    later = {"hidden-space.js", "hidden-space-picture.js", "histograms.js", "rows.js", "neuron-maps.js"}
    assert not later & set(newcomer.page.evaluate(files))
    assert pictures_while_training(newcomer) == ALWAYS
    newcomer.unfold("Histograms")
    expect(newcomer.page.get_by_role("img", name="weights of layer 1", exact=True)).to_be_visible()
    assert pictures_while_training(newcomer) == {"tried", "histograms"}, "the boundary is out of sight"
    assert "histograms.js" in newcomer.page.evaluate(files)
    assert not {"hidden-space.js", "neuron-maps.js"} & set(newcomer.page.evaluate(files))
    newcomer.unfold("Histograms", open_it=False)
    newcomer.page.wait_for_timeout(300)
    assert pictures_while_training(newcomer) == ALWAYS


def test_the_gradient_is_asked_for_only_while_it_is_read(newcomer: Lab) -> None:
    newcomer.page.add_init_script(LISTEN)
    newcomer.open("#epochs=1000000")
    newcomer.play()
    newcomer.unfold("Weights as a table")
    expect(newcomer.page.get_by_role("table", name="Weights")).not_to_contain_text("…")
    assert pictures_while_training(newcomer) == {*ALWAYS, "gradients"}
    newcomer.unfold("Weights as a table", open_it=False)
    newcomer.page.wait_for_timeout(300)
    assert pictures_while_training(newcomer) == ALWAYS


def test_sees_xor_become_separable(opened: Any) -> None:
    lab = opened("Hidden space")
    lab.follow("#hidden=2&seed=3")
    canvas = lab.page.get_by_role("img", name="Hidden space", exact=True)
    expect(canvas).to_be_visible()
    lab.train()
    assert lab.verdicts() == ["right"] * 4
    assert canvas.evaluate(COLOURS) > 50
    lab.unfold("Hidden space as a table")
    rows = cells(lab, "Rows in hidden space")
    state = lab.state()
    _, (_, hidden, _, _) = forward_propagation({name: np.array(v) for name, v in state["parameters"].items()}, X)
    assert [row[:2] for row in rows] == [["0 0", "0"], ["0 1", "1"], ["1 0", "1"], ["1 1", "0"]]
    places = np.array([[float(cell) for cell in row[2:]] for row in rows])
    np.testing.assert_allclose(places, hidden, atol=0.51e-4, rtol=0.01)
    # Where the rows stand now, a straight line parts the classes: the output's own.
    weights = np.array(state["parameters"]["W2"])[:, 0]
    sides = places @ weights + state["parameters"]["b2"][0][0] > 0
    assert sides.tolist() == [False, True, True, False]
    lab.unfold("Hidden space as a table", open_it=False)
    assert lab.state() == state, "looking changed nothing"


def test_points_at_a_row_in_hidden_space(opened: Any) -> None:
    lab = opened("Hidden space")
    lab.follow("#hidden=2&seed=3")
    lab.train()
    canvas = lab.page.get_by_role("img", name="Hidden space", exact=True)
    canvas.scroll_into_view_if_needed()
    parameters = {name: np.array(values) for name, values in lab.state()["parameters"].items()}
    _, (_, hidden, _, _) = forward_propagation(parameters, X)
    box = canvas.bounding_box()
    across, up = (hidden[1] + 0.12) / 1.24  # all that a sigmoid can answer, and a margin
    lab.page.mouse.move(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])
    expect(lab.page.get_by_label("Row at the pointer", exact=True)).to_contain_text("Row 0 1, target 1")


def test_more_neurons_are_seen_along_principal_components_and_layers_can_be_chosen(opened: Any) -> None:
    lab = opened("Hidden space")
    lab.follow("#hidden=5,3&epochs=300&activation=tanh")
    lab.train()
    place = lab.page.locator("#sheets")
    expect(place).to_contain_text("Of its 5 neurons, these two directions show")
    lab.menu("Hidden layer").select_option(label="2: 3 neurons")
    expect(place).to_contain_text("Of its 3 neurons, these two directions show")
    lab.unfold("Hidden space as a table")
    rows = cells(lab, "Rows in hidden space")
    parameters = {name: np.array(values) for name, values in lab.state()["parameters"].items()}
    _, cache = program(hidden=[5, 3], activation="tanh").forward_propagation(parameters, X)
    centred = cache[3] - cache[3].mean(axis=0)
    _, _, directions = np.linalg.svd(centred)
    for axis in (0, 1):
        ours, theirs = np.array([float(row[2 + axis]) for row in rows]), centred @ directions[axis]
        np.testing.assert_allclose(ours * np.sign(ours @ theirs), theirs, atol=0.6e-4)
    lab.unfold("Hidden space as a table", open_it=False)


def test_histograms_tell_how_many_numbers_lie_where(opened: Any) -> None:
    lab = opened("Histograms")
    lab.follow("#hidden=4&epochs=200")
    parameters = lab.train()["parameters"]
    for layer in (1, 2):
        for kind in ("weights", "activations", "gradients"):
            expect(lab.page.get_by_role("img", name=f"{kind} of layer {layer}", exact=True)).to_be_visible()
    lab.unfold("Histograms as a table")
    rows = cells(lab, "Histograms")
    counted = {(row[0], row[1]): 0 for row in rows}
    for layer, kind, _, _, count in rows:
        counted[layer, kind] += int(count)
    sizes = {("1", "weights"): 8, ("1", "activations"): 16, ("1", "gradients"): 8}
    assert counted == {**sizes, ("2", "weights"): 4, ("2", "activations"): 4, ("2", "gradients"): 4}
    number = lambda text: float(text.replace("−", "-"))  # noqa: E731 - the page writes a true minus
    for _, _, low, high, count in (row for row in rows if row[:2] == ["1", "weights"]):
        inside = [w for values in parameters["W1"] for w in values if number(low) <= w < number(high)]
        assert len(inside) == int(count)
    chart = lab.page.get_by_role("img", name="activations of layer 2", exact=True)
    box = chart.bounding_box()
    chart.hover(position={"x": 0.525 * box["width"], "y": box["height"] / 2})
    expect(lab.page.get_by_label("Count at the pointer", exact=True)).to_contain_text(
        "of 4 activations from 0.5 to 0.55"
    )
    lab.unfold("Histograms as a table", open_it=False)


def test_rows_and_classes_tell_who_is_taken_for_what(opened: Any) -> None:
    lab = opened("Rows")
    lab.follow("#epochs=10000")
    state = lab.train()
    expect(lab.page.get_by_label("Accuracy", exact=True)).to_have_text("50.0 %")
    assert cells(lab, "Confusion matrix") == [["0", "1", "1"], ["1", "1", "1"]]
    rows = cells(lab, "Errors by row")
    for row, target, prediction in zip(rows, Y[:, 0], state["predictions"], strict=True):
        assert (float(row[1]), float(row[2])) == (target, pytest.approx(prediction, abs=0.51e-3))
        assert float(row[3]) == pytest.approx((target - prediction) ** 2, abs=0.51e-4)
    lab.enter(lab.target("0 0"), "0.5")
    expect(lab.page.locator("#sheets")).to_contain_text("The targets are numbers, not classes")
    expect(lab.page.get_by_role("table", name="Confusion matrix")).to_have_count(0)


def test_what_each_neuron_sees_is_drawn_in_its_place(lab: Lab) -> None:
    lab.button("Neuron maps").click()
    lab.follow("#hidden=3&epochs=500")
    lab.train()
    canvas = lab.page.locator("canvas.maps")
    canvas.scroll_into_view_if_needed()
    picture = lab.page.get_by_role("img", name="Network", exact=True)
    assert picture.locator("rect.ring").count() == 4
    lab.page.wait_for_timeout(300)
    # The output's map: its four corners are coloured as the answers there are.
    corners = (
        picture.locator("rect.ring")
        .nth(3)
        .evaluate(
            """(ring) => {
          const canvas = document.querySelector("canvas.maps");
          const [box, all] = [ring.getBoundingClientRect(), canvas.getBoundingClientRect()];
          const scale = canvas.width / all.width;
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const colour = (across, up) => {
            const x = Math.round((box.left - all.left + across * box.width) * scale);
            const y = Math.round((box.top - all.top + (1 - up) * box.height) * scale);
            return [...data.slice(4 * (y * canvas.width + x), 4 * (y * canvas.width + x) + 4)];
          };
          return [[0.17, 0.17], [0.17, 0.83], [0.83, 0.17], [0.83, 0.83]].map(([x, y]) => colour(x, y));
        }"""
        )
    )
    predictions = lab.state()["predictions"]
    redder = [colour[0] - colour[2] for colour in corners]  # red for high, blue for low
    assert np.argsort(redder).tolist() == np.argsort(predictions).tolist()
    lab.button("Neuron maps").click()


def test_a_picture_opened_before_python_is_there_says_so_and_then_appears(newcomer: Lab) -> None:
    held: list[Any] = []
    newcomer.page.route("**/*.wasm", lambda route: held.append(route))
    newcomer.open(engine="starting")
    for title in TITLES:
        newcomer.unfold(title)
        expect(newcomer.page.locator("#sheets")).to_contain_text("when Python is ready")
    while newcomer.state()["engine"] == "starting":
        while held:
            held.pop().continue_()
        newcomer.page.wait_for_timeout(20)
    for title in TITLES:
        newcomer.unfold(title)
        expect(newcomer.page.get_by_role("tabpanel", name=title, exact=True)).not_to_contain_text(
            "when Python is ready"
        )
    newcomer.unfold("Rows")
    rows = cells(newcomer, "Errors by row")
    assert [float(row[2]) for row in rows] == pytest.approx(native(10_000).predictions, abs=0.51e-3)


def test_a_run_that_diverged_is_looked_into_as_well(lab: Lab) -> None:
    lab.follow("#hidden=5&activation=relu&output=relu&rate=1e300&epochs=50&seed=0")
    for title in TITLES:
        lab.unfold(title)
        lab.train()
        expect(lab.page.get_by_role("alert")).to_have_count(0)
    lab.sheet("Run")


def test_a_network_that_never_trained_is_the_same_one_after_looking(lab: Lab) -> None:
    network = initialize_network(2, 2, 1)
    for title in TITLES:
        lab.unfold(title)
        lab.page.wait_for_timeout(100)
    state = lab.state()
    assert state["epoch"] == 0
    for name, values in network.items():
        np.testing.assert_array_equal(state["parameters"][name], values)
    lab.sheet("Run")
