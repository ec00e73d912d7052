"""The spec of a sweep: which choices, which seeds, and when a run counts as solved.

A spec is a dict, or a TOML file with the same keys:

- any choice of ``programs/choices.py``, such as ``rate`` or ``hidden``. A list is an axis: each of its entries is
  tried. A value that is itself a list stands in one more pair of brackets: ``hidden = [[2], [4, 4]]``. A truth table
  may be a text, as ``targets = "00: 0; 01: 1; 10: 1; 11: 0"`` (``data/listed_tables.py``);
- ``seeds``: a number, a list of numbers, or a range such as ``"0..999"``, both ends included;
- ``data``: the path of a file with one's own rows, and ``reading``, how it is read (``data/reading.py``);
- ``solved``: ``within`` (of each target) or ``loss`` (at most), in place of the page's definition;
- ``looks``: how often it is looked at whether a run is solved; ``curve``: how many of its losses are kept.

Whatever is wrong is refused before anything runs, by key and, in a file, by line.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from glassnet import checks
from glassnet.data.datasets import OWN, data_of
from glassnet.data.decoding import decoded
from glassnet.data.reading import Own, own_from
from glassnet.programs.choices import CHOICES, checked
from glassnet.sweeps.native.training import LOOKS, Watching
from glassnet.sweeps.seeds import PARTS

RANGE = re.compile(r"(\d+)\.\.(\d+)", re.ASCII)
KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))""")
TOGETHER = ("hidden", "activation", "dataset", "targets", "outputs", "held_rows")  # must fit each other
OTHERS = ("seeds", "data", "reading", "solved", "looks", "curve")
Seeds = Sequence[int]  # a range where they are one


class BadSpec(ValueError):
    """A spec that is refused; ``key`` is the one at fault."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class Spec:
    """A checked spec. ``axes`` has the values of each choice that is named, one or several, but seeds."""

    axes: Mapping[str, tuple[Any, ...]]
    seeds: Seeds
    watching: Watching = field(default_factory=Watching)
    own: Own | None = None
    given: Mapping[str, Any] = field(default_factory=dict)  # as plain JSON, to be written beside the results

    @property
    def runs(self) -> int:
        """How many runs it asks for."""
        return prod(map(len, self.axes.values())) * len(self.seeds)

    @property
    def rates(self) -> tuple[float, ...]:
        """The learning rates."""
        return self.axes.get("rate", (CHOICES["rate"].default,))

    def cells(self) -> Iterator[dict[str, Any]]:
        """The choices of each cell, all of them, without seed and rate; one after another."""
        names = [name for name in self.axes if name != "rate"]
        for values in product(*(self.axes[name] for name in names)):
            own = {"dataset": OWN} if self.own else {}
            yield checked(own | dict(zip(names, values, strict=True)))

    @property
    def data_hash(self) -> str:
        """A hash of one's own data and of how it is read; empty without."""
        return hashlib.sha256(repr(self.own).encode()).hexdigest() if self.own else ""


def spec_of(given: Spec | Mapping[str, Any] | str | Path, folder: Path | None = None) -> Spec:
    """The checked spec of a dict, or of the TOML file at a path. Raises ``BadSpec``; ``OSError`` for a missing file.

    Paths in it count from ``folder``, which for a file is its own.
    """
    if isinstance(given, Spec):
        return given
    if isinstance(given, (str, Path)):
        return spec_in(Path(given))
    return checked_spec(checks.dict_of(given, "spec", "choices by name"), folder or Path())


def spec_in(path: Path) -> Spec:
    """The spec in a TOML file. Errors name the file and the line."""
    text = path.read_text(encoding="utf-8")
    try:
        return checked_spec(tomllib.loads(text), path.parent)
    except tomllib.TOMLDecodeError as error:
        raise BadSpec(f"{path}: {error}") from error
    except BadSpec as error:
        line = line_of(text, error.key)
        raise BadSpec(f"{path}{f', line {line}' if line else ''}: {error}", error.key) from error


def line_of(text: str, key: str) -> int:
    """The line, from 1, on which a TOML text has a key such as ``rate`` or ``solved.within``, or the key's table.

    0 if it has neither.
    """
    table, found = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            table = line.partition("#")[0].strip().strip("[]").strip()
            named = table
        else:
            named = ".".join(filter(None, [table, key_in(line)])) if key_in(line) else ""
        if named == key:
            return number
        if named and named == key.rpartition(".")[0]:
            found = found or number
    return found


def key_in(line: str) -> str:
    """The key that a line of TOML gives a value; empty if none."""
    before, equals, _ = line.partition("=")
    if not equals or before.lstrip().startswith("#"):
        return ""
    return ".".join("".join(found) for found in KEY.findall(before))


