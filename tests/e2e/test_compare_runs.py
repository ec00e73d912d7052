"""Comparing runs: curves are kept, named by their differences, listed in the table, stored, and removed."""

from collections.abc import Iterator
from typing import Any

import pytest
from lab import Lab, expect, native

PICTURE = "(canvas) => canvas.toDataURL()"
EPOCHS = 300


@pytest.fixture
def comparing(lab: Lab) -> Iterator[Lab]:
    """Without curves at first, and without any left at the end."""
    remove_all(lab)
    yield lab
    remove_all(lab)


def remove_all(lab: Lab) -> None:
    while lab.page.get_by_role("button", name="Remove the curve").count():
        lab.page.get_by_role("button", name="Remove the curve").first.click()
        lab.drawn()


def curves(lab: Lab) -> list[str]:
    """The names of the lines, as they stand under the chart."""
    lab.drawn()
    items = lab.page.get_by_role("list", name="Curves", exact=True).get_by_role("listitem").all()
    return [item.locator("span").inner_text() for item in items]


def rows_of(lab: Lab) -> tuple[list[str], list[list[str]]]:
    """The table of the losses: its head, and its rows."""
    table = lab.page.get_by_role("table", name="Loss values", exact=True)
    if not table.is_visible():
        lab.details("Loss as a table").click()
    expect(table).to_be_visible()
    first, *rest = table.get_by_role("row").all()
    return first.get_by_role("columnheader").all_inner_texts(), [
        row.get_by_role("cell").all_inner_texts() for row in rest
    ]


def run(lab: Lab, address: str) -> dict[str, Any]:
    lab.follow(address)
    return lab.train()


def test_keeps_a_curve_and_compares_it_with_another_seed(comparing: Lab) -> None:
    run(comparing, f"#epochs={EPOCHS}")
    chart = comparing.page.get_by_role("img", name="Loss curve", exact=True)
    comparing.button("Keep this curve").click()
    assert curves(comparing) == ["this run", "seed 42"]
    run(comparing, f"#epochs={EPOCHS}&seed=7")
    assert curves(comparing) == ["this run", "seed 42"]
    with_both = chart.evaluate(PICTURE)
    head, rows = rows_of(comparing)
    assert head == ["epoch", "loss", "seed 42"]
    mine, kept = native(EPOCHS, seed=7).losses, native(EPOCHS).losses
    assert len(rows) > 10
    for epoch, own, other in rows:
        assert own == f"{mine[int(epoch)]:.6f}"
        assert other == f"{kept[int(epoch)]:.6f}"
    comparing.button("Remove the curve seed 42").click()
    comparing.drawn()
    assert curves(comparing) == []
    assert chart.evaluate(PICTURE) != with_both
    assert rows_of(comparing)[0] == ["epoch", "loss"]


def test_is_named_by_what_differs(comparing: Lab) -> None:
    run(comparing, f"#epochs={EPOCHS}")
    comparing.button("Keep this curve").click()
    run(comparing, f"#epochs={EPOCHS}&activation=tanh&rate=0.5")
    comparing.button("Keep this curve").click()
    run(comparing, f"#epochs={EPOCHS}&hidden=4,3")
    assert curves(comparing) == [
        "this run",
        "hidden 2, Sigmoid, rate 0.1",
        "hidden 2, Tanh, rate 0.5",
    ]


def test_keeps_the_run_that_was_replaced(comparing: Lab) -> None:
    run(comparing, f"#epochs={EPOCHS}")
    comparing.enter(comparing.field("Seed"), "43")
    comparing.until(lambda state: state["epoch"] == 0)
    comparing.button("Keep the one before: seed 42").click()
    assert curves(comparing) == ["this run", "seed 42"]
    expect(comparing.button("Keep the one before: seed 42")).to_have_count(0)
    comparing.train()
    kept = native(EPOCHS).losses
    assert next(other for *_, other in rows_of(comparing)[1]) == f"{kept[0]:.6f}"


def test_reads_its_own_curve_exactly_beside_others(comparing: Lab) -> None:
    run(comparing, "#epochs=900&rate=0.5")
    comparing.button("Keep this curve").click()
    run(comparing, f"#epochs={EPOCHS}")
    losses = native(EPOCHS).losses
    group = comparing.page.get_by_role("group", name="Loss curve: left and right arrow keys read it out")
    group.focus()
    reading = comparing.page.get_by_label("Loss at the pointer", exact=True)
    for key, epoch in [("Home", 0), ("ArrowRight", 1), ("End", EPOCHS), ("ArrowLeft", EPOCHS - 1)]:
        comparing.page.keyboard.press(key)
        expect(reading).to_have_text(f"Epoch {epoch}: loss {losses[epoch]:.6f}")
    group.blur()


def test_lines_are_told_apart_by_their_dashes(comparing: Lab) -> None:
    run(comparing, "#epochs=20")
    for _ in range(6):
        comparing.button("Keep this curve").click()
        comparing.drawn()
    dashes = comparing.page.locator(".legend line").evaluate_all(
        "(lines) => lines.map((line) => line.getAttribute('stroke-dasharray'))"
    )
    assert len(dashes) == len(set(dashes)) == 7
    assert curves(comparing)[1:3] == ["seed 42", "seed 42 (2)"]
    expect(comparing.button("Keep this curve")).to_be_disabled()
    expect(comparing.page.get_by_text("6 curves are kept. Remove one to keep another.")).to_be_visible()


def test_finds_them_again_after_a_reload(newcomer: Lab) -> None:
    newcomer.open(f"#epochs={EPOCHS}&seed=9")
    newcomer.train()
    newcomer.button("Keep this curve").click()
    newcomer.drawn()
    newcomer.page.reload()
    newcomer.until_engine("ready")
    newcomer.follow(f"#epochs={EPOCHS}")
    assert curves(newcomer) == ["this run", "seed 9"]
    newcomer.train()
    kept = native(EPOCHS, seed=9).losses
    for epoch, _, other in rows_of(newcomer)[1]:
        assert other == f"{kept[int(epoch)]:.6f}"
