"""Writes the data of an exercise as lines of Python: what the program learns from (tutorial, step 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassnet.data.curves import Curve
from glassnet.data.data import Data
from glassnet.data.datasets import CUSTOM, DATASETS, OWN, held_out, is_table
from glassnet.data.points import Points
from glassnet.programs.sources import number, texts

WIDEST = 88  # characters in a line of data
MOST_WRITTEN = 400  # numbers that stand in the program itself; more are a file beside it
LONGEST_COMMENT = 200  # characters
FILE = "data.csv"


def data_text(chosen: Mapping[str, Any], data: Data) -> str:
    """The lines that make ``X`` and ``y``, and set apart the rows that are held out."""
    if is_table(chosen["dataset"]):
        label = "Custom" if chosen["dataset"] == CUSTOM else DATASETS[chosen["dataset"]].label
        held = held_lines(f"held = {np.flatnonzero(data.held).tolist()}", lists=True) if data.any_held else ""
        X, y = array("X", data.X, even=True), array("y", data.y, f" # {label} problem", even=True)
        return f"# Example data\n{X}{y}{held}"
    if chosen["dataset"] == OWN:
        return own_lines(data)
    return drawn_lines(chosen, data)


def drawn_lines(chosen: Mapping[str, Any], data: Data) -> str:
    """Points or a curve: the functions that draw them, and the calls."""
    kind = DATASETS[chosen["dataset"]]
    assert isinstance(kind, (Points, Curve))
    points, name = chosen["points"], kind.function.__name__
    needed = [kind.function, held_out] if data.any_held else [kind.function]
    functions = "\n".join(text for _, text in texts(needed))
    # Without noise the numbers are drawn all the same where more are drawn after them: for the rows held out.
    noise = f" + {number(chosen['noise'])} * np.random.randn(" if chosen["noise"] or data.any_held else ""
    lines = f"# Example data: {kind.label}\nnp.random.seed({chosen['data_seed']})\n"
    if isinstance(kind, Points):
        groups = "classes"
        lines += f"classes = np.arange({points}) % {kind.classes}\n"
        lines += f"X = {name}(np.random, classes, {kind.classes}){noise and f'{noise}{points}, 2)'}\n"
        lines += "y = classes.reshape(-1, 1)\n" if kind.classes == 2 else f"y = np.eye({kind.classes})[classes]\n"
    else:
        groups = f"np.zeros({points})"
        one = f"np.linspace(-1, 1, {points}).reshape(-1, 1)"
        lines += f"X = {one if kind.inputs == 1 else f'2 * np.random.rand({points}, {kind.inputs}) - 1'}\n"
        lines += f"y = ({name}(X){noise and f'{noise}{points})'}).reshape(-1, 1)\n"
    share = number(chosen["held_out"])
    if data.any_held:
        lines += held_lines(f"held = held_out(np.random, {groups}, {share})")
    return f"{functions}\n{lines}"


def held_lines(which: str, lists: bool = False) -> str:
    """The lines that take the rows out of ``X`` and ``y`` that training does not see."""
    rest = "np.delete({0}, held, axis=0)" if lists else "{0}[~held]"
    return (
        f"\n# Held out: rows that the training does not see\n{which}\n"
        f"X_held_out, y_held_out = X[held], y[held]\nX, y = {rest.format('X')}, {rest.format('y')}\n"
    )


def own_lines(data: Data) -> str:
    """The reader's own rows: in the program where they are few, else in a file beside it; and the lines that scale."""
    inputs = data.X.shape[1]
    title = f"# Example data: {comment(data.inputs)}\n"
    if data.X.size + data.y.size <= MOST_WRITTEN:
        text = f"{title}{array('X', data.X)}# {described(data)}\n{array('y', as_it_came(data))}"
    else:
        text = (
            f"{title}# {described(data)}\n"
            f"data = np.loadtxt('{FILE}', delimiter=',', skiprows=1, ndmin=2)\n"
            f"X, y = data[:, :{inputs}], data[:, {inputs}:]\n"
        )
    text += scaled_inputs(data) + scaled_targets(data)
    if data.any_held:
        text += held_lines(in_rows("held = np.isin(np.arange(len(X)), ", np.flatnonzero(data.held).tolist(), ")"))
    return text


