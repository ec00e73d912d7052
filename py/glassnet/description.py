"""What both sides need to know and does not change: it stands in Python, and the page is told.

The build keeps it beside the page, so the page has it before Python is there.
"""

from __future__ import annotations

from typing import Any

from glassnet import checks
from glassnet.data.data import MOST_SHOWN
from glassnet.data.datasets import TABLE_RANGE, tables
from glassnet.data.reading import MOST_ROWS
from glassnet.looking.outcome import STUCK
from glassnet.opening import MOST_EPOCHS
from glassnet.programs import choices, prose
from glassnet.programs.editing import MOST_CHARACTERS
from glassnet.programs.printing import MOST_LINES
from glassnet.programs.telling import FIXED, told
from glassnet.programs.writing import parts
from glassnet.sweeps.grid import AXES
from glassnet.sweeps.seeds import MOST_SEEDS


def description() -> dict[str, Any]:
    """Defaults, menus, advice, the steps, the tutorial's program, limits, what is stuck, how parameters are called."""
    defaults = choices.checked({})
    return {
        "axes": list(AXES),
        "defaults": defaults,
        "new_run": [name for name, choice in choices.CHOICES.items() if choice.new_run],
        "limits": {name: choice.limits for name, choice in choices.CHOICES.items() if choice.limits},
        "menus": choices.menus(),
        "advice": choices.advice(),
        "steps": [{"title": step.title, "sentences": list(step.sentences)} for step in prose.STEPS],
        "program": told(parts(defaults), defaults),
        "fixed": list(FIXED),
        "boundary_range": list(TABLE_RANGE),
        "tables": tables(),
        "labels": checks.LABELS,
        "stuck": [rule._asdict() for rule in STUCK],
        "most": most(),
    }


def most() -> dict[str, int]:
    """Limits that are no choice's: of rows of a table and of own data, of rows that the page gets, of characters of a
    version, of lines kept of what it prints, of epochs in a file, and of seeds at once."""
    return {
        "table_rows": choices.MOST_TABLE_ROWS,
        "rows": MOST_ROWS,
        "shown_rows": MOST_SHOWN,
        "characters": MOST_CHARACTERS,
        "lines": MOST_LINES,
        "epochs": MOST_EPOCHS,
        "seeds": MOST_SEEDS,
    }
