"""A slice of the loss: through the parameters of the run on the page, with its path."""

import csv
from pathlib import Path

import numpy as np
from lab import AT_ONCE, Lab, expect, native


def test_the_slice_goes_through_the_run_and_its_path(lab: Lab) -> None:
    lab.follow("#epochs=600&rate=0.5&hidden=3")
    lab.unfold("Loss slice")
    region = lab.page.get_by_role("region", name="Loss slice", exact=True)
    cut = region.get_by_role("button", name="Cut through the loss")
    cut.click()
    expect(region.get_by_role("alert")).to_have_text(
        "The run has no path yet; train it first, or take random directions."
    )
    lab.play(AT_ONCE)
    end = lab.train()
    cut.click()
    expect(region.get_by_role("img", name="Loss in a plane through the parameters")).to_be_visible()
    expect(region.get_by_role("alert")).to_have_count(0)

    with lab.page.expect_download() as download:
        region.get_by_role("button", name="Download as CSV").click()
    with Path(download.value.path()).open(newline="") as file:
        rows = list(csv.DictReader(file))
    path = {int(row["epoch"]): row for row in rows if row["epoch"]}
    assert (min(path), max(path)) == (0, 600)
    assert float(path[600]["loss"]) == end["loss"]
    expected = native(600, rate=0.5, hidden=[3]).losses
    np.testing.assert_allclose([float(row["loss"]) for row in path.values()], [expected[epoch] for epoch in path])
    losses = [float(row["loss"]) for row in rows if not row["epoch"]]
    assert len(losses) >= 15 * 15
    assert min(losses) < expected[100] < max(losses)

    plane = region.get_by_role("group", name="Loss slice")
    plane.press("Home")
    expect(region.get_by_label("Loss at the pointer")).to_have_text(f"Epoch 0: loss {expected[0]:.6f}")
    plane.press("Enter")
    lab.until(lambda state: state["epoch"] == 0)
    expect(region).to_contain_text("The run has changed since; cut again.")

    region.get_by_label("Directions").select_option("random")
    expect(region).to_contain_text("from the ring at epoch 0 to the dot at epoch 0")
    region.get_by_role("button", name="Two others").click()
    expect(region.get_by_role("button", name="Two others")).to_be_enabled()
    expect(region.get_by_role("alert")).to_have_count(0)
