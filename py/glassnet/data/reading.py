"""How the reader's own data is to be read: what was chosen by hand. What was not is found in the data itself.

To add a choice, give ``Reading`` a field, and ``CHECKS`` the check of its value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from glassnet import checks

MOST_ROWS = 100_000
MOST_COLUMNS = 1000

# What can be chosen, by name, with what the page calls it.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "windows-1252 (Western Europe)",
    "windows-1250": "windows-1250 (Central Europe)",
    "windows-1251": "windows-1251 (Cyrillic)",
    "windows-1253": "windows-1253 (Greek)",
    "windows-1254": "windows-1254 (Turkish)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese, traditional)",
    "shift-jis": "Shift JIS (Japanese)",
    "euc-kr": "EUC-KR (Korean)",
    "mac-roman": "Mac Roman",
    "dos": "DOS 850",
}
SEPARATORS = {
    "tab": ("\t", "Tab"),
    "semicolon": (";", "Semicolon"),
    "bar": ("|", "Vertical bar"),
    "comma": (",", "Comma"),
    "space": (" ", "Spaces"),
}
DECIMALS = {"point": "Point", "comma": "Comma"}
OFFERED = {
    "encoding": [{"name": name, "label": label} for name, label in ENCODINGS.items()],
    "separator": [{"name": name, "label": label} for name, (_, label) in SEPARATORS.items()],
    "decimal": [{"name": name, "label": label} for name, label in DECIMALS.items()],
}


class Reading(NamedTuple):
    """The choices made by hand; None is what the data itself says. Columns are counted from 0.

    ``classes`` says whether the target's labels are classes or a number. ``scale_inputs`` gives the network inputs of
    mean 0 and standard deviation 1, ``scale_targets`` targets from 0 to 1. ``drop_missing`` leaves out rows that lack a
    value. ``of_rows`` is no choice but a fact: the page took these rows from so many, because there were too many.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    header: bool | None = None
    targets: tuple[int, ...] | None = None
    left_out: tuple[int, ...] | None = None
    classes: bool | None = None
    scale_inputs: bool | None = None
    scale_targets: bool | None = None
    drop_missing: bool | None = None
    of_rows: int | None = None


Way = tuple[str, dict[str, Any]]


class Refused(ValueError):
    """Data that cannot be read as it is; ``ways`` are choices with which it can, each behind what a button says."""

    def __init__(self, message: str, ways: Sequence[Way] = ()) -> None:
        super().__init__(message)
        self.ways = ways


class TooLarge(ValueError):
    """More data than can be learned from; a part of its rows may do."""


class Own(NamedTuple):
    """The reader's own data: its text, and how it is to be read."""

    text: str
    reading: Reading = Reading()


def own_from(value: Any) -> Own:
    """Own data as the page gives it: the text, or a dict of its ``text`` and its ``reading``."""
    if isinstance(value, Own):
        return value
    entries = value if isinstance(value, Mapping) else {"text": value}
    if set(entries) - {"text", "reading"}:
        raise ValueError(f"own has {checks.short(sorted(map(str, entries)))}; expected text and reading")
    text = entries.get("text")
    if not isinstance(text, str):
        raise ValueError(f"own is {checks.short(text)}; expected the text of the data")
    return Own(text, reading_from(entries.get("reading", {})))


def reading_from(value: Any) -> Reading:
    """The choices by name, checked. Raises ``ValueError`` for an unknown one, or for a value that it cannot have."""
    made = checks.dict_of(value, "reading", "choices by name")
    return Reading(
        **{name: checks.one_of(CHECKS, name, "choice of reading")(chosen, name) for name, chosen in made.items()}
    )


def one_of(table: Mapping[str, Any]) -> Callable[[Any, str], str]:
    """The check of a name in a table."""

    def check(value: Any, what: str) -> str:
        checks.one_of(table, value, what)
        return value

    return check


def yes_or_no(value: Any, what: str) -> bool:
    """True or False and nothing else."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{what} is {checks.short(value)}; expected True or False")


def columns(value: Any, what: str) -> tuple[int, ...]:
    """Columns, counted from 0, in their order."""
    if not checks.is_sequence(value):
        raise ValueError(f"{what} is {checks.short(value)}; expected a list of columns, counted from 0")
    for place, column in enumerate(value):
        if checks.whole_number(column, f"{what}[{place}]", least=0) >= MOST_COLUMNS:
            raise ValueError(f"{what}[{place}] is {checks.short(column)}; expected a column below {MOST_COLUMNS}")
    return tuple(sorted({int(column) for column in value}))


def row_count(value: Any, what: str) -> int:
    """A number of rows."""
    return int(checks.whole_number(value, what))


def counted(count: int, what: str) -> str:
    """So many of something."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


CHECKS: dict[str, Callable[[Any, str], Any]] = {
    "encoding": one_of(ENCODINGS),
    "separator": one_of(SEPARATORS),
    "decimal": one_of(DECIMALS),
    "header": yes_or_no,
    "targets": columns,
    "left_out": columns,
    "classes": yes_or_no,
    "scale_inputs": yes_or_no,
    "scale_targets": yes_or_no,
    "drop_missing": yes_or_no,
    "of_rows": row_count,
}
