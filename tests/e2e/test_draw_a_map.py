"""A map of two choices: each cell is what its seeds are by themselves, and can become the run."""

import csv
from pathlib import Path

import numpy as np
from lab import AT_ONCE, Lab, expect, native


def solved_natively(seed: int, rate: float, hidden: int) -> bool:
    with np.errstate(all="ignore"):
        run = native(1000, seed=seed, rate=rate, hidden=[hidden]).run
    return bool((np.abs(run.predictions() - run.y) < 0.5).all())


def test_each_cell_is_what_its_seeds_are(lab: Lab) -> None:
    lab.follow("#epochs=1000&rate=0.5")
    lab.unfold("Map")
    region = lab.page.get_by_role("region", name="Map", exact=True)
    region.get_by_label("Seeds in each cell").select_option("4")
    region.get_by_role("button", name="Draw the map").click()
    progress = region.get_by_role("status", name="Progress of the map")
    expect(progress).to_contain_text("81 of 81 cells in ", timeout=60_000)

    with lab.page.expect_download() as download:
        region.get_by_role("button", name="Download as CSV").click()
    with Path(download.value.path()).open(newline="") as file:
        cells = {(float(row["rate"]), int(row["hidden"])): row for row in csv.DictReader(file)}
    assert len(cells) == 81
    rates = sorted({rate for rate, _ in cells})
    for place in ((rates[5], 3), (rates[8], 4), (rates[4], 2), (rates[0], 9)):
        assert int(cells[place]["solved"]) == sum(solved_natively(seed, *place) for seed in range(4)), place

    cell = region.get_by_role("grid", name="Map").get_by_role("button", name="learning rate 0.5, hidden neurons 2: ")
    cell.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("ArrowUp")
    solved = cells[rates[5], 3]["solved"]
    expect(region.get_by_label("Cell", exact=True)).to_contain_text(f"hidden neurons 3: {solved} of 4 solve it")
    lab.play(AT_ONCE)
    lab.page.keyboard.press("Enter")
    state = lab.until(lambda now: now["current"] and now["choices"]["hidden"] == [3] and now["epoch"] == 1000)
    assert state["choices"]["rate"] == rates[5]

    region.get_by_label("Up", exact=True).select_option("Optimizer")
    region.get_by_label("Across", exact=True).select_option("Optimizer")  # they change places
    expect(region.get_by_label("Up", exact=True)).to_have_value("rate")
    region.get_by_role("button", name="Draw the map").click()
    region.get_by_role("button", name="Cancel").click()
    expect(region.get_by_role("button", name="Draw the map")).to_be_visible()
