"""A version that fails its trial is reported with its line; the run and the program stay as they were."""

import numpy as np
import pytest
from cases import assert_same_bits, same_bits

import tutorial
from glassnet import session
from glassnet.programs.choices import checked
from glassnet.programs.writing import parts

TEXTS = {part.name: part.text for part in parts(checked({})) if part.name not in ("import", "program")}


@pytest.fixture(autouse=True)
def run():
    yield session.start({})
    for name in [*session._versions, *session._versions.waiting]:
        session.restore(name)
    session.start({})


def text_of(name, old="", new=""):
    assert old in TEXTS[name]
    return TEXTS[name].replace(old, new)


def changed(name, old, new):
    return session.edit(name, text_of(name, old, new))


CHOSEN = [{}, {"hidden": [3, 2], "activation": "tanh", "optimizer": "adam", "batch": 2, "dropout": 0.2}, {"hidden": []}]


@pytest.mark.parametrize("chosen", CHOSEN)
def test_every_functions_own_text_stands_the_trial(chosen):
    for part in session.start(chosen)["program"]:
        if part["name"] not in ("import", "program"):
            assert session.edit(part["name"], part["source"])["problem"] is None, part["name"]


BAD = [
    ("forward_propagation", "return a2, cache", "return a2", None, "expected the predictions and the cache"),
    (
        "forward_propagation",
        "return a2, cache",
        "return a2.T, cache",
        None,
        "(1, 4); expected an array of shape (4, 1)",
    ),
    ("forward_propagation", "z2 = np.dot(a1, W2)", "z2 = np.dot(a1, W3)", 10, "NameError"),
    ("compute_loss", "return np.mean", "return np.abs", None, "expected one number"),
    ("compute_loss", "return", "return 'small' or", None, "gave 'small' (a str)"),
    ("backward_propagation", "return gradients", "return None", None, "expected a dict of gradients"),
    ("backward_propagation", "return gradients", "return {}", None, "gave no dW1"),
    ("backward_propagation", "return gradients", "return gradients / 2", 23, "TypeError"),
    ("backward_propagation", "sigmoid_derivative(a1)", "sigmoid_derivativ(a1)", 12, "sigmoid_derivativ"),
    ("predict", "return y_pred", "return y_pred[:2]", None, "predict gave an array of shape (2, 1)"),
    ("initialize_network", "return network", "return None", None, "no network before its loop"),
    ("initialize_network", "(1, hidden_size)", "(1, 7)", None, "b1 has shape (1, 7); expected (1, 2)"),
    ("update_parameters", "gradients['dW1']", "gradients['dW1'", 2, "was never closed"),
    ("update_parameters", "return network", "return 3", None, "network is 3 now; expected a dict"),
    ("train_network", "    return network", "        raise SystemExit(3)\n    return network", 18, "SystemExit: 3"),
    ("train_network", "for epoch in range(epochs):", "if True:", None, "needs a for loop over the epochs"),
    ("train_network", "    return network", "", None, "expected the trained network: return network"),
    ("train_network", "    return network", "    return", None, "expected the trained network: return network"),
    ("sigmoid", "def sigmoid", "def sigmund", None, "must define a function named sigmoid"),
    ("sigmoid", "def sigmoid(x):", "1 / 0\ndef sigmoid(x):", 1, "ZeroDivisionError"),
    ("sigmoid", "np.exp(-x)", "np.exp(-x)[0]", None, "gave an array of shape"),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "said"), BAD)
def test_what_cannot_be_used_is_told_with_its_line(name, old, new, line, said):
    before = session.train(1e9, 5)
    problem = changed(name, old, new)["problem"]
    assert said in problem["message"]
    if line:
        assert (problem["function"], problem["line"]) == (name, line)
    assert not session._versions
    after = session.look({})
    assert (after["epoch"], after["loss"]) == (before["epoch"], before["loss"])


UNFIT = [
    ("sigmoid", "x", "5", "sigmoid gave 5 (an int); expected an array of shape (4, 2), as its input has."),
    ("sigmoid", "x", "None", "sigmoid gave None (does it end without a return?); expected an array"),
    ("sigmoid_derivative", "x", "x[0]", "gave an array of shape (2,); expected an array of shape (4, 2)"),
    ("predict", "network, X", "[[1]] * 4", "[[1], [1], [1], [1]] (a list); expected a plain array of real numbers of"),
    (
        "sigmoid",
        "x",
        "1 / (1 + np.exp(-x + 0j))",
        "an array (complex128) of shape (4, 2); expected a plain array of real",
    ),
    ("sigmoid", "x", "np.ma.masked_less(1 / (1 + np.exp(-x)), 0.6)", "(a MaskedArray); expected a plain array of real"),
    ("compute_loss", "y_true, y_pred", "None", "compute_loss gave None (does it end without a return?)"),
    ("backward_propagation", "network, cache, X, y", "{'d' + name: 0 for name in network}", "gave dW1 as 0 (an int)"),
]


