"""The loss curve: exact epoch and loss by arrow keys and pointer, on either scale, and as a table."""

import re
from typing import Any

import pytest
from lab import Lab, expect, native

EPOCHS = 300
# Not a screenshot: for one Playwright needs a style in the page, which Firefox refuses it by the page's policy.
PICTURE = "(canvas) => canvas.toDataURL()"


@pytest.fixture(scope="module")
def losses() -> list[float]:
    return native(EPOCHS).losses


def trained(lab: Lab) -> Any:
    """The curve, as something that the keyboard reaches."""
    lab.follow(f"#epochs={EPOCHS}")
    lab.page.get_by_role("checkbox", name="Log scale").uncheck()
    lab.train()
    return lab.page.get_by_role("group", name=re.compile("Loss curve"))


def reading(lab: Lab) -> tuple[int, str]:
    """Epoch and loss, as they are read out."""
    words = lab.page.get_by_label("Loss at the pointer", exact=True).inner_text()
    found = re.fullmatch(r"Epoch ([\d,]+): loss (\S+)", words.strip())
    assert found, words
    return int(found[1].replace(",", "")), found[2]


def test_walks_along_the_curve_with_the_arrow_keys(lab: Lab, losses: list[float]) -> None:
    curve = trained(lab)
    curve.focus()
    for key, epoch in [
        ("Home", 0),
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("ArrowLeft", 0),
        ("ArrowLeft", 0),
        ("End", EPOCHS),
        ("ArrowRight", EPOCHS),
        ("ArrowLeft", EPOCHS - 1),
    ]:
        lab.page.keyboard.press(key)
        lab.drawn()
        assert reading(lab) == (epoch, f"{losses[epoch]:.6f}")
    lab.page.keyboard.press("PageUp")
    lab.drawn()
    epoch, loss = reading(lab)
    assert epoch < EPOCHS - 2
    assert loss == f"{losses[epoch]:.6f}"


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_points_at_the_curve(lab: Lab, losses: list[float], scale: str) -> None:
    trained(lab)
    lab.page.get_by_role("checkbox", name="Log scale").set_checked(scale == "log")
    lab.drawn()
    over = lab.page.locator("#loss .u-over")
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    seen = []
    for part in (0.1, 0.5, 0.9):
        lab.page.mouse.move(box["x"] + part * box["width"], box["y"] + box["height"] / 2)
        lab.drawn()
        epoch, loss = reading(lab)
        assert epoch == pytest.approx(part * EPOCHS, abs=5)
        assert loss == f"{losses[epoch]:.6f}"
        seen.append(epoch)
    assert len(set(seen)) == 3
    lab.page.mouse.move(0, 0)
    lab.drawn()
    assert reading(lab) == (EPOCHS, f"{losses[-1]:.6f}")


def test_looks_at_it_on_a_log_scale(lab: Lab) -> None:
    trained(lab)
    canvas = lab.page.get_by_role("img", name="Loss curve", exact=True)
    linear = canvas.evaluate(PICTURE)
    lab.page.get_by_role("checkbox", name="Log scale").check()
    lab.drawn()
    assert canvas.evaluate(PICTURE) != linear
    lab.page.get_by_role("checkbox", name="Log scale").uncheck()
    lab.drawn()
    assert canvas.evaluate(PICTURE) == linear


def test_reads_it_as_a_table(lab: Lab, losses: list[float]) -> None:
    trained(lab)
    table = lab.page.get_by_role("table", name="Loss values", exact=True)
    if not table.is_visible():
        lab.details("Loss as a table").click()
    expect(table).to_be_visible()
    rows = [row.get_by_role("cell").all_inner_texts() for row in table.get_by_role("row").all()[1:]]
    assert len(rows) >= 10
    epochs = [int(epoch.replace(",", "")) for epoch, _ in rows]
    assert epochs[0] == 0
    assert epochs[-1] == EPOCHS
    assert epochs == sorted(epochs)
    assert [loss for _, loss in rows] == [f"{losses[epoch]:.6f}" for epoch in epochs]


def test_sees_the_curve_grow_while_it_trains(lab: Lab) -> None:
    lab.follow("#epochs=1000000")
    lab.play()
    curve = lab.page.get_by_role("img", name="Loss curve", exact=True)
    before = curve.evaluate(PICTURE)
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 2000)
    lab.button("Pause").click()
    lab.page.wait_for_timeout(300)
    assert curve.evaluate(PICTURE) != before
    state = lab.state()
    assert reading(lab) == (state["epoch"], f"{native(state['epoch']).losses[-1]:.6f}")
