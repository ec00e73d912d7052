"""Code of one's own that goes wrong: refused in words, stopped, or put aside with a new Python; the run is kept."""

import pytest
from coding import DOUBLED, Function, assert_to_the_bit, before_backward, whose_code
from lab import Lab, assert_same, expect, fresh, native


@pytest.fixture
def reader(clean: Lab) -> Lab:
    clean.follow("#epochs=300")
    return clean


def test_an_error_shows_at_its_line_and_the_run_is_kept(reader: Lab) -> None:
    before = reader.train()
    forward = Function(reader, "forward_propagation")
    forward.change("z2 = np.dot(a1, W2)", "z2 = np.dot(a1, w2)").run()
    line = forward.source[: forward.source.index("z2 = ")].count("\n") + 1
    expect(forward.problem).to_contain_text(f"Line {line}.")
    expect(forward.problem).to_contain_text("name 'w2' is not defined")
    expect(forward.problem).to_contain_text("This name means nothing here")
    expect(forward.status).to_contain_text("The original runs")
    assert forward.wrong_line == "z2 = np.dot(a1, w2) + b2"
    assert not forward.place.get_by_role("region", name="Traceback").is_visible()
    forward.place.locator("summary", has_text="Traceback").click()
    expect(forward.place.get_by_role("region", name="Traceback")).to_contain_text(
        "<your version of forward_propagation>"
    )
    expect(whose_code(reader)).to_be_empty()
    assert reader.state() == before
    assert "w2" in forward.editor.inner_text(), "nothing typed is lost"
    forward.button("Close").click()  # what is in sight is the original
    expect(forward.problem).to_contain_text(f"Line {line} of your text.")
    forward.button("Edit").click()
    forward.editor.press("Control+a")  # over the line that is marked
    forward.editor.press_sequentially("# mine")
    assert forward.lines == ["# mine"]
    forward.change("z2 = np.dot(a1, W2)", "z2 = np.dot(a1, W2) * 1").runs()
    expect(forward.problem).to_have_count(0)
    forward.change("z2 = np.dot(a1, W2)", "z2 = np.dot(a1, w2)").run()
    expect(reader.bar).to_contain_text("What you wrote for forward_propagation does not run.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def predict(network, X):\nreturn 0\n", "Line 2. The spaces at the beginning"),
        ("", "it defines none"),
    ],
)
def test_what_is_no_version_is_refused_in_words(clean: Lab, text: str, said: str) -> None:
    before = clean.state()
    predict = Function(clean, "predict").write(text).run()
    expect(predict.problem).to_contain_text(said)
    assert clean.state() == before


def test_an_endless_loop_is_stopped_and_nothing_is_lost(reader: Lab) -> None:
    update = Function(reader, "update_parameters")
    update.change(*DOUBLED).runs()
    before = reader.train()
    update.change("    return", "    while True:\n        pass\n    return").run()
    expect(update.problem).to_contain_text("did not finish with this version within two seconds")
    reader.until_engine("ready")
    expect(reader.page.locator(".failure:visible")).to_have_count(0)
    assert "while True" in update.editor.inner_text()
    after = reader.state()
    assert after["epoch"] == before["epoch"]
    assert after["parameters"] == before["parameters"]
    # The earlier version ran well, and the next Python has been given it again; what was wrong with this stays said.
    expect(update.status).to_contain_text("Your earlier text runs")
    expect(update.problem).to_contain_text("a loop that never ends")
    expect(whose_code(reader)).to_contain_text("update_parameters")
    reader.button("Reset").click()
    reader.until(fresh)
    assert_same(reader.train(), native(300, rate=0.2))


def test_a_loop_that_becomes_endless_in_training_is_stopped_too(clean: Lab) -> None:
    clean.follow("#epochs=5000&rate=1")
    loss = Function(clean, "train_network")
    loss.change(*before_backward("while epoch > 2000:\n            pass")).runs()
    clean.button("Train").click()
    expect(loss.problem).to_contain_text("did not finish with this version within two seconds")
    clean.until_engine("ready")
    state = clean.until_still()
    assert 0 < state["epoch"] <= 2001
    assert_same(state, native(state["epoch"], rate=1))
    expect(whose_code(clean)).to_be_empty()
    state = clean.train()
    assert_same(state, native(5000, rate=1))


def test_an_error_later_in_training_stops_it_there(clean: Lab) -> None:
    clean.follow("#epochs=3000")
    loop = Function(clean, "train_network").change(*before_backward("1 / (1000 - epoch)")).runs()
    clean.button("Train").click()
    expect(loop.problem).to_contain_text("ZeroDivisionError")
    expect(loop.problem).to_contain_text("at epoch 1000")
    assert loop.wrong_line == "1 / (1000 - epoch)"
    state = clean.until_still()
    assert state["epoch"] == 1000
    expect(clean.page.locator(".failure:visible")).to_have_count(0)


def test_an_error_in_another_text_is_marked_there(reader: Lab) -> None:
    sigmoid = Function(reader, "sigmoid")
    sigmoid.write("def sigmoid(x):\n    return 1 / (1 + np.exp(-x)) * factor\n\n\nfactor = 1\n").runs()
    predict = Function(reader, "predict")
    predict.change("    y_pred, _", "    global factor\n    factor = 'one'\n    y_pred, _").run()
    expect(predict.problem).to_contain_text("Line 2 of your version of sigmoid.")
    assert sigmoid.wrong_line == "return 1 / (1 + np.exp(-x)) * factor"
    expect(predict.place.locator(".wrong-line")).to_have_count(0)


