"""Editing the code: the reader changes it, and the changed code runs."""

import inspect
import re
from typing import Any

import pytest
from coding import DOUBLED, TUTORIAL, Function, assert_to_the_bit, originals, whose_code
from lab import Lab, assert_same, expect, fresh, native

import tutorial

KEY = "glassnet.edits"
FETCHED = """() => performance.getEntriesByType("resource")
  .map(({ name }) => name).filter((name) => name.endsWith("/editor.js"))"""


@pytest.fixture
def newly_here(newcomer: Lab) -> Lab:
    return newcomer.open("#epochs=300")


@pytest.fixture
def reader(clean: Lab) -> Lab:
    clean.follow("#epochs=300")
    return clean


def kept(lab: Lab) -> dict[str, str]:
    """The texts that the browser keeps, of all pages."""
    found = lab.page.evaluate(
        "key => Object.keys(localStorage).filter((one) => one.startsWith(`${key}.`)).map("
        "(one) => JSON.parse(localStorage.getItem(one)).texts)",
        KEY,
    )
    return {name: one["text"] for texts in found for name, one in texts.items() if one["text"] is not None}


@pytest.mark.parametrize("name", ["sigmoid", "train_network"])  # all of them are pasted below
def test_a_function_can_be_edited_run_and_restored(clean: Lab, name: str) -> None:
    function = Function(clean, name)
    assert function.listing.text_content() == function.source
    function.edit()
    expect(function.listing).to_have_count(0)
    # What is scrolled away is left out of the document.
    assert set(function.lines) <= set(function.source.split("\n"))
    function.write(f"# mine\n{function.source}").runs()
    expect(whose_code(clean)).to_contain_text(f"your version of {name}")
    function.restore()
    expect(whose_code(clean)).to_be_empty()
    assert function.listing.text_content() == function.source


def test_the_pictures_come_from_the_edited_code_until_it_is_restored(reader: Lab) -> None:
    update = Function(reader, "update_parameters")
    update.change(*DOUBLED).runs()
    reader.until(fresh)
    assert_same(reader.train(), native(300, rate=0.2))
    update.restore()
    assert_same(reader.until(fresh), native(0), tolerance=1e-15)
    assert_same(reader.train(), native(300))


def test_a_version_that_is_broken_is_not_blamed_on_the_seed(clean: Lab) -> None:
    Function(clean, "sigmoid").write("def sigmoid(x):\n    return 1 / (1 + np.exp(x))\n").runs()
    clean.until(fresh)
    clean.train()
    verdict = clean.verdict
    expect(verdict).to_contain_text(
        "The loss climbs. 2 of 4 rows are still wrong after 10,000 epochs. Your own version of sigmoid"
    )
    expect(verdict).not_to_contain_text("seed")
    expect(clean.page.get_by_role("button", name=re.compile("seed|neurons"))).to_have_count(0)
    diagnosis = clean.page.get_by_role("region", name="Diagnosis", exact=True)
    expect(diagnosis.get_by_role("paragraph").first).to_contain_text("Your own version of sigmoid runs.")
    verdict.get_by_role("button", name="Check gradients", exact=True).click()
    said = clean.page.get_by_role("status", name="Gradients", exact=True)
    expect(said).to_contain_text("sigmoid_derivative is not the slope of sigmoid")
    expect(said).to_be_in_viewport()
    verdict.get_by_role("button", name="Restore the original sigmoid", exact=True).click()
    assert_same(clean.until(fresh), native(0), tolerance=1e-15)
    expect(whose_code(clean)).to_be_empty()


def test_a_run_that_is_going_on_goes_on_with_the_new_code(reader: Lab) -> None:
    reader.button("Step").click()
    reader.until(lambda state: state["epoch"] == 1)
    before = native(1)
    Function(reader, "update_parameters").change("+= learning_rate", "+= 0 * learning_rate").runs()
    expect(reader.bar).to_contain_text("from epoch 1 on")
    expect(reader.progress).to_contain_text("from epoch 1 on")
    for epoch in (2, 3):
        reader.button("Step").click()
        state = reader.until(lambda state, epoch=epoch: state["epoch"] == epoch)
        assert_same(state, before)


