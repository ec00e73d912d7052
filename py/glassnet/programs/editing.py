"""The reader's own versions of functions: the texts that stand in the program in the places of the original ones.

A version is taken once it has stood a trial. A choice that changes the network may make a version unfit; then the
original runs again, and the page says which version it was, and why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.programs.printing import listen, printed, stop_listening
from glassnet.programs.problems import Unusable, described
from glassnet.programs.trial import told, try_out

MOST_CHARACTERS = 50_000

Problem = dict[str, Any]


class Versions(dict[str, str]):
    """The texts that run, by the name of the function that each replaces."""

    def take(self, name: str, source: Any, names: list[str], fresh: Callable[[dict[str, str]], Any]) -> dict[str, Any]:
        """Let a text replace a function if it stands the trial; ``fresh`` makes a new run with some versions.

        ``names`` are the functions of the program. The answer has the ``problem`` (None, or what ``problems.described``
        gives) and what was ``printed``.
        """
        checks.one_of({known: known for known in names}, name, "function")

        def work() -> None:
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

        answer = told(work)
        if answer["problem"] is None:
            self[name] = source
        self.listen_or_not()
        return {"problem": answer["problem"], "printed": answer["printed"]}

    def drop(self, name: str) -> None:
        """The original runs again."""
        self.pop(name, None)
        self.listen_or_not()

    def drop_unfit(self, fresh: Callable[[dict[str, str]], Any]) -> dict[str, Problem]:
        """Drop the versions that do not fit a new run, and give the problem with each by its name.

        Raises ``ValueError`` for choices that make no run at all.
        """
        unfit: dict[str, Problem] = {}
        if self:
            fresh({})  # what is wrong without any version is not theirs
        while self:
            try:
                try_out(fresh(dict(self)))
                break
            except Exception as error:
                problem = described(error)
                name = problem["function"] if problem["function"] in self else self.culprit(fresh)
                unfit[name] = problem
                del self[name]
        printed.taken()  # what a trial prints is no part of the run
        self.listen_or_not()
        return unfit

    def culprit(self, fresh: Callable[[dict[str, str]], Any]) -> str:
        """The version without which the others fit, the newest first; the newest of all where there is none."""
        for name in reversed(self):
            try:
                try_out(fresh({other: text for other, text in self.items() if other != name}))
                return name
            except Exception:
                continue
        return next(reversed(self))

    def listen_or_not(self) -> None:
        """What the reader's code prints is kept for the page, for as long as there is any."""
        if self:
            listen()
        else:
            stop_listening()