@pytest.mark.parametrize(("name", "takes", "gives", "said"), UNFIT)
def test_what_is_given_back_is_told_with_what_was_expected(name, takes, gives, said):
    problem = session.edit(name, f"def {name}({takes}):\n    return {gives}\n")["problem"]
    assert problem["message"].startswith(f"{name} gave") or "backward_propagation gave" in problem["message"]
    assert said in problem["message"]


@pytest.mark.parametrize("source", [7, None, "# " + "x" * 50_000, "\0", "(" * 3000])
def test_what_is_no_text_of_a_version_is_told(source):
    assert session.edit("sigmoid", source)["problem"]["message"]
    assert not session._versions


@pytest.mark.parametrize("pasted", [*([name] for name in TEXTS), list(TEXTS)], ids=[*TEXTS, "all nine"])
def test_the_tutorials_own_functions_train_to_the_same_bits(pasted):
    before = session.train(1e9, 200)
    session.start({})
    for name in pasted:
        assert session.edit(name, TEXTS[name])["problem"] is None
    session.start({})
    after = session.train(1e9, 200)
    assert list(session._versions) == pasted
    assert_same_bits(after["parameters"], before["parameters"])
    for part in ("losses", "predictions", "loss"):
        assert same_bits(after[part], before[part]), part


def test_an_unknown_function_is_refused():
    with pytest.raises(ValueError, match="function is 'relu'; expected one of 'initialize_network'"):
        session.edit("relu", "def relu(x):\n    return x\n")
    for name in ("import", "program"):
        with pytest.raises(ValueError, match="expected one of"):
            session.edit(name, "x = 1\n")


def test_a_version_that_fails_leaves_the_last_good_one():
    assert changed("sigmoid", "1 / (1 + np.exp(-x))", "0.5 + 0 * x")["problem"] is None
    assert session.edit("sigmoid", "def sigmoid(x:\n")["problem"]
    assert session.look({})["predictions"].tolist() == [0.5] * 4


UPDATES = [
    "    return {name: network[name] + learning_rate * gradients['d' + name] for name in network}\n",
    "    for name in network:\n"
    "        network[name] = network[name] + learning_rate * gradients['d' + name]\n"
    "    return network\n",
]


@pytest.mark.parametrize("body", UPDATES)
def test_an_update_may_give_back_new_arrays(body):
    before = session.train(1e9, 20)
    session.start({})
    text = "def update_parameters(network, gradients, learning_rate):\n" + body
    assert session.edit("update_parameters", text)["problem"] is None
    assert_same_bits(session.train(1e9, 20)["parameters"], before["parameters"])


def test_an_update_that_loses_a_parameter_is_told():
    text = "def update_parameters(network, gradients, learning_rate):\n    return {'W1': network['W1']}\n"
    assert session.edit("update_parameters", text)["problem"]["message"]
    assert not session._versions


def test_what_the_trial_prints_comes_with_the_answer():
    answer = changed("compute_loss", "    return", "    print('shape', y_true.shape)\n    return")
    assert answer["problem"] is None
    assert set(answer["printed"]["compute_loss"]["lines"]) == {"shape (4, 1)"}
    frame = session.train(1e9, 1, {"printed": True})
    assert frame["printed"]["compute_loss"]["lines"]
    assert session.look({"printed": True})["printed"] == {}, "the page's own calls are no part of the run"


HELPED = (
    "def scaled(x):\n    print('scaled')\n    return x\n\n\ndef sigmoid(x):\n    return scaled(1 / (1 + np.exp(-x)))\n"
)


