"""Typing bad input: refused beside the field, in words; the last good value stays, and nothing is lost."""

import re

import pytest
from lab import ROWS, Lab, assert_same, expect, fresh, native

# One of each kind of field; all words are tried in tests/node/address.test.mjs.
REFUSED = [
    ("target for 0 0", "1.7", "0", "“1.7” is not a number from 0 to 1"),
    ("Learning rate", "", "0.1", "A number above 0 is needed here"),
    ("Hidden layers", "abc", "2", "“abc” is not a whole number"),
    ("Seed", "1.5", "42", "“1.5” is not a whole number"),
]


@pytest.fixture(scope="module")
def trained(shared_pages: object) -> dict[str, object]:
    """The state that no refusal may change; made by the first test that needs it."""
    return {}


@pytest.mark.parametrize(("name", "typed", "kept", "words"), REFUSED)
def test_types_something_bad_and_keeps_what_there_was(
    lab_as_it_is: Lab, trained: dict[str, object], name: str, typed: str, kept: str, words: str
) -> None:
    lab = lab_as_it_is
    if not trained:
        lab.follow("#epochs=250")
        trained.update(lab.train())
    field = lab.field(name)
    lab.enter(field, typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(words)))
    expect(field).to_have_accessible_description(re.compile(f"Kept {re.escape(kept)}"))
    expect(field).to_have_value(kept)
    lab.page.wait_for_timeout(100)
    assert lab.state() == trained, "the choices, the trained network and its numbers are as they were"
    lab.enter(field, kept)
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    lab.page.wait_for_timeout(100)
    assert lab.state() == trained


@pytest.mark.also_in("firefox")
def test_sees_the_refusal_beside_the_field(lab: Lab) -> None:
    field = lab.field("Seed")
    lab.enter(field, "-3")
    refusal = lab.page.get_by_role("alert")
    expect(refusal).to_be_visible()
    there, here = refusal.bounding_box(), field.bounding_box()
    assert 0 <= there["y"] - (here["y"] + here["height"]) < 20
    lab.enter(field, "42")


def test_sees_the_refusal_of_a_target_below_the_table_whose_rows_stay_where_they_are(lab: Lab) -> None:
    lab.target("0 0").scroll_into_view_if_needed()
    before = [lab.target(row).bounding_box() for row in ROWS]
    lab.type(lab.target("0 0"), "1.7")
    lab.target("0 1").click()
    refusal = lab.page.get_by_role("alert")
    expect(refusal).to_contain_text("target for 0 0: ")
    assert [lab.target(row).bounding_box() for row in ROWS] == before
    assert 0 <= refusal.bounding_box()["y"] - (before[-1]["y"] + before[-1]["height"]) < 30
    lab.enter(lab.target("0 0"), "0")
    expect(refusal).to_have_count(0)


def test_a_refusal_is_gone_with_the_next_thing_that_is_done(lab: Lab) -> None:
    lab.follow("#epochs=250")
    lab.enter(lab.field("Epochs"), "0")
    lab.enter(lab.field("Seed"), "-3")
    expect(lab.field("Epochs")).to_have_attribute("aria-invalid", "false")
    expect(lab.page.get_by_role("alert")).to_have_count(1)
    lab.train()
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    expect(lab.field("Seed")).to_have_attribute("aria-invalid", "false")
    for done in ("Reset", "Step"):
        lab.enter(lab.field("Seed"), "-3")
        expect(lab.page.get_by_role("alert")).to_have_count(1)
        lab.button(done).click()
        expect(lab.page.get_by_role("alert")).to_have_count(0)
    lab.enter(lab.field("Seed"), "-3")
    lab.page.get_by_role("slider", name="Timeline", exact=True).press("Home")
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    lab.enter(lab.field("Seed"), "-3")
    lab.menu("Initializer").select_option(index=2)
    expect(lab.page.get_by_role("alert")).to_have_count(0)


@pytest.mark.also_in("firefox")
def test_types_a_comma_for_the_decimal_point(lab: Lab) -> None:
    lab.enter(lab.field("Learning rate"), "0,5")
    expect(lab.field("Learning rate")).to_have_value("0.5")
    assert lab.state()["choices"]["rate"] == 0.5
    lab.enter(lab.target("0 0"), "0,25")
    assert lab.state()["choices"]["targets"] == [0.25, 1, 1, 0]


def test_types_something_good_after_something_bad(lab: Lab) -> None:
    field = lab.field("Hidden layers")
    lab.enter(field, "two")
    expect(field).to_have_attribute("aria-invalid", "true")
    lab.enter(field, "3, 3")
    expect(field).to_have_attribute("aria-invalid", "false")
    state = lab.until(lambda state: "W3" in state["parameters"] and fresh(state))
    assert_same(state, native(0, hidden=(3, 3)), tolerance=1e-15)


def test_presses_enter_on_something_bad_while_it_trains(lab: Lab) -> None:
    lab.follow("#epochs=1000000")
    lab.play()
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 500)
    field = lab.target("1 1")
    lab.type(field, "3")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    state = lab.state()
    assert state["training"]
    assert state["choices"]["targets"] == [0, 1, 1, 0]
    field.press("ArrowUp")
    lab.until(lambda state: state["choices"]["targets"] == [0, 1, 1, 1])
    expect(field).to_have_attribute("aria-invalid", "false")


def test_chooses_a_rate_that_makes_training_diverge(lab: Lab) -> None:
    lab.follow("#activation=relu&output=relu&rate=1e200&seed=5&epochs=5000")
    lab.button("Train").click()
    state = lab.until_still()
    assert state["epoch"] <= 5000  # what is compiled may be there at once
    expect(lab.bar).to_contain_text("diverged")
    expect(lab.progress).to_contain_text("Stopped. Epoch")
    lab.enter(lab.field("Learning rate"), "0.01")
    lab.button("Reset").click()
    lab.until(fresh)
    state = lab.train()
    assert_same(state, native(5000, activation="relu", output="relu", rate=0.01, seed=5))
