"""What a reader's code prints is kept by the version that printed it, bounded, and given out once."""

import sys
import warnings

import pytest

from glassnet.programs import printing
from glassnet.programs.printing import LONGEST_LINE, MOST_LINES, Printed, listen, printed, stop_listening
from glassnet.programs.problems import file_of


@pytest.fixture(autouse=True)
def listening():
    yield
    stop_listening()
    printed.taken()


def run(version, text, **names):
    """Run a text as the version of a function; it prints to ``place``."""
    exec(compile(text, file_of(version), "exec"), names)


def test_lines_come_once_and_in_order():
    place = Printed()
    run("sigmoid", "print('one', 1, file=place); print('two', end='', file=place)", place=place)
    assert place.taken() == {"sigmoid": {"lines": ["one 1", "two"], "dropped": 0}}
    assert place.taken() == {}


def test_each_version_has_its_own_the_innermost_one_that_is_at_work():
    place = Printed()
    names = {"place": place}
    exec(compile("def loss():\n    print('inner', file=place)\n", file_of("compute_loss"), "exec"), names)
    run("train_network", "print('before', end=' ', file=place); loss(); print('after', file=place)", **names)
    print("nobody's: it follows the last", file=place)
    answer = place.taken()
    assert answer["compute_loss"]["lines"] == ["inner", "nobody's: it follows the last"]
    assert answer["train_network"]["lines"] == ["before after"]


def test_of_very_many_lines_the_last_are_kept_and_the_others_counted():
    place = Printed()
    for line in range(MOST_LINES + 30):
        print(line, file=place)
    [answer] = place.taken().values()
    assert answer["lines"] == [str(line) for line in range(30, MOST_LINES + 30)]
    assert answer["dropped"] == 30


def test_a_very_long_line_is_cut():
    place = Printed()
    for _ in range(10):
        print("x" * LONGEST_LINE, end="", file=place)
    assert place.taken()[""]["lines"] == ["x" * LONGEST_LINE]


def test_print_goes_there_while_somebody_listens():
    before, how = sys.stdout, warnings.showwarning
    listen()
    sys.stdout = None  # as a version may leave it
    listen()
    print("heard")
    stop_listening()
    assert sys.stdout is before
    assert warnings.showwarning is how
    assert printed.taken()[""]["lines"] == ["heard"]


def test_warnings_are_among_what_was_printed_by_the_version_that_they_are_about():
    listen()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = printing.print_warning
        warnings.warn_explicit("mind the step", RuntimeWarning, "<your version of predict>", 3)
    assert printed.taken()["predict"]["lines"] == ["Warning, line 3: mind the step (RuntimeWarning)"]
