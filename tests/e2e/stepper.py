"""Stepping through an epoch for a reader, by roles and names."""

import re
from typing import Any

from lab import Lab, expect


class Stepper:
    """The fold in which one epoch is stepped through."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.page = lab, lab.page
        self.place = self.page.get_by_role("status", name="Current line", exact=True)
        self.account = self.page.get_by_role("status", name="How this number came about", exact=True)
        self.region = self.page.get_by_role("region", name="Inside one epoch", exact=True)
        self.next = lab.button("Next line")
        self.previous = lab.button("Previous line")

    def open(self) -> "Stepper":
        """Unfold it, and wait for the first line."""
        self.lab.unfold("Step through one epoch")
        expect(self.next).to_be_visible()
        return self

    def close(self) -> None:
        self.lab.details("Step through one epoch").click()
        expect(self.next).to_have_count(0)

    def go(self, times: int = 1) -> str:
        """Press Next line; what is said then."""
        for _ in range(times):
            self.next.click()
        self.lab.drawn()
        return self.place.inner_text()

    def renew(self) -> None:
        """Follow the run as it is now, where the fold has been open since before; wait until there is something."""
        self.region.locator("pre, .ways button, [role=alert]").first.wait_for()
        again = self.region.get_by_role("button", name="Step through epoch")
        if again.count():
            again.click()
            self.next.wait_for()

    def step_to_a_number(self) -> None:
        """Where all is to be seen that there is: a line that computes, one of its numbers, and all others."""
        self.renew()
        self.until_made("z1")
        self.cell("z1").focus()
        if self.region.locator(".numbers").get_attribute("open") is None:
            self.lab.details("All numbers until here").click()
        expect(self.region.get_by_role("grid", name="y", exact=True)).to_be_visible()

    def back(self, times: int = 1) -> str:
        """Press Previous line; what is said then."""
        for _ in range(times):
            self.previous.click()
        self.lab.drawn()
        return self.place.inner_text()

    def until_made(self, name: str) -> None:
        """Press Next line until that has been made."""
        while not re.search(rf"makes .*\b{name}\b", self.place.inner_text()):
            self.go()

    def array(self, name: str) -> Any:
        """The first array of that name that is shown."""
        return self.region.get_by_role("grid", name=name, exact=True).first

    def values(self, name: str) -> list[list[float]]:
        """The numbers of an array, as they are shown."""
        return numbers_of(self.array(name))

    def cell(self, name: str, row: int = 0, column: int = 0) -> Any:
        return self.array(name).get_by_role("row").nth(row).get_by_role("gridcell").nth(column)


def numbers_of(grid: Any) -> list[list[float]]:
    """The numbers of a grid, as they are shown."""
    grid.get_by_role("gridcell").first.wait_for()
    rows = grid.get_by_role("row").all()
    return [[number(cell) for cell in row.get_by_role("gridcell").all()] for row in rows]


def number(cell: Any) -> float:
    return float(cell.inner_text().replace("−", "-"))