def test_an_error_in_a_helper_is_marked_at_its_line(reader: Lab) -> None:
    loss = Function(reader, "compute_loss")
    loss.write(
        "def squared(x):\n    return x ** two\n\n\ndef compute_loss(y, a):\n    return np.mean(squared(y - a))\n"
    ).run()
    expect(loss.problem).to_contain_text("Line 2.")
    assert loss.wrong_line == "return x ** two"


# Each ends Python in a way of its own; what is said of it.
ENDS = {
    "import os\nos._exit(0)": "Python stopped with this version: the code ended it.",
    "import ctypes\nctypes.string_at(0xFFFFFFF0, 4)": "Python stopped with this version: it crashed",
    "import builtins\ndel builtins.len": "Python stopped with this version: NameError: name 'len' is not defined",
}
# Firefox gives some of them no words but the place.
CRASHES = ("Pyodide has suffered a fatal error", "The cause of the fatal error", "RuntimeError", "Aborted", "Error (")


@pytest.mark.expects(*CRASHES)
def test_a_version_that_ends_python_is_put_aside_and_nothing_is_lost(clean: Lab) -> None:
    clean.follow("#epochs=300")
    before = clean.train()
    sigmoid = Function(clean, "sigmoid")
    for end, said in ENDS.items():
        sigmoid.write(f"{end}\n\n{sigmoid.source}").run()
        expect(sigmoid.problem).to_contain_text(f"{said}")
        expect(sigmoid.problem).to_contain_text("It was put aside. Your text is kept, and nothing of the run is lost.")
        expect(sigmoid.status).to_contain_text("The original runs. Your text is kept.")
        expect(clean.bar).to_contain_text("Your version of sigmoid was put aside. It was started again.")
        clean.until_engine("ready")
        assert_to_the_bit(clean.state(), before)
    # So it is where it happens on the way.
    loop = Function(clean, "train_network")
    loop.change(*before_backward("if epoch == 200:\n            import os\n            os._exit(0)")).runs()
    clean.until(fresh)
    clean.button("Train").click()
    expect(clean.bar).to_contain_text("Your version of train_network was put aside. It was started again.")
    clean.until_engine("ready")
    assert 0 < clean.until_still()["epoch"] <= 200
    expect(whose_code(clean)).to_be_empty()
    assert_to_the_bit(clean.train(), before)


# It is refused, and has changed something outside itself before; other things: tests/unit/test_surroundings.py.
TRACE = "before = np.exp\nnp.exp = lambda x: before(x) * 1.001\n"


def test_what_a_version_changes_outside_itself_goes_with_it(clean: Lab) -> None:
    clean.follow("#epochs=300")
    before = clean.train()
    sigmoid = Function(clean, "sigmoid")
    sigmoid.write(f"{TRACE}1 / 0\n\n{sigmoid.source}").run()
    expect(sigmoid.problem).to_contain_text("It had changed np.exp: Python was started anew.")
    clean.until_engine("ready")
    clean.button("Reset").click()
    clean.until(fresh)
    assert_to_the_bit(clean.train(), before)
    # One that is taken computes what it says; with the original, all is as it was.
    sigmoid.write(f"{TRACE}\n{sigmoid.source}").runs()
    clean.until(fresh)
    assert clean.train()["loss"] != before["loss"]
    sigmoid.restore()
    expect(clean.bar).to_contain_text(
        "The original sigmoid runs again, in a new Python: your version had changed np.exp"
    )
    clean.until(fresh)
    assert_to_the_bit(clean.train(), before)


def test_another_network_can_be_chosen_while_a_new_python_starts(clean: Lab) -> None:
    clean.follow("#epochs=100")
    sigmoid = (
        Function(clean, "sigmoid").write("def sigmoid(x):\n    np.mine = 1\n    return 1 / (1 + np.exp(-x))\n").runs()
    )
    clean.train()
    sigmoid.button("Restore the original").evaluate(
        "(button) => { button.click(); window.location.hash = '#epochs=100&hidden=3'; }"
    )
    clean.until(lambda state: fresh(state) and state["engine"] == "ready" and state["choices"]["hidden"] == [3])
    assert_same(clean.train(), native(100, hidden=3))


def test_the_page_is_out_of_reach_and_what_is_printed_stands_where_it_was_printed(reader: Lab) -> None:
    sigmoid, loss = Function(reader, "sigmoid"), Function(reader, "compute_loss")
    sigmoid.write(f"from js import self, postMessage\n\n{sigmoid.source}").run()
    expect(sigmoid.problem).to_contain_text("js is not here: Python’s own library and NumPy are, and nothing else.")
    sigmoid.write("import matplotlib.pyplot as plt").run()
    expect(sigmoid.problem).to_contain_text("matplotlib is not here: Python’s own library and NumPy are")
    helper = "def told(x):\n    print('<b>helping</b>')\n    return x\n\n\n"
    sigmoid.write(helper + sigmoid.source.replace("return ", "return told(1) * ")).runs()
    loss.change("    return", "    print('a loss')\n    return").runs()
    reader.button("Step").click()
    for function, line in ((sigmoid, "<b>helping</b>"), (loss, "a loss")):
        printed = function.place.get_by_role("region", name="Printed", exact=True)
        expect(printed).to_contain_text(line)
        assert set(printed.inner_text().splitlines()) == {line}
