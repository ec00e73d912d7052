"""What a reader's version may have changed outside itself: the names of any module, a setting of Python's or NumPy's.

``Surroundings()`` remembers them before the reader's code runs. ``changes()`` names what is another one since. It is a
comparison of identities, some thousandths of a second, made after a trial and never in an epoch. What is changed there
would change what the original computes, so the page starts a clean Python.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from operator import is_
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

Contents = dict[Any, Any]

OURS = ("glassnet", "numpy")  # also what stands inside their classes and functions, and inside our tables
SHADOWED = (*OURS, "builtins")  # a new name there hides another one
# What is another one in the course of things; ``printing.py`` puts the first two back by itself.
CHANGING = {
    *(("sys", "stdout"), ("warnings", "showwarning"), ("__main__", "")),
    *(("glassnet.session", "_run"), ("glassnet.session", "_machine"), ("glassnet.programs.printing", "_before")),
    *(("glassnet.compiler.training", "_plans"), ("glassnet.compiler.answers", "_calls")),
}
LIVELY = {"Engine", "Printed", "Run", "StandIn", "Versions"}  # classes of ours whose objects are
# Nothing is inside these. Most names are theirs, so that this makes the first look twice as quick.
ATOMS = {str, bytes, int, float, bool, complex, type(None), ModuleType, type(len), type(vars(str)["upper"])}
ATOMS |= {type(vars(int)["real"]), type(vars(int)["__add__"]), np.float64, property, classmethod, staticmethod}
STAND_INS = {"numpy.linalg._umath_linalg", "numpy.random"}  # they give way to what they stand for
SETTINGS: dict[str, Callable[[], Any]] = {
    "np.seterr": np.geterr,
    "np.seterrcall": np.geterrcall,
    "np.setbufsize": np.getbufsize,
    "np.set_printoptions": np.get_printoptions,
    "warnings.filters": lambda: list(warnings.filters),
    "os.environ": lambda: dict(os.environ),
    "os.chdir": os.getcwd,
    "sys.path": lambda: list(sys.path),
    "sys.path_hooks": lambda: list(sys.path_hooks),
    "sys.setrecursionlimit": sys.getrecursionlimit,
    "sys.settrace": sys.gettrace,
    "sys.setprofile": sys.getprofile,
    "gc.callbacks": lambda: list(gc.callbacks),
    "gc.disable": gc.isenabled,
}
REACHES_FURTHER = re.compile(
    r"\b(_?ctypes|gc|asyncio|js|_?pyodide\w*|_getframe|monitoring|addaudithook|__del__"
    # Files: those of Python and NumPy that have not been imported yet are among them.
    r"|shutil|write_text|write_bytes|unlink|os\.(?:remove|rename|replace|rmdir|truncate|open))\b"
    r"|\bopen\([^)]*,\s*(?:mode\s*=\s*)?['\"]\w*[wax+]"
)


class Surroundings:
    """Everything outside a version, as it is now."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, Any, Contents]] = []
        self.seen: set[int] = set()
        self.modules: dict[str, ModuleType] = {}
        self.include(list(sys.modules))
        self.finders = list(sys.meta_path)
        self.settings = {name: now() for name, now in SETTINGS.items()}

    def include(self, names: Iterable[str]) -> None:
        """Remember modules as they are: to be called where only our own code can have changed them."""
        for name in names:
            module = sys.modules.get(name)
            if name in self.modules or not isinstance(module, ModuleType):
                continue
            self.modules[name] = module
            if (name, "") not in CHANGING and (name not in STAND_INS or type(module) is ModuleType):
                self.keep(name, module)

    def keep(self, label: str, value: Any) -> None:
        """Remember the contents of a value, and of what is inside it where that is ours or NumPy's."""
        waiting = [(label, value)]
        while waiting:
            label, value = waiting.pop()
            if id(value) in self.seen or (contents := contents_of(value)) is None:
                continue
            self.seen.add(id(value))
            self.kept.append((label, value, contents))
            if label.startswith(OURS):
                inside = [(name, one) for name, one in contents.items() if type(one) not in ATOMS]
                waiting += [(inner(label, value, name), one) for name, one in inside if is_inside(label, name, one)]

    def changes(self) -> list[str] | None:
        """The names of what is another one now, such as ``np.exp``; None where nothing is.

        An empty list: modules came that nobody can vouch for, because the reader's code was the first to import them.
        """
        try:
            found = sorted({name for name in self.changed_names() if name})
        except BaseException:  # even what compares has been changed
            return ["Python itself"]
        came = [name for name in sys.modules if name.startswith(OURS) and name not in self.modules]
        return found if found or came else None

    def reaches_further(self, text: Any) -> bool:
        """Whether a text can change what no comparison of names finds."""
        return bool(REACHES_FURTHER.search(str(text)))

    def changed_names(self) -> Iterator[str]:
        """Each name that means something else than it did."""
        for label, value, before in self.kept:
            after = contents_of(value)
            if len(after) == len(before) and all(map(is_, after.values(), before.values())):
                continue
            yield from (spoken(inner(label, value, name)) for name in changed(label, before, after))
        for name, module in self.modules.items():
            if sys.modules.get(name) is not module and name not in STAND_INS:
                yield f"sys.modules[{name!r}]"
        if any(finder not in self.finders for finder in sys.meta_path):
            yield "sys.meta_path"
        yield from (name for name, now in SETTINGS.items() if now() != self.settings[name])
        if type(np.random).__module__.startswith("glassnet."):  # what is set there takes the place of its methods
            yield from (f"np.random.{name}" for name in vars(np.random) if not name.startswith("_"))