def scaled_inputs(data: Data) -> str:
    """The lines that standardise the inputs, where the network gets them so."""
    if data.mean is None:
        return ""
    text = "\n# Scale the inputs: mean 0, standard deviation 1\n"
    deviation = "X.std(axis=0)"
    if (data.X.max(axis=0) == data.X.min(axis=0)).any():
        text += "deviation = X.std(axis=0)\n"
        text += "deviation[X.max(axis=0) == X.min(axis=0)] = 1 # Columns of one value\n"
        deviation = "deviation"
    return f"{text}X = (X - X.mean(axis=0)) / {deviation}\n"


def scaled_targets(data: Data) -> str:
    """The lines that scale the targets, where the network learns them so."""
    if data.unscaled_y is None:
        return ""
    text = f"\n# Scale the {several(data, 'target')} to 0 to 1\nlow = y.min(axis=0)\n"
    text += "spread = y.max(axis=0) - low\n"
    if (data.unscaled_y.max(axis=0) == data.unscaled_y.min(axis=0)).any():
        text += "spread[spread == 0] = 1 # Columns of one value\n"
    return f"{text}y = (y - low) / spread\n"


def in_own_units(data: Data) -> str:
    """The line behind predictions that says them in the units in which the targets came, if those are others."""
    if data.unscaled_y is None:
        return ""
    return f"print(f'In the units of the {several(data, 'target')}: \\n{{low + predictions * spread}}')\n"


def several(data: Data, what: str) -> str:
    """The word for one or for several outputs."""
    return what if data.y.shape[1] == 1 else f"{what}s"


def as_it_came(data: Data) -> np.ndarray:
    """The targets (rows, outputs) before they are scaled."""
    return data.y if data.unscaled_y is None else data.unscaled_y


def described(data: Data) -> str:
    """What the targets are, in a comment."""
    if len(data.classes) > 2:
        return f"A column for each class: {comment(data.classes)}"
    if data.classes:
        return f"The class: 0 is {comment(data.classes[:1])}, 1 is {comment(data.classes[1:])}"
    return comment(data.outputs)


def comment(names: Sequence[str]) -> str:
    """Names as a comment can have them: text that a file can hold, on one line, and not too long."""
    text = ", ".join(names).replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return " ".join(text.split())[:LONGEST_COMMENT]


def file_text(data: Data) -> str:
    """The file beside the program: a header, and a line of numbers for each row."""
    header = ",".join(comment([name]).replace(",", " ") for name in (*data.inputs, *data.outputs))
    rows = np.hstack([data.X, as_it_came(data)]).tolist()
    return "\n".join([header, *(",".join(map(number, row)) for row in rows)]) + "\n"


def needs_file(chosen: Mapping[str, Any], data: Data) -> bool:
    """Whether the program reads its data from a file beside it."""
    return chosen["dataset"] == OWN and data.X.size + data.y.size > MOST_WRITTEN


def array(name: str, values: np.ndarray, comment: str = "", even: bool = False) -> str:
    """A table as ``np.array``: on one line where that is not too wide, else several rows on each line.

    With ``even`` each line has as many rows, a power of two: a truth table's rows repeat so.
    """
    rows = [f"[{', '.join(map(number, row))}]" for row in values.tolist()]
    line = f"{name} = np.array([{', '.join(rows)}]){comment}\n"
    if len(line) <= WIDEST:
        return line
    at_once = 2 ** max(0, int(np.log2((WIDEST - 4) / (max(map(len, rows)) + 2)))) if even else None
    return f"{name} = np.array([{comment}\n{packed(rows, at_once)}])\n"


def in_rows(head: str, values: list[int], tail: str) -> str:
    """A list of whole numbers, broken where it is too wide."""
    line = f"{head}{values}{tail}"
    return line if len(line) <= WIDEST else f"{head}[\n{packed(list(map(str, values)))}]{tail}"


def packed(entries: list[str], at_once: int | None = None) -> str:
    """Entries of a list in lines, so many on each, or as many as fit."""
    lines = [""]
    for place, entry in enumerate(entries):
        full = place % at_once == 0 if at_once else len(lines[-1]) + len(entry) > WIDEST - 8
        if lines[-1] and full:
            lines.append("")
        lines[-1] += f"{entry}, "
    return "".join(f"    {line.strip()}\n" for line in lines)