def test_what_is_printed_is_told_by_the_version_that_printed_it():
    session.edit("sigmoid", HELPED)
    changed("predict", "    return", "    print('predicted')\n    return")
    changed("train_network", "epoch % 100 == 0", "epoch % 10 == 0")
    session.start({"epochs": 12}, pictures={"printed": True})
    printed = session.train(1e9, 11, {"printed": True, "boundary": 8})["printed"]
    assert printed["sigmoid"]["lines"] == ["scaled"] * 22, "twice in an epoch, and never for a picture"
    assert "predict" not in printed
    assert [line.split(",")[0] for line in printed["train_network"]["lines"]] == ["Epoch 0", "Epoch 10"]
    printed = session.train(1e9, 12, {"printed": True, "boundary": 8})["printed"]
    assert printed["predict"]["lines"] == ["predicted"], "once at the end, as in the program"
    assert printed["sigmoid"]["lines"] == ["scaled"] * 4
    assert session.look({"printed": True}, session.train(1e9, 12))["printed"] == {}


def test_what_the_readers_loop_prints_is_printed_as_it_says():
    assert changed("train_network", "epoch % 100 == 0", "epoch % 10 == 0")["problem"] is None
    session.start({})
    lines = session.train(1e9, 35, {"printed": True})["printed"]["train_network"]["lines"]
    assert [line.split(",")[0] for line in lines if line.startswith("Epoch")][-4:] == [
        "Epoch 0", "Epoch 10", "Epoch 20", "Epoch 30",
    ]  # fmt: skip


def test_the_run_goes_on_with_the_version_and_later_with_the_original():
    frame = session.train(1e9, 10)
    changed("train_network", "    return network", "        network['b1'] += 1000\n    return network")
    one = session.train(1e9, 11)
    assert one["parameters"]["b1"] == pytest.approx(frame["parameters"]["b1"] + 1000, abs=1)
    session.restore("train_network")
    assert session.train(1e9, 12)["parameters"]["b1"] == pytest.approx(one["parameters"]["b1"], abs=1)


def test_an_error_later_in_the_run_keeps_what_was_trained():
    changed("train_network", "    return network", "        assert epoch < 7\n    return network")
    frame = session.train(1e9, 100)
    assert frame["epoch"] == 7
    assert len(frame["losses"]) == 7
    with pytest.raises(AssertionError):
        session.train(1e9, 100)
    assert session.look({})["epoch"] == 7
    session.restore("train_network")
    assert session.train(1e9, 100)["epoch"] == 100


STEP = "{name: value + learning_rate * gradients['d' + name] for name, value in network.items()}"
UPDATE = "calls = 0\ndef update_parameters(network, gradients, learning_rate):\n    global calls\n    calls += 1\n"
EARLIER = 7  # epochs; the trial is two


def late(body):
    """An update that gives back a new dict, and does something else once it was called so often."""
    return f"{UPDATE}    after = {STEP}\n    if calls > {EARLIER}:\n        {body}\n    return after\n"


def test_an_error_later_in_the_run_is_raised_however_the_function_counts_and_nothing_begins_anew():
    expected = session.train(1e9, EARLIER)
    session.start({})
    assert session.edit("update_parameters", late("raise RuntimeError('late')"))["problem"] is None
    session.start({})
    frame = session.train(1e9, 100)
    assert frame["epoch"] == EARLIER
    assert_same_bits(frame["parameters"], expected["parameters"])
    assert frame["loss"] == expected["loss"]
    assert session.train(1e9, EARLIER)["epoch"] == EARLIER, "nothing more was asked for"
    with pytest.raises(RuntimeError, match="late"):
        session.train(1e9, 100)
    assert_same_bits(session.look({})["parameters"], expected["parameters"])


@pytest.mark.parametrize(
    "body", ["after['W1'] = np.ones((3, 3))", "del after['b2']", "after['b2'] = 'x'", "after = None", "after = [1]"]
)
def test_a_network_that_is_none_later_in_the_run_leaves_the_run_where_it_was(body):
    before = session.train(1e9, 5)
    assert session.edit("update_parameters", late(body))["problem"] is None
    with pytest.raises((ValueError, TypeError, KeyError)):
        session.train(1e9, 100)
    after = session.look({})
    assert after["epoch"] == 5
    assert_same_bits(after["parameters"], before["parameters"])
    session.restore("update_parameters")
    assert session.train(1e9, 20)["epoch"] == 20


def test_predictions_of_another_shape_later_in_the_run_are_told():
    text = "calls = 0\n" + text_of("predict", "    return", "    global calls\n    calls += 1\n    if calls > 9:\n")
    text = text.replace("calls > 9:\n", "calls > 9:\n        return y_pred.ravel()\n    return")
    assert session.edit("predict", text)["problem"] is None
    with pytest.raises(ValueError, match=r"predict gave an array of shape \(4,\); expected an array of shape \(4, 1\)"):
        for _ in range(20):
            session.look({})


