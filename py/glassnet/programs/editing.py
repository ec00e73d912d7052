"""The reader's own versions of functions: the texts that stand in the program in the places of the original ones.

A version is taken once it has stood a trial. A choice that changes the network may make a version unfit; then the
original runs again, and the page says which version it was, and why. The version waits, and runs again with the first
choices that it fits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.programs.printing import listen, printed, stop_listening
from glassnet.programs.problems import Unusable, described
from glassnet.programs.trial import remark_on, told, try_out

MOST_CHARACTERS = 50_000

Problem = dict[str, Any]


class Versions(dict[str, str]):
    """The texts that run, by the name of the function that each replaces; ``waiting`` are those that do not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[str, str] = {}

    surroundings: Any = None  # as they were before the first text of the reader's

    def take(self, name: str, source: Any, names: list[str], fresh: Callable[[dict[str, str]], Any]) -> dict[str, Any]:
        """Let a text replace a function if it stands the trial; ``fresh`` makes a new run with some versions.

        ``names`` are the functions of the program. The answer has the ``problem`` (None, or what ``problems.described``
        gives), what was ``printed``, a ``remark`` on what runs, and what a text that does not run any more has ``left``
        behind: see ``left_by``.
        """
        checks.one_of({known: known for known in names}, name, "function")
        before = self.watch()
        replaced = [self[name]] if name in self else []

        def work() -> str:
            listen()
            if not isinstance(source, str):
                raise Unusable(f"{checks.short(source)} came; expected a text.")
            if len(source) > MOST_CHARACTERS:
                raise Unusable(
                    f"The text is too long: {len(source)} characters; at most {MOST_CHARACTERS:,} are taken."
                )
            tried = {**self, name: source}
            with np.errstate(all="ignore"):
                try_out(fresh(tried))
                return remark_on(fresh(tried))

        answer = told(work)
        if answer["problem"] is None:
            self[name] = source
            self.waiting.pop(name, None)
        self.listen_or_not()
        left = self.left_by(replaced) if answer["problem"] is None else self.left_by([source], before)
        remark = answer["answer"] or ""
        return {"problem": answer["problem"], "printed": answer["printed"], "left": left, "remark": remark}

    def drop(self, name: str) -> list[str] | None:
        """The original runs again. What the version has left behind: see ``left_by``."""
        dropped = [self.pop(name)] if name in self else []
        self.waiting.pop(name, None)
        self.listen_or_not()
        return self.left_by(dropped)

    def watch(self) -> list[str]:
        """Remember everything outside the texts, to be called before one runs that may not stay.

        What those that run have changed already, by name.
        """
        if self.surroundings is None:
            # Imported where it is used, as the glass box is: so it is no part of the snapshot.
            from glassnet.programs.surroundings import Surroundings

            self.surroundings = Surroundings()
        if self:
            return self.surroundings.changes() or []
        self.surroundings.include(list(sys.modules))
        return []

    def importing(self, name: str) -> ModuleType:
        """A module of ours that is fetched only now; what comes with it is vouched for."""
        before = set(sys.modules)
        module = import_module(name)
        if self.surroundings is not None:
            self.surroundings.include(sys.modules.keys() - before)
        return module

    def left_by(self, texts: Sequence[Any], before: Sequence[str] = ()) -> list[str] | None:
        """What texts that do not run any more have changed outside themselves, by name; None for nothing.

        An empty list: they may have, but nobody can tell what. In both cases only another Python is a clean one.
        ``before`` are the names that others had changed already.
        """
        if not texts or self.surroundings is None:
            return None
        changes: list[str] | None = self.surroundings.changes()
        if changes is None:
            return [] if any(map(self.surroundings.reaches_further, texts)) else None
        return [name for name in changes if name not in before]

    def drop_unfit(self, fresh: Callable[[dict[str, str]], Any]) -> tuple[dict[str, Problem], list[str] | None]:
        """Drop the versions that do not fit a new run, and give the problem with each by its name.

        Behind them, what they have left behind: see ``left_by``.
        Raises ``ValueError`` for choices that make no run at all.
        """
        unfit: dict[str, Problem] = {}
        dropped: list[str] = []
        if self or self.waiting:
            fresh({})  # what is wrong without any version is not theirs
        while self:
            try:
                try_out(fresh(dict(self)))
                break
            except BaseException as error:  # whatever a reader's code may raise
                problem = described(error)
                name = problem["function"] if problem["function"] in self else self.culprit(fresh)
                unfit[name] = problem
                self.waiting[name] = self.pop(name)
                dropped.append(self.waiting[name])
        printed.taken()  # what a trial prints is no part of the run
        self.listen_or_not()
        return unfit, self.left_by(dropped)

    def wait(self, texts: Any) -> None:
        """Let texts wait for choices that they fit; none runs before. Raises ``ValueError`` for what is none."""
        for name, text in checks.dict_of(texts, "versions", "texts by the names of functions").items():
            if not (isinstance(name, str) and name.isidentifier() and isinstance(text, str)):
                raise ValueError(f"versions has {checks.short({name: text})}; expected the text of a function")
            if len(text) > MOST_CHARACTERS:
                raise ValueError(f"versions has a text of {len(text)} characters; expected at most {MOST_CHARACTERS:,}")
            self.waiting[name] = text

    def take_back(self, fresh: Callable[[dict[str, str]], Any]) -> tuple[list[str], list[str] | None]:
        """Lets the waiting versions run again if they fit: their names, and what the others left behind."""
        if not self.waiting:
            return [], None
        before = self.watch()
        back, refused = [], []
        for name, text in list(self.waiting.items()):
            try:
                try_out(fresh({**self, name: text}))
            except BaseException:  # whatever a reader's code may raise
                refused.append(text)
                continue
            self[name] = self.waiting.pop(name)
            back.append(name)
        printed.taken()
        self.listen_or_not()
        return back, self.left_by(refused, before)

    def culprit(self, fresh: Callable[[dict[str, str]], Any]) -> str:
        """The version without which the others fit, the newest first; the newest of all where there is none."""
        for name in reversed(self):
            try:
                try_out(fresh({other: text for other, text in self.items() if other != name}))
                return name
            except BaseException:  # whatever a reader's code may raise
                continue
        return next(reversed(self))

    def listen_or_not(self) -> None:
        """What the reader's code prints is kept for the page, for as long as there is any."""
        if self:
            listen()
        else:
            stop_listening()
