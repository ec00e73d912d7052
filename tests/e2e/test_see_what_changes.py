"""Choosing something, and seeing the changed lines of the program."""

from typing import Any

import pytest
from lab import Lab, expect

MARKED = "#code .changed"
IN_SIGHT = """([line]) => {
  if (!line) return false;
  const { top, bottom } = line.getBoundingClientRect();
  return top >= 0 && bottom <= document.getElementById("bar").getBoundingClientRect().top;
}"""


@pytest.fixture(autouse=True)
def moving(lab: Lab) -> None:
    """Marks go by themselves only where motion is welcome."""
    lab.page.emulate_media(reduced_motion="no-preference")


def said(lab: Lab) -> Any:
    return lab.page.get_by_role("status", name="Changed lines", exact=True)


def until_in_sight(lab: Lab) -> None:
    lab.until(lambda _: lab.page.locator(MARKED).evaluate_all(IN_SIGHT))


def marked(lab: Lab) -> list[str]:
    return [line.strip() for line in lab.page.locator(MARKED).all_text_contents()]


def test_an_activation_marks_its_lines_for_a_moment(lab: Lab) -> None:
    lab.menu("Activation").select_option(label="Tanh")
    expect(said(lab)).to_have_text("Tanh: 6 lines changed in steps 3, 4 and 6.")
    assert marked(lab) == [
        *("def tanh(x):", "return np.tanh(x)", "def tanh_derivative(x):", "return 1 - x * x"),
        *("a1 = tanh(z1)", "hidden_delta = hidden_error * tanh_derivative(a1)"),
    ]
    expect(said(lab)).to_have_text("", timeout=15_000)
    assert marked(lab) == []


def test_every_choice_says_where_it_acts(lab: Lab) -> None:
    for field, text, words in (
        ("Learning rate", "0.5", "rate 0.5: 1 line changed in step 10."),
        ("Seed", "7", "seed 7: 1 line changed in step 2."),
        ("Hidden layers", "3", "hidden 3: 1 line changed in step 10."),
    ):
        lab.enter(lab.field(field), text)
        expect(said(lab)).to_have_text(words)
    lab.menu("Function").select_option(label="AND")
    expect(said(lab)).to_have_text("AND: 1 line changed in step 10.")
    lab.menu("Optimizer").select_option(label="Adam")
    expect(said(lab)).to_contain_text("optimizer Adam: ")
    assert "def adam(gradient, learning_rate, state):" in marked(lab)


def test_a_line_that_has_gone_leaves_a_mark(lab: Lab) -> None:
    lab.follow("#clip=1")
    expect(said(lab)).to_have_text("", timeout=15_000)
    lab.details("More settings").click()
    lab.enter(lab.field("Clipping"), "0")
    expect(said(lab)).to_have_text("clip 0: 6 lines changed in step 6.")
    expect(lab.page.locator("#code .gone-before")).to_have_text("    return gradients\n")
    assert marked(lab) == []


def test_freezing_a_weight_changes_the_program(lab: Lab) -> None:
    lab.weights().get_by_role("checkbox").first.check()
    expect(said(lab)).to_contain_text("Frozen weights: ")
    assert "dW1[0, 0] = 0" in marked(lab)


def test_is_led_to_a_line_that_is_out_of_sight(lab: Lab) -> None:
    lab.page.evaluate("window.scrollTo(0, 0)")
    lab.page.evaluate("document.activeElement.blur()")
    lab.page.evaluate("location.hash = '#seed=11'")
    expect(said(lab)).to_have_text("seed 11: 1 line changed in step 2.")
    assert lab.page.evaluate("window.scrollY") == 0, "nobody is taken away from where they look"
    lab.button("Show").click()
    until_in_sight(lab)


def test_nobody_is_led_away_from_where_they_type(lab: Lab) -> None:
    field = lab.field("Learning rate")
    field.scroll_into_view_if_needed()
    lab.type(field, "0.7")
    before = lab.page.evaluate("window.scrollY")
    field.press("Enter")
    expect(said(lab)).to_have_text("rate 0.7: 1 line changed in step 10.")
    lab.page.wait_for_timeout(500)
    assert lab.page.evaluate("window.scrollY") == before
    lab.button("Show").click()
    until_in_sight(lab)


def test_nothing_moves_for_who_wants_no_motion(lab: Lab) -> None:
    lab.page.emulate_media(reduced_motion="reduce")
    lab.menu("Activation").select_option(label="ReLU")
    line = lab.page.locator(MARKED).first
    expect(line).to_be_visible()
    assert line.evaluate("(line) => getComputedStyle(line).animationName") == "none"
    lab.page.wait_for_timeout(6000)
    expect(line).to_be_visible()
    lab.page.locator("h1").click()
    expect(lab.page.locator(MARKED)).to_have_count(0)
    lab.page.emulate_media(reduced_motion="no-preference")


def test_what_an_address_opens_with_has_been_changed_by_nobody(newcomer: Lab) -> None:
    newcomer.open("#activation=tanh")
    expect(newcomer.page.get_by_label("Source of tanh", exact=True)).to_be_visible()
    assert marked(newcomer) == []
    expect(said(newcomer)).to_have_text("")
