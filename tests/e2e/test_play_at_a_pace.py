"""Train plays the run at a pace that can be followed; who wants nothing to move sees the end at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from lab import Lab, assert_same, expect, native


@pytest.fixture
def moving(browser: Any, watch: Any, site_url: str) -> Iterator[Lab]:
    """A page of somebody who has nothing against motion."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="no-preference")
    page = context.new_page()
    watch(page)
    yield Lab(page, site_url)
    context.close()


def slider(lab: Lab) -> Any:
    return lab.page.get_by_role("slider", name="Pace", exact=True)


def test_plays_the_run_and_changes_its_pace(moving: Lab) -> None:
    moving.open()
    expect(slider(moving)).to_have_attribute("aria-valuetext", "the run takes 3 seconds")
    slider(moving).press("Home")
    expect(slider(moving)).to_have_attribute("aria-valuetext", "one epoch a second")
    moving.button("Train").click()
    slow = moving.until(lambda state: state["epoch"] in (1, 2, 3))
    assert slow["training"]
    slider(moving).press("ArrowRight")
    seen = moving.until(lambda state: state["epoch"] > 10)
    assert seen["training"] and seen["epoch"] < 9000
    moving.button("Pause").click()
    paused = moving.until_still()["epoch"]
    slider(moving).press("End")
    expect(slider(moving)).to_have_attribute("aria-valuetext", "at once")
    assert moving.state()["epoch"] == paused
    state = moving.train()
    assert state["epoch"] == 10_000
    assert_same(state, native(10_000))


def test_at_once_for_those_who_want_nothing_to_move(lab: Lab) -> None:
    expect(slider(lab)).to_have_attribute("aria-valuetext", "at once")
