"""What went wrong in the reader's own code: at which line of it, in plain words, and the traceback for who wants it.

To explain one more kind of error, give it a line in ``WORDS``.
"""

from __future__ import annotations

import traceback
from typing import Any

CALLERS = ("/editing.py", "/run.py", "/session.py", "/trial.py")  # how the page came to run a version; not told
LONGEST_TRACEBACK = 6000
FILE = "your version of "  # and the function's name: what a traceback calls the reader's code

# The first kind that fits explains the error, so the special ones come before the general.
WORDS: list[tuple[type[BaseException], str]] = [
    (IndentationError, "The spaces at the beginning of this line do not fit the lines around it."),
    (SyntaxError, "Python cannot read this line, or the one before it."),
    (NameError, "This name means nothing here: perhaps a slip of the keyboard, or it is defined only later."),
    (KeyError, "There is no entry under this name."),
    (IndexError, "There are not as many entries as that."),
    (AttributeError, "This object has nothing of that name."),
    (ImportError, "This cannot be imported: only Python’s own library and NumPy are here."),
    (ZeroDivisionError, "This divides by 0."),
    (RecursionError, "The function calls itself without an end."),
    (MemoryError, "This needs more memory than there is."),
    (TypeError, "Something is called, or combined, with what it cannot take."),
    (ValueError, "A value, or the shape of an array, does not fit."),
]


class Unusable(ValueError):
    """The reader's code cannot take the function's place; the message says why, in words of our own."""


def file_of(name: str, yours: bool = True) -> str:
    """What a traceback calls the text of a function: the reader's version, or the program's own."""
    return f"<{FILE}{name}>" if yours else f"<program: {name}>"


def described(error: BaseException) -> dict[str, Any]:
    """The problem for the page: ``function`` and ``line`` (None where it was not in the reader's code), ``message`` in
    plain words, ``traceback``."""
    whole = traceback.TracebackException.from_exception(error)
    function, line = place_of(error, whole)
    last = [text.rstrip() for text in whole.format_exception_only()][-1].strip()
    said = str(error) if isinstance(error, Unusable) else f"{explained(error)} {last}"
    whole.stack = traceback.StackSummary.from_list(
        [frame for frame in whole.stack if not frame.filename.endswith(CALLERS)]
    )
    text = "".join(whole.format())
    return {"function": function, "line": line, "message": said.strip(), "traceback": text[-LONGEST_TRACEBACK:]}


def place_of(error: BaseException, whole: traceback.TracebackException) -> tuple[str | None, int | None]:
    """The function in whose text it happened, and the line there, innermost first."""
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<" + FILE):
        return str(error.filename)[len(FILE) + 1 : -1], error.lineno
    for frame in reversed(whole.stack):
        if frame.filename.startswith("<" + FILE):
            return frame.filename[len(FILE) + 1 : -1], frame.lineno
    return None, getattr(error, "line", None)


def explained(error: BaseException) -> str:
    """A sentence for the kind of error."""
    return next((words for kind, words in WORDS if isinstance(error, kind)), "")
