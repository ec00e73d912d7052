"""The pace of a run: up to which epoch it should have been played by now."""

import pytest
from javascript import ask

# A clock whose time is told; `asked` are [time, pace, epochs, now, end], and each answer is the epoch that is due.
PLAY = """(() => {
  let time = 0;
  performance.now = () => time;
  const clock = module.createClock();
  return given.asked.map(([at, ...others]) => { time = at; return clock.due(...others); });
})()"""
SLOWEST, THREE_SECONDS, ONE_SECOND, AT_ONCE = 0, 4, 5, 6


@pytest.fixture
def played(tmp_path):
    """`played((time, pace, epochs, now, end), ...)` gives the epochs that are due."""
    return lambda *asked: ask(tmp_path, PLAY, "pace.js", asked=asked)


def test_the_tutorials_run_takes_three_seconds(played):
    times = [0, 33, 1500, 2999, 3000, 3100]
    due = played(*((time, THREE_SECONDS, 10_000, 0, 10_000) for time in times))
    assert due == [1, 110, 5000, 9996, 10_000, 10_000]


def test_at_once_the_end_is_due(played):
    assert played((0, AT_ONCE, 10_000, 0, 10_000)) == [10_000]


def test_the_slowest_pace_is_an_epoch_a_second(played):
    assert played(*((time, SLOWEST, 10_000, 0, 10_000) for time in (0, 1000, 2000, 3010))) == [1, 2, 3, 4]


def test_each_request_is_for_one_epoch_more_at_least(played):
    assert played(*((time, THREE_SECONDS, 3, 0, 3) for time in (0, 1, 2, 3))) == [1, 2, 3, 3]


def test_another_pace_goes_on_from_where_the_run_is(played):
    due = played(
        *((1000, ONE_SECOND, 10_000, 400, 10_000), (1100, ONE_SECOND, 10_000, 401, 10_000)),
        *((1100, THREE_SECONDS, 10_000, 1400, 10_000), (1400, THREE_SECONDS, 10_000, 1401, 10_000)),
    )
    assert due == [401, 1400, 1401, 2400]


def test_paces_are_said_in_words(tmp_path):
    said = ask(tmp_path, "[0, 1, 2, 4, 5, 6].map(module.paceInWords)", "pace.js")
    assert said == [
        *("one epoch a second", "the run takes 2 minutes", "the run takes 30 seconds"),
        *("the run takes 3 seconds", "the run takes 1 second", "at once"),
    ]
