"""A truth table as text, as people write it: every row listed, or the targets alone in counting order.

    00: 0; 01: 1; 10: 1; 11: 0      every row, in any order: its inputs, a colon, its targets
    00: 0 0; 01: 1 0; ...           the same with two outputs; 0 and 1 may be joined, as in 01: 10
    0; 1; 1; 0                      the targets alone, row by row in counting order
    0110                            the same for one output, where all are 0 or 1

Rows end at a semicolon, a comma, or the end of a line.
"""

from __future__ import annotations

import re
from itertools import product

from glassnet import checks
from glassnet.data.truth_tables import MOST_INPUTS, MOST_OUTPUTS

ROW_ENDS = re.compile(r"[;,\n]")
BITS = re.compile(r"[01]+")
MOST_NAMED = 4  # rows in a message
EXAMPLE = "such as 01: 1"


def targets_in(text: str, what: str) -> tuple[list[float], int]:
    """The targets that a text lists, row by row in counting order, and how many outputs there are.

    Raises ``ValueError`` for a text that is no whole table: the message says which row is bad, or which are missing.
    """
    rows = [" ".join(row.split()) for row in ROW_ENDS.split(text) if row.strip()]
    if not rows:
        raise ValueError(f"{what} is an empty text; expected a row for each combination of inputs, {EXAMPLE}")
    if any(":" in row for row in rows):
        return listed(rows, what)
    if len(rows) == 1:
        (row,) = rows
        rows = list(row) if BITS.fullmatch(row) else row.split()
    targets = [targets_of(row, f"row {place} of {what}") for place, row in enumerate(rows, 1)]
    return joined(targets, what)


def listed(rows: list[str], what: str) -> tuple[list[float], int]:
    """The targets of rows that begin with their inputs, and the number of outputs."""
    found: dict[str, list[float]] = {}
    inputs = 0
    for place, row in enumerate(rows, 1):
        before, colon, after = row.partition(":")
        bits, here = before.replace(" ", ""), f"row {place} of {what}"
        if not colon or not BITS.fullmatch(bits):
            raise ValueError(
                f"{here} is {checks.short(row)}; expected inputs of 0 and 1, a colon, and targets, {EXAMPLE}"
            )
        inputs = inputs or len(bits)
        if len(bits) != inputs:
            raise ValueError(f"{here} has {len(bits)} inputs; expected {inputs}, as in row 1")
        if inputs > MOST_INPUTS:
            raise ValueError(f"{here} has {inputs} inputs; expected at most {MOST_INPUTS}")
        if bits in found:
            raise ValueError(f"{here} lists {bits} once more; expected each combination of inputs once")
        found[bits] = targets_of(after, here)
    combinations = ["".join(bits) for bits in product("01", repeat=inputs)]
    missing = [bits for bits in combinations if bits not in found]
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (", ..." if len(missing) > MOST_NAMED else "")
        raise ValueError(f"{what} lists {len(found)} of {len(combinations)} rows; expected {named}, too")
    return joined([found[bits] for bits in combinations], what)


def targets_of(text: str, here: str) -> list[float]:
    """The targets of one row: numbers from 0 to 1 with spaces between, or 0 and 1 side by side."""
    words = text.split()
    if len(words) == 1 and BITS.fullmatch(words[0]):
        words = list(words[0])
    targets = []
    for word in words:
        try:
            targets.append(checks.number_within(float(word), here, 0, 1))
        except ValueError:
            raise ValueError(f"{here} has the target {checks.short(word)}; expected a number from 0 to 1") from None
    if not 1 <= len(targets) <= MOST_OUTPUTS:
        raise ValueError(f"{here} has {len(targets)} targets; expected 1 to {MOST_OUTPUTS}")
    return targets


def joined(rows: list[list[float]], what: str) -> tuple[list[float], int]:
    """The targets of all rows, one after another, and the number of outputs, which each row must have."""
    outputs = len(rows[0])
    for row in rows:
        if len(row) != outputs:
            raise ValueError(
                f"{what} has {outputs} targets in one row, {len(row)} in another; expected as many in each"
            )
    return [target for row in rows for target in row], outputs
