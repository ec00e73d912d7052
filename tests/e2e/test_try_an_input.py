"""Trying an input: typed or pointed at, it goes through `predict`."""

import pytest
from lab import Lab, expect, native, number_in


def answer(lab: Lab) -> float:
    output = lab.page.get_by_label("Prediction", exact=True)
    expect(output).not_to_contain_text("…")
    return number_in(output.inner_text())


@pytest.mark.parametrize(("x1", "x2"), [("0", "1"), ("0.25", "0.75"), ("-3", "12.5"), ("1e3", "0")])
def test_types_an_input(lab: Lab, x1: str, x2: str) -> None:
    lab.follow("#hidden=4&epochs=3000")
    lab.train()
    lab.enter(lab.field("Input x1"), x1)
    lab.enter(lab.field("Input x2"), x2)
    lab.page.wait_for_timeout(200)
    assert answer(lab) == pytest.approx(native(3000, hidden=4).predict(float(x1), float(x2)), abs=0.5001e-4)


def test_asks_for_the_four_rows_and_gets_what_the_table_says(lab: Lab) -> None:
    lab.follow("#epochs=500")
    state = lab.train()
    for row, prediction in enumerate(state["predictions"]):
        lab.enter(lab.field("Input x1"), str(row // 2))
        lab.enter(lab.field("Input x2"), str(row % 2))
        lab.page.wait_for_timeout(200)
        assert answer(lab) == pytest.approx(prediction, abs=0.5001e-4)


@pytest.mark.also_in("firefox")
def test_points_into_the_boundary(lab: Lab) -> None:
    lab.follow("#hidden=4&epochs=2000")
    lab.train()
    expected = native(2000, hidden=4)
    picture = lab.page.get_by_role("img", name="Decision boundary", exact=True)
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    for part_x, part_y in ((0.5, 0.5), (0.3, 0.7), (0.9, 0.1)):
        lab.page.mouse.move(box["x"] + part_x * box["width"], box["y"] + part_y * box["height"])
        lab.page.mouse.down()
        lab.page.mouse.up()
        lab.page.wait_for_timeout(200)
        x1 = float(lab.field("Input x1").input_value())
        x2 = float(lab.field("Input x2").input_value())
        # The picture shows -0.25 to 1.25, and x2 grows upwards.
        assert x1 == pytest.approx(-0.25 + 1.5 * part_x, abs=0.02)
        assert x2 == pytest.approx(1.25 - 1.5 * part_y, abs=0.02)
        assert answer(lab) == pytest.approx(expected.predict(x1, x2), abs=0.5001e-4)


def test_watches_the_answer_to_an_input_while_it_trains(lab: Lab) -> None:
    lab.follow("#epochs=1000000")
    lab.play()
    lab.enter(lab.field("Input x1"), "0")
    lab.enter(lab.field("Input x2"), "1")
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 1000)
    lab.button("Pause").click()
    lab.page.wait_for_timeout(300)
    state = lab.state()
    assert answer(lab) == pytest.approx(state["predictions"][1], abs=0.5001e-4)


def test_types_something_that_is_no_input(lab: Lab) -> None:
    field = lab.field("Input x1")
    before = field.input_value()
    lab.enter(field, "")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(before)
    lab.enter(field, before)
    expect(field).to_have_attribute("aria-invalid", "false")
