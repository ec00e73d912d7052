"""What a reader's code prints is kept, bounded, and given out once."""

import sys
import warnings

import pytest

from glassnet.programs import printing
from glassnet.programs.printing import LONGEST_LINE, MOST_LINES, Printed, listen, printed, stop_listening


@pytest.fixture(autouse=True)
def listening():
    yield
    stop_listening()
    printed.taken()


def test_lines_come_once_and_in_order():
    place = Printed()
    print("one", 1, file=place)
    print("two", end="", file=place)
    assert place.taken() == {"lines": ["one 1", "two"], "dropped": 0}
    assert place.taken() == {"lines": [], "dropped": 0}


def test_of_very_many_lines_the_last_are_kept_and_the_others_counted():
    place = Printed()
    for line in range(MOST_LINES + 30):
        print(line, file=place)
    answer = place.taken()
    assert answer["lines"] == [str(line) for line in range(30, MOST_LINES + 30)]
    assert answer["dropped"] == 30


def test_a_very_long_line_is_cut():
    place = Printed()
    for _ in range(10):
        print("x" * LONGEST_LINE, end="", file=place)
    assert place.taken()["lines"] == ["x" * LONGEST_LINE]


def test_print_goes_there_while_somebody_listens():
    before, how = sys.stdout, warnings.showwarning
    listen()
    listen()
    print("heard")
    stop_listening()
    assert sys.stdout is before
    assert warnings.showwarning is how
    assert printed.taken()["lines"] == ["heard"]


def test_warnings_are_among_what_was_printed():
    listen()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = printing.print_warning
        warnings.warn_explicit("mind the step", RuntimeWarning, "<your version of predict>", 3)
    assert printed.taken()["lines"] == ["Warning, line 3: mind the step (RuntimeWarning)"]