def checked_spec(given: Mapping[str, Any], folder: Path) -> Spec:
    """The checked spec of a dict."""
    for key in given:
        if key not in CHOICES and key not in OTHERS:
            known = ", ".join((*OTHERS, *CHOICES))
            raise BadSpec(f"{checks.short(key)} is unknown; expected one of {known}", str(key))
    if "seed" in given:
        raise BadSpec('seed is not for a sweep; expected seeds, such as seeds = "0..999"', "seed")
    with_key = [(name, given[name]) for name in CHOICES if name in given]
    axes = {name: blamed(name, axis, name, value) for name, value in with_key}
    seeds = blamed("seeds", seeds_of, given.get("seeds", "0..999"))
    own = blamed("data", own_of, given, folder)
    watching = Watching(
        **blamed("solved", solved_of, given.get("solved", {})),
        looks=blamed("looks", whole, given.get("looks", LOOKS), "looks", 1, 10**7),
        curve=blamed("curve", whole, given.get("curve", 0), "curve", 0, PARTS + 1),
    )
    spec = Spec(axes, seeds, watching, own, json.loads(json.dumps(dict(given), default=plain)))
    fit_together(spec)
    return spec


def plain(value: Any) -> Any:
    """A value for JSON: a range as it is written, paths as text, arrays and tuples as lists."""
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}" if value.step == 1 and value else list(value)
    return value.tolist() if hasattr(value, "tolist") else str(value) if isinstance(value, Path) else list(value)


def blamed(key: str, check: Callable[..., Any], *arguments: Any) -> Any:
    """What a check gives; what it refuses is blamed on a key."""
    try:
        return check(*arguments)
    except BadSpec:
        raise
    except (ValueError, OSError) as error:
        raise BadSpec(str(error), key) from error


def axis(name: str, value: Any) -> tuple[Any, ...]:
    """The values of a choice: those of a list, or the one."""
    if not checks.is_sequence(value):
        return (CHOICES[name].check(value, name),)
    if not len(value):
        raise ValueError(f"{name} is an empty list; expected one value or more")
    found = []
    for place, one in enumerate(value):
        made = CHOICES[name].check(one, f"{name}[{place}]")
        if made in found:
            again = f"{name}[{place}] is {checks.short(one)} once more; expected different values"
            hint = f" (one value that is a list has its own brackets: {name} = [{list(value)}])"
            raise ValueError(again + (hint if CHOICES[name].default.__class__ is list or name == "activation" else ""))
        found.append(made)
    return tuple(found)


def seeds_of(value: Any) -> Seeds:
    """Seeds as a range, or as a tuple in ascending order."""
    if isinstance(value, str):
        ends = RANGE.fullmatch(value.replace(" ", ""))
        if not ends or int(ends[1]) > int(ends[2]):
            raise ValueError(f"seeds is {checks.short(value)}; expected a range such as '0..999', from low to high")
        checks.seed(int(ends[2]), "seeds")
        return range(int(ends[1]), int(ends[2]) + 1)
    if isinstance(value, range) and value.step == 1 and value:
        checks.seed(value[0], "seeds")
        checks.seed(value[-1], "seeds")
        return value
    listed = value if checks.is_sequence(value) else [value]
    found = [checks.seed(one, f"seeds[{place}]") for place, one in enumerate(listed)]
    if not found or len(set(found)) < len(found):
        raise ValueError(f"seeds is {checks.short(value)}; expected one seed or more, each once")
    ordered = sorted(found)
    whole = range(ordered[0], ordered[-1] + 1)
    return whole if len(whole) == len(ordered) else tuple(ordered)


def solved_of(value: Any) -> dict[str, float]:
    """When a run counts as solved."""
    found = {}
    for name, one in checks.dict_of(value, "solved", "within or loss").items():
        if name not in ("within", "loss"):
            raise BadSpec(f"solved.{name} is unknown; expected within or loss", f"solved.{name}")
        number = blamed(f"solved.{name}", checks.number_within, one, f"solved.{name}")
        found["within" if name == "within" else "enough"] = number
    return found


def whole(value: Any, what: str, least: int, most: int) -> int:
    """A whole number within limits."""
    if not checks.is_whole(value) or not least <= value <= most:
        raise ValueError(f"{what} is {checks.short(value)}; expected a whole number from {least} to {most}")
    return int(value)


def own_of(given: Mapping[str, Any], folder: Path) -> Own | None:
    """One's own data, from the file that the spec names."""
    if "data" not in given:
        if "reading" in given:
            raise BadSpec("reading is there, but no data; expected the path of a file in data", "reading")
        if OWN in (given.get("dataset"), *(given["dataset"] if checks.is_sequence(given.get("dataset")) else ())):
            raise BadSpec(f"dataset is {OWN!r}; expected the path of a file in data instead", "dataset")
        return None
    if "dataset" in given:
        raise BadSpec("dataset and data are both there; expected one of them", "dataset")
    path = given["data"]
    if not isinstance(path, (str, Path)):
        raise ValueError(f"data is {checks.short(path)}; expected the path of a file")
    reading = blamed("reading", dict, checks.dict_of(given.get("reading", {}), "reading", "choices by name"))
    text, _ = decoded((folder / path).read_bytes(), reading.pop("encoding", None))
    own: Own = blamed("reading", own_from, {"text": text, "reading": reading})
    return own


def fit_together(spec: Spec) -> None:
    """Refuses choices that do not fit each other, and data that cannot be learned from; it blames the last of them."""
    names = [name for name in TOGETHER if name in spec.axes]
    key = names[-1] if names else "data"
    first = {name: values[0] for name, values in spec.axes.items()}
    for values in product(*(spec.axes[name] for name in names)):
        chosen = first | dict(zip(names, values, strict=True)) | ({"dataset": OWN} if spec.own else {})
        blamed(key, data_of, blamed(key, checked, chosen), spec.own)