def contents_of(value: Any) -> Any:
    """What a value is made of, by name or place; None for what cannot be changed, or is not looked into."""
    kind = type(value)
    if kind.__name__ in LIVELY:
        return None
    if isinstance(value, (ModuleType, type)):
        return dict(vars(value))
    if isinstance(value, FunctionType):
        return {"": value.__code__, "defaults": value.__defaults__, "keywords": value.__kwdefaults__}
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, (list, tuple)):
        return dict(enumerate(value))
    if isinstance(value, np.ndarray):
        return {"": value.tobytes()}
    if kind.__module__.startswith(OURS) and hasattr(value, "__dict__"):
        return dict(vars(value))
    return None


def is_inside(label: str, name: Any, value: Any) -> bool:
    """Whether to look into what a value of ours contains: into all that is not somebody else's."""
    if (label, name) in CHANGING or name == "__builtins__":
        return False
    if isinstance(value, (type, FunctionType)):
        return str(value.__module__).startswith(OURS)
    # NumPy fills some tables of its own in the course of things.
    return label.startswith("glassnet") or not isinstance(value, (dict, list, tuple, np.ndarray))


def changed(label: str, before: Contents, after: Contents) -> Iterator[Any]:
    """The names whose values are others, that are gone, or that have come where they hide something."""
    missing = object()
    for name, old in before.items():
        if not label.startswith(SHADOWED) and str(name).startswith("_"):
            continue  # a module's own business
        new = after.get(name, missing)
        if not same(old, new) and (label, name) not in CHANGING and not gave_way(f"{label}.{name}", old, new):
            yield name
    if label.startswith(SHADOWED):
        for name in after.keys() - before.keys():
            if not str(name).startswith("__") and not isinstance(after[name], ModuleType):
                yield name


def same(old: Any, new: Any) -> bool:
    """Whether a value is still the same one; plain ones need only be equal."""
    return old is new or (type(old) in (bytes, str, int, float) and type(new) is type(old) and old == new)


def gave_way(label: str, old: Any, new: Any) -> bool:
    """Whether what stood in for a module has given way to it."""
    name = getattr(old, "__name__", label)
    return name in STAND_INS and new is sys.modules.get(name)


def inner(label: str, value: Any, name: Any) -> str:
    """What something inside a value is called."""
    if not name or isinstance(value, FunctionType):
        return label
    return f"{label}.{name}" if isinstance(value, (ModuleType, type)) else f"{label}[{name!r}]"


def spoken(label: str) -> str:
    """A name as a reader would write it."""
    return re.sub(r"^numpy\b", "np", label)