def test_other_starting_weights_begin_a_new_run(reader: Lab) -> None:
    reader.button("Step").click()
    Function(reader, "initialize_network").change("np.random.randn(input_size, hidden_size)", "np.ones((2, 2))").runs()
    state = reader.until(fresh)
    assert state["parameters"]["W1"] == [[1, 1], [1, 1]]


def test_the_tutorials_own_functions_can_be_pasted_one_by_one(reader: Lab) -> None:
    before = reader.train()
    for name in TUTORIAL:
        function = Function(reader, name).write(inspect.getsource(getattr(tutorial, name))).run()
        expect(function.status).to_contain_text(re.compile(r"^(Your version runs|This is the original\. It runs)"))
        expect(function.problem).to_have_count(0)
    expect(whose_code(reader)).to_contain_text("initialize_network")  # the others are the program's, to the letter
    reader.button("Reset").click()
    reader.until(fresh)
    assert_to_the_bit(reader.train(), before)


def test_the_tutorials_own_functions_can_be_pasted_together(reader: Lab) -> None:
    before = reader.train()
    sigmoid = Function(reader, "sigmoid").write(inspect.getsource(tutorial).partition("def main")[0]).runs()
    for name in set(TUTORIAL) - {"sigmoid"}:
        other = Function(reader, name)
        expect(other.place).to_contain_text(f"Your version of sigmoid defines {name}, too.")
        expect(other.listing).to_have_count(0)
    reader.until(fresh)
    assert_to_the_bit(reader.train(), before)
    expect(sigmoid.problem).to_have_count(0)
    sigmoid.restore()
    for name, source in TUTORIAL.items():
        assert Function(reader, name).listing.text_content() == source


def test_what_was_restored_can_be_brought_back(newly_here: Lab) -> None:
    update = Function(newly_here, "update_parameters")
    update.change(*DOUBLED).runs().restore()
    expect(whose_code(newly_here)).to_be_empty()
    newly_here.page.reload()
    newly_here.until_engine("ready")
    update = Function(newly_here, "update_parameters")
    assert update.listing.text_content() == update.source
    update.button("Bring my version back").click()
    expect(update.editor).to_be_focused()
    expect(update.status).to_contain_text("press Run my version to run it")
    expect(update.button("Bring my version back")).to_have_count(0)
    expect(whose_code(newly_here)).to_be_empty()
    update.runs()
    newly_here.until(fresh)
    assert_same(newly_here.train(), native(300, rate=0.2))
    # Another text in its place: each brings back the other.
    update.restore()
    update.edit().write("# the second")
    update.button("Bring my version back").click()
    expect(update.editor).to_contain_text("2 * learning_rate")
    update.button("Bring my version back").click()
    expect(update.editor).not_to_contain_text("learning_rate")
    assert update.lines == ["# the second"]


def test_the_original_text_is_the_original_and_no_version(reader: Lab) -> None:
    before = reader.train()
    update = Function(reader, "update_parameters").edit().run()
    expect(update.status).to_have_text("This is the original. It runs.")
    reader.drawn()
    assert reader.state() == before, "nothing was run anew"
    update.change(*DOUBLED).runs()
    expect(whose_code(reader)).to_contain_text("update_parameters")
    update.write(update.source).run()
    expect(update.status).to_have_text("This is the original. It runs.")
    expect(whose_code(reader)).to_be_empty()
    assert_same(reader.until(lambda state: state["epoch"] == 300 and not state["training"]), native(300))
    update.button("Close").click()
    expect(update.status).to_have_count(0)


