"""Pictures in a frame: each shows the current run, and none changes it."""

import numpy as np
import pytest
from cases import assert_same_bits

import tutorial
from glassnet import session
from glassnet.looking import pictures

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
WISHES = {
    "boundary": 4,
    "tried": [0, 1],
    "gradients": True,
    "neurons": 6,
    "hidden_space": {"layer": 1, "size": 5},
    "histograms": True,
    "rows": 16,
    "curve": 9,
    "printed": True,
    "diagnosis": {"epochs": [0, 1], "losses": [0.3, 0.2]},
}
# What there is to be learned where a picture is one of other data.
CHOSEN = {"curve": {"dataset": "sine"}}


@pytest.fixture(autouse=True)
def run():
    """The tutorial's run after some epochs."""
    session.start({})
    return session.train(1e9, 30)


def test_every_picture_is_looked_at_here():
    assert set(WISHES) == set(pictures.PICTURES)


@pytest.mark.parametrize("name", sorted(WISHES))
def test_looking_changes_nothing(name):
    chosen = CHOSEN.get(name, {})
    session.start(chosen)
    run = session.train(1e9, 30)
    frame = session.look({name: WISHES[name]})
    assert frame["epoch"] == 30
    assert_same_bits(frame["parameters"], run["parameters"])
    after = session.train(1e9, 60)["parameters"]
    session.start(chosen)
    assert_same_bits(after, session.train(1e9, 60)["parameters"])


@pytest.mark.parametrize("chosen", [{}, {"hidden": [3, 2], "activation": "tanh", "reduction": "mean"}])
@pytest.mark.parametrize("name", sorted(WISHES))
def test_every_picture_of_a_run_that_diverged(name, chosen):
    chosen = chosen | CHOSEN.get(name, {})
    saved = session.start(chosen)
    saved["parameters"]["W1"] = np.full_like(saved["parameters"]["W1"], np.nan)
    session.start(chosen, saved)
    assert name in session.look({name: WISHES[name]})


def test_gradients_are_the_next_steps(run):
    before = session.look({"gradients": True})
    network = {name: np.array(values) for name, values in before["parameters"].items()}
    _, cache = tutorial.forward_propagation(network, X)
    expected = tutorial.backward_propagation(network, cache, X, Y)
    assert_same_bits(before["gradients"], {name: expected[name] for name in before["gradients"]})
    after = session.train(1e9, 31)["parameters"]
    for name, values in after.items():
        assert values == pytest.approx(before["parameters"][name] + 0.1 * before["gradients"]["d" + name], rel=1e-12)


def test_the_last_neurons_map_is_the_boundary():
    frame = session.look({"neurons": 7, "boundary": 7})
    assert (frame["neurons"][-1]["values"] == frame["boundary"]).all()
    assert [len(layer["values"]) for layer in frame["neurons"]] == [2 * 49, 49]


def test_hidden_space_brings_the_rows_with_it():
    found = session.look({"hidden_space": {"layer": 1, "size": 3}})["hidden_space"]
    assert found["rows"].tolist() == [0, 1, 2, 3]
    assert (found["all_rows"], found["layer"], found["neurons"]) == (4, 1, 2)
    assert found["inputs"].tolist() == X.tolist()
    assert found["targets"].tolist() == Y.tolist()
    _, cache = tutorial.forward_propagation(session.look({})["parameters"], X)
    assert (found["points"] == cache[1]).all()


def test_a_hidden_layer_beyond_the_last_is_the_last():
    session.start({"hidden": [3, 2]})
    assert session.look({"hidden_space": {"layer": 9, "size": 3}})["hidden_space"]["layer"] == 2


def test_principal_components_keep_their_signs_while_training():
    session.start({"hidden": [6], "seed": 3, "rate": 2})
    last = None
    for until in range(20, 2000, 20):
        axes = session.train(1e9, until, {"hidden_space": {"layer": 1, "size": 2}})["hidden_space"]["axes"]
        if last is not None:
            assert (np.sum(axes * last, axis=1) >= 0).all()
        last = axes


def test_of_very_many_rows_an_even_choice_is_drawn():
    assert pictures.evenly(4).tolist() == [0, 1, 2, 3]
    chosen = pictures.evenly(100_000)
    assert len(set(chosen.tolist())) == pictures.MOST_ROWS
    assert (chosen[0], chosen[-1]) == (0, 99_999)


def test_rows_are_told_with_their_losses():
    frame = session.look({"rows": 16})
    found = frame["rows"]
    assert found["predictions"][:, 0].tolist() == frame["predictions"].tolist()
    assert found["losses"] == pytest.approx(((Y - found["predictions"]) ** 2)[:, 0], rel=1e-15)
    assert found["losses"].mean() == pytest.approx(frame["loss"], rel=1e-15)
    right = ((found["predictions"] > 0.5) == Y).mean()
    assert found["confusion"]["accuracy"] == right
    worst = session.look({"rows": 1})["rows"]
    assert worst["rows"].tolist() == [int(found["losses"].argmax())]
    assert worst["all_rows"] == 4


def test_histograms_count_every_weight_and_every_activation():
    layers = session.look({"histograms": True})["histograms"]
    assert [layer["weights"]["counts"].sum() for layer in layers] == [4, 2]
    assert [layer["activations"]["counts"].sum() for layer in layers] == [8, 4]
    assert [layer["gradients"]["counts"].sum() for layer in layers] == [4, 2]


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"neurons": 1}, "size is 1; expected a whole number of 2 or more"),
        ({"hidden_space": 1}, "the wish for hidden space is 1; expected a dict of layer and size"),
        ({"hidden_space": {"layer": 0, "size": 3}}, "layer is 0; expected a whole number of 1 or more"),
        ({"hidden_space": {"layer": 1}}, "size is None; expected a whole number of 2 or more"),
        ({"rows": 0}, "the number of rows is 0; expected a whole number of 1 or more"),
    ],
)
def test_wishes_that_are_none(wishes, message):
    with pytest.raises(ValueError, match=message):
        session.look(wishes)
