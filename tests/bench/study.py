"""Prints a study's tables for the sweeps' README, and compares two: `python tests/bench/study.py cores [cluster]`.

Both are folders that `python -m glassnet study --out FOLDER` has written.
"""

import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from glassnet.sweeps.native.cells import Cell, cells_of
from glassnet.sweeps.native.results import Results, results
from glassnet.sweeps.native.study import PARTS


def main(folder: str, *other: str) -> int:
    """Prints each part that is done, and whether the other folder has the same rows; 1 if one differs."""
    differ = 0
    for name in PARTS:
        if (Path(folder) / name).exists():
            found = results(Path(folder) / name)
            print(f"\n{name}\n", *lines(found), sep="\n")
            if other and (Path(other[0]) / name).exists():
                same = equal(found, results(Path(other[0]) / name))
                differ += not same
                print(f"\n{other[0]} has {'the same rows' if same else 'OTHER ROWS'}.")
    return int(differ > 0)


def lines(found: Results) -> Iterator[str]:
    """The shares of a part: over its two axes as a table, with one axis as a row."""
    cells = list(cells_of(found))
    names = list(cells[0].choices)
    across = names[-1] if names[-1] != "hidden" else names[0]
    columns = list(dict.fromkeys(cell.choices[across] for cell in cells))
    up = [name for name in names if name != across]
    yield f"| {', '.join(up) or 'choice'} | {' | '.join(map(str, columns))} |"
    yield "|---" * (1 + len(columns)) + "|"
    for row in dict.fromkeys(tuple(cell.choices[name] for name in up) for cell in cells):
        some = [cell for cell in cells if tuple(cell.choices[name] for name in up) == row]
        yield f"| {', '.join(map(str, row)) or across} | {' | '.join(map(share, some))} |"
    for cell in cells:
        yield f"{cell.choices}: {cell.counts}, half after {cell.half_solved_at}"


def share(cell: Cell) -> str:
    """The share that is solved in percent, and its interval."""
    low, high = cell.interval
    return f"{100 * cell.share:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def equal(one: Results, other: Results) -> bool:
    """Whether both have all runs and the same rows, one task's after the other, however they were cut into tasks."""
    rows = [(row for batch in found.batches() for row in batch.to_pylist()) for found in (one, other)]
    return one.found().left == other.found().left == 0 and all(a == b for a, b in zip_longest(*rows))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