def test_what_is_printed_is_shown_and_bounded(reader: Lab) -> None:
    loss = Function(reader, "compute_loss")
    loss.change("    return", "    print('shape', y_true.shape)\n    return").runs()
    printed = loss.place.get_by_role("region", name="Printed", exact=True)
    expect(printed).to_contain_text("shape (4, 1)")
    update = Function(reader, "update_parameters")
    update.change("    return", "    print('rate', learning_rate)\n    return").runs()
    reader.train()
    expect(update.place).to_contain_text("lines, and")
    assert update.place.get_by_role("region", name="Printed", exact=True).inner_text().count("\n") < 200
    update.restore()
    expect(printed).to_be_visible()
    loss.restore()
    expect(reader.page.get_by_role("region", name="Printed", exact=True)).to_have_count(0)


def test_a_version_that_another_choice_does_not_fit_waits_beside_the_code(reader: Lab) -> None:
    update = Function(reader, "update_parameters").change(*DOUBLED).runs()
    update.button("Close").click()
    reader.menu("Optimizer").select_option(label="Adam")
    expect(update.status).to_contain_text("Your version does not fit these settings. The original runs.")
    expect(update.problem).to_contain_text("takes 3 positional arguments but 4 were given")
    expect(whose_code(reader)).to_contain_text("update_parameters does not fit these settings")
    expect(reader.page.locator(".failure:visible")).to_have_count(0)
    assert update.listing.text_content() == originals(optimizer="adam")["update_parameters"]
    assert_same(reader.train(), native(300, optimizer="adam"))
    reader.menu("Optimizer").select_option(label="Gradient descent")
    expect(whose_code(reader)).to_contain_text("These pictures come from your version of update_parameters")
    reader.until(fresh)
    assert_same(reader.train(), native(300, rate=0.2))


def test_edits_survive_a_reload_and_wait_to_be_run(newly_here: Lab) -> None:
    update = Function(newly_here, "update_parameters")
    update.change(*DOUBLED).runs()
    Function(newly_here, "predict").write("this is not Python")
    assert set(kept(newly_here)) == {"update_parameters", "predict"}
    newly_here.page.reload()
    newly_here.until_engine("ready")
    expect(whose_code(newly_here)).to_be_empty()
    expect(newly_here.page.locator(".note")).to_contain_text("From an earlier visit you have your own version of")
    newly_here.button("Dismiss this note").click()
    assert_same(newly_here.train(), native(300))
    update, predict = Function(newly_here, "update_parameters"), Function(newly_here, "predict")
    expect(update.status).to_contain_text("on an earlier visit")
    assert update.listing.text_content() == update.source, "what is shown is what runs"
    predict.edit()
    assert predict.lines == ["this is not Python"]
    update.run()
    expect(update.status).to_contain_text("Your version runs")
    newly_here.button("Reset").click()
    newly_here.until(fresh)
    assert_same(newly_here.train(), native(300, rate=0.2))
    update.restore()
    predict.restore()
    assert kept(newly_here) == {}


def test_what_is_stored_and_not_ours_is_left_out(newcomer: Lab) -> None:
    stored = '{"predict": 7, "os.system": "x"}'  # others: tests/node/kept-edits.test.mjs
    newcomer.page.add_init_script(f"localStorage.setItem({KEY!r}, {stored!r})")
    newcomer.open("#epochs=20")
    assert_same(newcomer.train(), native(20))
    expect(newcomer.page.get_by_role("button", name="Run my version")).to_have_count(0)


def test_nothing_of_the_editor_is_fetched_before_it_is_used(newly_here: Lab) -> None:
    newly_here.train()
    assert newly_here.page.evaluate(FETCHED) == []
    Function(newly_here, "predict").edit()
    assert len(newly_here.page.evaluate(FETCHED)) == 1


@pytest.mark.expects("Failed to load resource", "net::ERR")
def test_where_the_editor_cannot_be_had_a_plain_field_does(newly_here: Lab, context: Any) -> None:
    context.route("**/editor.js*", lambda route: route.abort())
    predict = Function(newly_here, "predict")
    predict.change("return y_pred", "return y_pred * 0").runs()
    assert predict.editor.evaluate("element => element.tagName") == "TEXTAREA"
    assert newly_here.until(lambda state: state["predictions"] == [0, 0, 0, 0])
