"""The plain numbers and random draws of one epoch after the other, as one Python function that is written for a plan.

Each number is computed by the same operations of Python as in the program. Written out they take some microseconds an
epoch; looked up slot by slot, they took longer than the compiled epochs of a small network.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from glassnet.compiler.capturing import Captured, Path
from glassnet.compiler.numbers import Numbers

OPERATORS = {
    operator.add: "+",
    operator.sub: "-",
    operator.mul: "*",
    operator.truediv: "/",
    operator.floordiv: "//",
    operator.mod: "%",
    operator.pow: "**",
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
}
# (how many epochs, the numbers by path, the values of all slots, the inputs of all epochs, the order of the rows of
# batches) -> how many were done. Here a batch is an epoch, too.
Step = Callable[[int, dict[Path, Any], list[Any], np.ndarray, Any], int]


class Planned(Protocol):
    """What is needed of a plan."""

    captured: Captured
    numbers: Numbers
    needed: set[int]
    epoch_slots: list[int]
    rows: int
    draws_used: dict[int, Any]


def step_of(plan: Planned, counts: tuple[Path, ...]) -> Step:
    """A function that lays out the inputs of so many epochs, or of fewer, where a branch goes another way.

    ``counts`` are the paths of those numbers that go up by 1 in each epoch.
    """
    slots, varies = plan.numbers.slots, plan.numbers.varies
    names: dict[str, Any] = {"random": lambda: np.random}
    paths = dict.fromkeys([*plan.captured.next_numbers, *counts])
    paths |= {key[1]: None for place, key in enumerate(slots) if place in plan.needed and is_varying_input(plan, place)}
    held = {path: f"given_{n}" for n, path in enumerate(paths)}
    names |= {f"path_{n}": path for n, path in enumerate(paths)}
    body: list[str] = []
    for place, key in enumerate(slots):
        if place in plan.needed and varies[place]:
            body.append(f"slot_{place} = {held[key[1]] if key[0] == 'input' else expression(names, place, key)}")
    if plan.numbers.guards:
        same = " and ".join(f"bool(slot_{slot}) is {outcome}" for slot, outcome in plan.numbers.guards)
        body.append(f"if not ({same}): break")
    body += inputs_of(plan, names)
    following = plan.captured.next_numbers
    if following:  # all at once, because one may be computed from another's present value
        new = ", ".join(f"slot_{slot}" for slot in following.values())
        body.append(f"{', '.join(held[path] for path in following)} = {new}")
    body += [f"{held[path]} += 1" for path in counts]
    fixed = [place for place in plan.needed if not varies[place]]
    lines = [
        "def step(count, given, slots, inputs, order):",
        *(f"    {held[path]} = given[path_{n}]" for n, path in enumerate(paths)),
        *(f"    slot_{place} = slots[{place}]" for place in fixed),
        "    done, place, draw = 0, 0, random()",
        "    for done in range(count):",
        *(f"        {line}" for line in body or ["pass"]),
        "    else:",
        "        done = count",
        *(f"    given[path_{n}] = {held[path]}" for n, path in enumerate(paths)),
        "    return done",
    ]
    exec(compile("\n".join(lines), "<numbers of each epoch>", "exec"), names)
    step: Step = names["step"]
    return step


def is_varying_input(plan: Planned, place: int) -> bool:
    """Whether a slot is a number that is given anew in each epoch."""
    return plan.numbers.varies[place] and plan.numbers.slots[place][0] == "input"


def expression(names: dict[str, Any], place: int, key: tuple[Any, ...]) -> str:
    """What a slot is computed from, in Python."""
    function, *others = key
    operands = [f"slot_{other}" for other in others]
    if function in OPERATORS and len(operands) == 2:
        return f"{operands[0]} {OPERATORS[function]} {operands[1]}"
    names[f"function_{place}"] = function
    return f"function_{place}({', '.join(operands)})"


def inputs_of(plan: Planned, names: dict[str, Any]) -> list[str]:
    """Lines that draw all that the program draws, and lay out the inputs of an epoch in their order."""
    lines = []
    if plan.rows:
        lines += [f"inputs[place : place + {plan.rows}] = order[done * {plan.rows} : (done + 1) * {plan.rows}]"]
        lines += [f"place += {plan.rows}"]
    for n, draw in enumerate(plan.captured.draws):
        names[f"arguments_{n}"] = draw.arguments
        lines.append(f"drawn = draw.{draw.function}(*arguments_{n}).ravel()")
        if n in plan.draws_used:
            lines += ["inputs[place : place + drawn.size] = drawn", "place += drawn.size"]
    if plan.epoch_slots:
        numbers = ", ".join(f"slot_{slot}" for slot in plan.epoch_slots)
        count = len(plan.epoch_slots)
        lines += [f"inputs[place : place + {count}] = {numbers},", f"place += {count}"]
    return lines
