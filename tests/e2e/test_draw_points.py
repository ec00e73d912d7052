"""Drawing points: with the mouse, with a finger, or with arrow keys and Enter."""

from collections.abc import Iterator
from typing import Any

import pytest
from lab import Lab, expect, fresh
from test_use_own_data import until_rows, use

A = "-0.7,0.6 -0.5,0.7 -0.6,0.4 0.6,-0.5 0.7,-0.7 0.4,-0.6"
B = "-0.6,-0.5 -0.7,-0.7 -0.4,-0.6 0.5,0.6 0.7,0.5 0.6,0.8"
ROWS = "\n".join(["x1,x2,class", *(f"{place},A" for place in A.split()), *(f"{place},B" for place in B.split())])


@pytest.fixture
def drawing(lab: Lab) -> Iterator[Lab]:
    """The shared page with these rows, and the field to draw in."""
    lab.follow("#dataset=own&epochs=200")
    lab.unfold("Your data as text")
    use(lab, ROWS)
    until_rows(lab, 12)
    lab.button("Draw points").click()
    expect(field_of(lab)).to_be_visible()
    yield lab
    if lab.button("Stop drawing").count():
        lab.button("Stop drawing").click()


def field_of(lab: Lab) -> Any:
    return lab.page.get_by_role("application", name="Drawing field", exact=True)


def click_at(lab: Lab, x1: float, x2: float) -> None:
    """At a place of the picture, which shows -1.2 to 1.2."""
    field = field_of(lab)
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    lab.page.mouse.click(box["x"] + (x1 + 1.2) / 2.4 * box["width"], box["y"] + (1 - (x2 + 1.2) / 2.4) * box["height"])


def said(lab: Lab) -> Any:
    return lab.page.get_by_label("Drawing", exact=True)


# Before the others: the keys go on from the last point.
def test_draws_by_keyboard_alone(drawing: Lab) -> None:
    field_of(drawing).focus()
    press = drawing.page.keyboard.press
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "Shift+ArrowLeft"):
        press(key)
    expect(said(drawing)).to_contain_text("x1 -0.14, x2 0.24: Enter adds a point of A")
    press("2")
    press("Enter")
    until_rows(drawing, 13)
    expect(said(drawing)).to_contain_text("Added a point of B at x1 -0.14, x2 0.24")
    press("ArrowRight")
    press("ArrowLeft")
    expect(said(drawing)).to_contain_text("Enter removes a point of B")
    press("Enter")
    until_rows(drawing, 12)
    press("Escape")
    expect(field_of(drawing)).to_have_count(0)
    expect(drawing.button("Draw points")).to_be_focused()


def test_clicks_add_points_and_a_click_on_one_removes_it(drawing: Lab) -> None:
    click_at(drawing, 0.0, 0.0)
    until_rows(drawing, 13)
    expect(said(drawing)).to_contain_text("Added a point of A")
    click_at(drawing, 1.1, -1.1)
    until_rows(drawing, 14)
    click_at(drawing, 0.0, 0.0)
    until_rows(drawing, 13)
    expect(said(drawing)).to_contain_text("Removed a point of A")
    click_at(drawing, 0.5, 0.6)  # one of those that were there at the beginning
    until_rows(drawing, 12)
    expect(said(drawing)).to_contain_text("Removed a point of B")


def test_draws_faster_than_python_reads(drawing: Lab) -> None:
    for place in range(8):
        click_at(drawing, -0.9 + place / 4, 0.05)
    until_rows(drawing, 20)


def test_another_class_makes_three_outputs(drawing: Lab) -> None:
    drawing.page.get_by_role("radio", name="C", exact=True).check()
    click_at(drawing, 0.1, 0.1)
    until_rows(drawing, 13)
    drawing.until(lambda state: fresh(state) and len(state["parameters"]["b2"][0]) == 3)
    expect(drawing.page.get_by_role("img", name="Class regions", exact=True)).to_be_visible()
    click_at(drawing, 0.1, 0.1)
    until_rows(drawing, 12)
    drawing.until(lambda state: fresh(state) and len(state["parameters"]["b2"][0]) == 1)


def test_the_last_point_of_a_class_cannot_go(drawing: Lab) -> None:
    use(drawing, "x1,x2,class\n0.5,0.5,A\n-0.5,-0.5,B\n")
    until_rows(drawing, 2)
    drawing.button("Draw points").click()
    click_at(drawing, 0.5, 0.5)
    expect(drawing.page.get_by_role("alert")).to_contain_text("has 1 class, “B”")
    until_rows(drawing, 2)
    click_at(drawing, 0.0, 0.0)
    until_rows(drawing, 3)
    expect(drawing.page.get_by_role("alert")).to_have_count(0)


def test_reloads_and_finds_the_drawn_points_again(drawing: Lab) -> None:
    click_at(drawing, 0.9, 0.1)
    until_rows(drawing, 13)
    drawing.page.wait_for_timeout(300)
    drawing.page.reload()
    drawing.until_engine("ready")
    until_rows(drawing, 13)


def test_draws_while_it_trains_and_the_run_goes_on(drawing: Lab) -> None:
    drawing.enter(drawing.field("Epochs"), "1000000")
    drawing.play()
    drawing.button("Train").click()
    drawing.until(lambda state: state["epoch"] > 100)
    click_at(drawing, 0.0, 0.9)
    until_rows(drawing, 13)
    expect(drawing.bar.locator(".engine")).to_contain_text("the run goes on")
    drawing.button("Pause").click()
    assert drawing.state()["epoch"] > 100