def test_a_cache_of_another_kind_needs_a_backward_propagation_that_takes_it():
    names = "{'z1': z1, 'a1': a1, 'z2': z2, 'a2': a2}"
    forward = text_of("forward_propagation", "(z1, a1, z2, a2)", names)
    message = session.edit("forward_propagation", forward)["problem"]["message"]
    assert message.startswith("The cache of forward_propagation is {'a1': array(")
    backward = text_of("backward_propagation", "z1, a1, z2, a2 = cache", "z1, a1, z2, a2 = cache.values()")
    assert session.edit("forward_propagation", f"{forward}\n{backward}")["problem"] is None
    session.restore("forward_propagation")
    assert session.edit("backward_propagation", backward.replace(".values()", ""))["problem"] is None
    assert session.edit("forward_propagation", forward.replace(names, "[z1, a1, z2, a2]"))["problem"] is None


def test_a_loop_that_ends_by_itself_says_so():
    changed("train_network", "        # Backward", "        if loss < 0.25:\n            break\n        # Backward")
    frame = session.train(1e9, 10_000)
    assert frame["ended"]
    network = tutorial.initialize_network(2, 2, 1)
    assert frame["epoch"] < 10_000
    assert frame["loss"] < 0.25
    assert "ended" not in session.start({})
    assert network.keys() == frame["parameters"].keys()


def test_checkpoints_hold_the_parameters_in_their_order_however_a_version_lays_them_out():
    body = "    return {name: network[name] for name in reversed(list(network))}\n"
    assert (
        session.edit("update_parameters", text_of("update_parameters", "    return network\n", body))["problem"] is None
    )
    frame = session.train(1e9, 3, keep=4)
    in_order = np.concatenate([frame["parameters"][name] for name in ("W1", "b1", "W2", "b2")], axis=None)
    assert same_bits(frame["kept"]["parameters"][-9:], in_order)


def test_losses_are_numbers_whatever_type_a_version_gives():
    assert changed("forward_propagation", "return a2, cache", "return a2.astype('float32'), cache")["problem"] is None
    frame = session.train(1e9, 40)
    assert frame["losses"].shape == (40,)
    assert frame["losses"] == pytest.approx(np.full(40, frame["loss"]), abs=0.02)


# -- versions and choices


def test_a_version_that_does_not_fit_other_choices_is_left_out_with_its_problem():
    assert session.edit("forward_propagation", TEXTS["forward_propagation"] + "\n# mine\n")["problem"] is None
    frame = session.start({"hidden": [3, 3]})
    assert list(frame["unfit"]) == ["forward_propagation"]
    assert frame["unfit"]["forward_propagation"]["message"]
    assert not session._versions
    assert session.train(1e9, 5)["epoch"] == 5


def test_a_version_that_was_left_out_runs_again_with_choices_that_it_fits():
    text = text_of("forward_propagation", "a2 = ", "a2 = 0 * ")
    assert session.edit("forward_propagation", text)["problem"] is None
    assert list(session.start({"hidden": [3, 3]})["unfit"]) == ["forward_propagation"]
    assert "back" not in session.start({"hidden": [4, 4]})
    frame = session.start({})
    assert frame["back"] == ["forward_propagation"]
    assert set(frame["predictions"]) == {0.0}
    session.start({"hidden": [3, 3]})
    session.restore("forward_propagation")
    frame = session.start({})
    assert "back" not in frame
    assert 0.0 not in frame["predictions"]


def test_a_version_that_waited_in_an_earlier_python_runs_again():
    session.wait({"forward_propagation": text_of("forward_propagation", "a2 = ", "a2 = 0 * "), "adam": "def adam(:"})
    assert "back" not in session.start({"hidden": [3, 3], "optimizer": "adam"})
    frame = session.start({})
    assert "forward_propagation" in frame["back"]
    assert set(frame["predictions"]) == {0.0}


@pytest.mark.parametrize("versions", [None, ["a"], {"a b": "x"}, {"predict": 3}, {"predict": "x" * 50_001}])
def test_what_is_no_version_does_not_wait(versions):
    with pytest.raises(ValueError, match=r"versions .*; expected"):
        session.wait(versions)
    assert not session._versions.waiting


