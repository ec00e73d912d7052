"""Plain numbers that record: the epoch, the learning rate, a count of steps, and what Python computes from them.

A ``Number`` has a value and remembers how it came about, so that its value in every later epoch is computed by the same
operations of Python, to the same bits. A branch on one is remembered as a ``Guard``: what was compiled holds only as
long as the branch goes the same way.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np


class Guard(NamedTuple):
    """A branch: the slot of the number that it depends on, and which way it went."""

    slot: int
    outcome: bool


class Numbers:
    """The expressions of one tracing. Each has a slot: an input's name, or a function and the slots it is applied to.

    ``varies`` says of each slot whether its value is another one in each epoch.
    """

    def __init__(self, refuse: Callable[[str], Any]) -> None:
        self.slots: list[tuple[Any, ...]] = []
        self.known: dict[Any, int] = {}
        self.varies: list[bool] = []
        self.guards: dict[Guard, None] = {}
        self.refuse = refuse

    def input(self, name: Any, value: Any, varies: bool) -> Number:
        """A number that is given, by its name."""
        return Number(self, self.slot(("input", name), varies), value)

    def slot(self, key: tuple[Any, ...], varies: bool) -> int:
        """The slot of an expression; equal ones share it."""
        if key not in self.known:
            self.known[key] = len(self.slots)
            self.slots.append(key)
            self.varies.append(varies)
        return self.known[key]

    def applied(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Number:
        """What a function gives for numbers, of which some may be plain."""
        places = tuple(self.constant(one) if not isinstance(one, Number) else one.slot for one in arguments)
        value = function(*(one.value if isinstance(one, Number) else one for one in arguments))
        varies = any(self.varies[place] for place in places)
        return Number(self, self.slot((function, *places), varies), value)

    def constant(self, value: Any) -> int:
        """The slot of a plain number: its type and its bits count."""
        return self.slot(("constant", *exact(value), Same(value)), False)

    def evaluate(self, given: dict[Any, Any], values: list[Any], varying: bool, needed: set[int]) -> None:
        """Compute those needed slots that vary, or that do not, into ``values``, which has a place for each."""
        for place, key in enumerate(self.slots):
            if self.varies[place] is varying and place in needed:
                head = key[0]
                if head == "input":
                    values[place] = given[key[1]]
                elif head == "constant":
                    values[place] = key[3].value
                else:
                    values[place] = head(*[values[one] for one in key[1:]])


class Same:
    """Holds a value beside its key; all are equal, so that it makes no difference."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same)

    def __hash__(self) -> int:
        return 0


def is_plain(value: Any) -> bool:
    """Whether a value is one number: Python's or NumPy's."""
    return isinstance(value, (int, float, np.number)) or (isinstance(value, np.ndarray) and value.ndim == 0)


def exact(value: Any) -> tuple[Any, ...]:
    """A plain number as something to compare: its type and its bits."""
    number = value.item() if isinstance(value, (np.ndarray, np.generic)) else value
    return type(value), number.hex() if isinstance(number, float) else number


def _binary(function: Callable[..., Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """An operator, and the same with its sides exchanged."""

    def forward(self: Number, other: Any) -> Any:
        if not is_plain(other) and not isinstance(other, Number):
            return NotImplemented
        return self.numbers.applied(function, (self, other))

    def backward(self: Number, other: Any) -> Any:
        return self.numbers.applied(function, (other, self)) if is_plain(other) else NotImplemented

    return forward, backward


class Number:
    """A plain number that remembers how it was computed."""

    __slots__ = ("numbers", "slot", "value")

    def __init__(self, numbers: Numbers, slot: int, value: Any) -> None:
        self.numbers, self.slot, self.value = numbers, slot, value

    __add__, __radd__ = _binary(operator.add)
    __sub__, __rsub__ = _binary(operator.sub)
    __mul__, __rmul__ = _binary(operator.mul)
    __truediv__, __rtruediv__ = _binary(operator.truediv)
    __floordiv__, __rfloordiv__ = _binary(operator.floordiv)
    __mod__, __rmod__ = _binary(operator.mod)
    __pow__, __rpow__ = _binary(operator.pow)
    __lt__, _ = _binary(operator.lt)
    __le__, _ = _binary(operator.le)
    __gt__, _ = _binary(operator.gt)
    __ge__, _ = _binary(operator.ge)
    __eq__, _ = _binary(operator.eq)
    __ne__, _ = _binary(operator.ne)
    __hash__ = None  # type: ignore[assignment]

    def __neg__(self) -> Number:
        return self.numbers.applied(operator.neg, (self,))

    def __pos__(self) -> Number:
        return self.numbers.applied(operator.pos, (self,))

    def __abs__(self) -> Number:
        return self.numbers.applied(operator.abs, (self,))

    def __bool__(self) -> bool:
        outcome = bool(self.value)
        self.numbers.guards[Guard(self.slot, outcome)] = None
        return outcome

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options or not all(is_plain(one) or isinstance(one, Number) for one in inputs):
            return NotImplemented
        return self.numbers.applied(ufunc, inputs)

    def copy(self) -> Number:
        """The same number."""
        return self

    def _refused(self, *_: Any, **__: Any) -> Any:
        return self.numbers.refuse("the use of an epoch’s number outside of arithmetic")

    __float__ = __int__ = __index__ = __round__ = __str__ = __format__ = __array__ = __complex__ = _refused
    __trunc__ = __floor__ = __ceil__ = _refused
