"""Many seeds of one exercise: their numbers are the run's own, and each can become the run."""

import csv
from pathlib import Path
from typing import Any

import pytest
from coding import Function
from lab import AT_ONCE, Lab, expect, native, number_in


class Seeds:
    """The picture, by roles and names."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.region = lab, lab.page.get_by_role("region", name="Seeds", exact=True)

    def run(self, count: int) -> None:
        self.lab.unfold("Seeds")
        field = self.region.get_by_role("spinbutton", name="Number of seeds")
        field.fill(str(count))
        field.blur()
        self.region.get_by_role("button", name=f"Run {count:,} seeds").click()

    def ended(self, count: int) -> None:
        expect(self.progress).to_contain_text(f"{count:,} seeds in ", timeout=60_000)

    @property
    def progress(self) -> Any:
        return self.region.get_by_role("status", name="Progress of the seeds")

    @property
    def share(self) -> str:
        return self.region.get_by_label("Share of the seeds that solve it").inner_text()

    def downloaded(self) -> dict[int, tuple[str, float]]:
        """The outcome and the last loss of each seed."""
        with self.lab.page.expect_download() as download:
            self.region.get_by_role("button", name="Download as CSV").click()
        with Path(download.value.path()).open(newline="") as file:
            return {int(row["seed"]): (row["outcome"], float(row["loss"])) for row in csv.DictReader(file)}


def opened(lab: Lab, seed: int) -> float:
    """The loss of the page's run with this seed, at its end."""
    end = lab.state()["choices"]["epochs"]
    state = lab.until(lambda now: now["current"] and now["choices"]["seed"] == seed and now["epoch"] == end)
    return state["loss"]


def test_each_seed_is_the_run_that_it_becomes(lab: Lab) -> None:
    lab.follow("#hidden=3&epochs=3000&rate=0.5&activation=tanh")
    before = lab.state()
    seeds = Seeds(lab)
    seeds.run(60)
    seeds.ended(60)
    expect(seeds.progress).to_contain_text("compiled, and trained side by side")
    after = lab.state()
    assert (after["epoch"], after["loss"], after["choices"]) == (before["epoch"], before["loss"], before["choices"])

    losses = seeds.downloaded()
    assert sorted(losses) == list(range(60))
    solved = [seed for seed, (outcome, _) in losses.items() if outcome == "solved"]
    assert seeds.share.split()[0] == f"{100 * len(solved) / 60:.1f}"

    lab.play(AT_ONCE)
    button = seeds.region.get_by_role("table", name="Ends of the runs").get_by_role("button").first
    seed = int(button.inner_text().removeprefix("Open seed "))
    button.click()
    assert opened(lab, seed) == losses[seed][1]
    assert losses[seed][0] == "solved"

    by_loss = sorted(losses, key=lambda seed: losses[seed][1])
    fan = seeds.region.get_by_role("group", name="Loss curves of all seeds")
    fan.press("End")
    expect(seeds.region.get_by_label("Run at the pointer")).to_contain_text(f"Seed {by_loss[-1]}: ")
    fan.press("Enter")
    assert opened(lab, by_loss[-1]) == losses[by_loss[-1]][1]

    lab.unfold("Runs as a table")
    seeds.region.get_by_role("button", name=f"Open seed {by_loss[2]}", exact=True).click()
    assert opened(lab, by_loss[2]) == losses[by_loss[2]][1]
    lab.unfold("Bands as a table")
    rows = seeds.region.get_by_role("table", name="Losses of all seeds").get_by_role("row")
    assert rows.last.inner_text().split()[:3] == ["3,000", *(f"{losses[by_loss[at]][1]:.4f}" for at in (3, 15))]


def test_the_pages_sentence_can_be_run_again_and_a_sweep_can_be_cancelled(lab: Lab) -> None:
    seeds = Seeds(lab)
    lab.play(AT_ONCE)
    lab.train()
    lab.button("Run 1,000 seeds").first.click()
    seeds.ended(1000)
    fails = number_in(lab.page.locator("#facts").inner_text(), before="not a solution. ")
    assert float(seeds.share.split()[0]) == pytest.approx(100 - fails)
    assert native(10_000).losses[-1] == pytest.approx(seeds.downloaded()[42][1], rel=1e-9)

    lab.follow("#optimizer=adam&hidden=8&epochs=100000&batch=2")
    seeds.run(10_000)
    expect(seeds.progress).to_contain_text("one after another", timeout=30_000)
    seeds.region.get_by_role("button", name="Cancel").click()
    expect(seeds.progress).to_contain_text("of 10,000 seeds.")
    expect(seeds.region.get_by_role("button", name="Run 10,000 seeds")).to_be_visible()


def test_the_readers_own_functions_run_beside_the_page_too(lab: Lab) -> None:
    """NumPy trains what is not compiled, and the page says so; another Python has the same versions."""
    lab.follow("#epochs=150&rate=0.5")
    seeds = Seeds(lab)
    seeds.run(10)
    seeds.ended(10)
    compiled = seeds.downloaded()
    sigmoid = Function(lab, "sigmoid").write(
        "def sigmoid(x):\n    print('loud')\n    return 1 / (1 + np.exp(-2 * x))\n"
    )
    sigmoid.run().runs()
    expect(seeds.region).to_contain_text("Your code, your data or what is frozen has changed.")
    seeds.run(10)
    expect(seeds.progress).to_contain_text("Not compiled: a print (line 2 of sigmoid)", timeout=60_000)
    seeds.ended(10)
    own = seeds.downloaded()
    assert all(own[seed] != compiled[seed] for seed in own)
    lab.play(AT_ONCE)
    lab.unfold("Runs as a table")
    seeds.region.get_by_role("button", name="Open seed 7", exact=True).click()
    assert opened(lab, 7) == own[7][1]
    sigmoid.restore()