def test_a_version_that_was_left_out_comes_back_within_the_run_too():
    assert session.edit("forward_propagation", TEXTS["forward_propagation"])["problem"] is None
    session.change({"dropout": 0.5})
    assert session.change({"dropout": 0.0})["back"] == ["forward_propagation"]
    assert list(session._versions) == ["forward_propagation"]


def test_a_version_that_does_not_fit_a_change_within_the_run_is_left_out_too():
    frame = session.train(1e9, 20)
    assert session.edit("forward_propagation", TEXTS["forward_propagation"])["problem"] is None
    changed_frame = session.change({"dropout": 0.5})  # the program's own takes a mask
    assert list(changed_frame["unfit"]) == ["forward_propagation"]
    assert_same_bits(changed_frame["parameters"], frame["parameters"])
    assert session.train(1e9, 40)["epoch"] == 40


def test_a_problem_in_the_programs_own_lines_is_blamed_on_the_version_that_causes_it():
    """The program's own forward propagation raises, because another version made the parameters."""
    assert session.edit("initialize_network", TEXTS["initialize_network"])["problem"] is None
    assert session.edit("sigmoid", text_of("sigmoid", "np.exp(-x)", "np.exp(-2 * x)"))["problem"] is None
    frame = session.start({"hidden": []})
    assert list(frame["unfit"]) == ["initialize_network"]
    assert list(session._versions) == ["sigmoid"]


def test_bad_choices_are_no_fault_of_a_version():
    assert session.edit("sigmoid", TEXTS["sigmoid"])["problem"] is None
    for call in (session.start, session.change):
        with pytest.raises(ValueError, match="rate is -1"):
            call({"rate": -1})
    assert session.edit("forward_propagation", TEXTS["forward_propagation"])["problem"] is None
    with pytest.raises(ValueError, match="hidden cannot change within a run"):
        session.change({"hidden": [3, 3]})
    assert list(session._versions) == ["sigmoid", "forward_propagation"]


def test_a_version_that_fits_stays():
    text = text_of("sigmoid", "1 / (1 + np.exp(-x))", "1 / (1 + np.exp(-2 * x))")
    assert session.edit("sigmoid", text)["problem"] is None
    frame = session.start({"hidden": [3, 3]})
    assert "unfit" not in frame
    assert list(session._versions) == ["sigmoid"]


def test_a_version_of_a_function_that_is_not_in_the_program_waits():
    session.start({"optimizer": "momentum"})
    text = next(
        part["source"] for part in session.start({"optimizer": "momentum"})["program"] if part["name"] == "momentum"
    )
    assert session.edit("momentum", text.replace("0.9", "0.5"))["problem"] is None
    plain = session.start({})
    assert "unfit" not in plain
    expected = session.train(1e9, 5)["parameters"]
    session.restore("momentum")
    session.start({})
    assert_same_bits(session.train(1e9, 5)["parameters"], expected)


# -- training that the page stops, or has already


ON = "Its loop does not heed epochs."


@pytest.mark.parametrize(
    ("loop", "remark"),
    [
        ("for epoch in range(epochs):", ""),
        ("for epoch in range(0, epochs):", ""),
        ("for epoch in range(min(epochs, 300)):", ""),
        ("for epoch in range(epochs * 2):", ON),
        ("for epoch in range(300):", ON),
        ("epoch = 0\n    while True:", ON),
    ],
)
def test_a_loop_that_goes_on_after_the_epochs_is_remarked_on(loop, remark):
    answer = changed("train_network", "for epoch in range(epochs):", loop)
    assert answer["problem"] is None
    assert answer["remark"].startswith(remark) and bool(answer["remark"]) == bool(remark)


def test_what_stands_after_the_loop_is_remarked_on():
    answer = changed("train_network", "    return network", "    network['W1'] *= 2\n    return network")
    assert answer["problem"] is None
    assert answer["remark"] == "The page does not run what stands after the loop, an exported file does."


def test_the_whole_tutorial_in_one_editor_runs_without_its_training():
    whole = "\n".join(part.text for part in parts(checked({})))
    line = whole[: whole.index("trained_network")].count("\n") + 1
    for name in ("sigmoid", "train_network"):
        answer = session.edit(name, whole)
        assert answer["problem"] is None
        assert answer["remark"].startswith(f"Its end, from line {line} on, is left out")
        assert session.program()["text"].count("trained_network = train_network(") == 1
        session.restore(name)
    functions = session.edit("sigmoid", "import numpy as np\n\n" + "\n".join(TEXTS.values()))
    assert (functions["problem"], functions["remark"]) == (None, "")
