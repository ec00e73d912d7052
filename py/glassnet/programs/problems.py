"""What went wrong in the reader's own code: at which line of it, in plain words, and the traceback for who wants it.

To explain one more kind of error, give it a line in ``WORDS``; what comes along with pasted code, one in ``PASTED``; a
package that is not here, one in ``INSTEAD``.
"""

from __future__ import annotations

import re
import sys
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
    (ImportError, "This module has nothing of that name."),
    (ZeroDivisionError, "This divides by 0."),
    (OverflowError, "This number is too large."),
    (RecursionError, "The function calls itself without an end."),
    (EOFError, "Nobody can be asked here: input() has no answer."),
    (MemoryError, "This needs more memory than there is."),
    (OSError, "There are no files, networks or other programs here; the data stands in X and y."),
    (SystemExit, "This would end Python; leave it out."),
    (TypeError, "Something is called, or combined, with what it cannot take."),
    (ValueError, "A value, or the shape of an array, does not fit."),
]

# Where a text was pasted from: how a line begins that Python cannot read, and what characters it stumbles over.
PASTED = [
    (r">>>|\.\.\.(?:\s|$)", "This is copied from a Python prompt; leave out its >>> and ... marks."),
    (r"```|~~~", "This line marks code in a text; leave it out."),
    (r"[%!]|In ?\[\d*\]:", "This line is a notebook’s, no Python; leave it out."),
]
CHARACTERS = [
    ("“”„‟«»‘’‚`´", "Python’s quotes are straight: \" or '."),
    ("−–—×÷·", "Python’s signs for calculating are + - * /."),
]
UNSEEN = re.compile(r"non-printable character U\+(?:00A0|00AD|20[0-2]\w|2060|3000|FEFF)")
WHOLE_NUMBERS = "An array of whole numbers cannot take fractions; begin with floats, such as np.zeros((2, 2))."

HERE = "Python’s own library and NumPy are, and nothing else"
NETWORK = "The network here is written in NumPy alone."
DRAWN = "The page draws the pictures itself, and what is printed stands below the function."
NUMPY_DOES = "What you need of it can be written in NumPy."
# What to use in the place of what a reader may look for.
INSTEAD = {
    "pandas": "The data stands in X and y as NumPy arrays; your own rows can be pasted under Data.",
    **dict.fromkeys(("matplotlib", "seaborn", "plotly", "bokeh"), DRAWN),
    **dict.fromkeys(("torch", "tensorflow", "keras", "jax", "flax", "theano"), NETWORK),
    **dict.fromkeys(("sklearn", "scipy", "numba", "cupy", "numexpr", "autograd"), NUMPY_DOES),
    **dict.fromkeys(("js", "pyodide_js", "micropip"), "Python cannot reach the page or the network from here."),
}


class Unusable(ValueError):
    """The reader's code cannot take the function's place; the message says why, in words of our own."""


def file_of(name: str, yours: bool = True) -> str:
    """What a traceback calls the text of a function: the reader's version, or the program's own."""
    return f"<{FILE}{name}>" if yours else f"<program: {name}>"


def version_of(file: str) -> str | None:
    """The function whose version a traceback calls by this name; None for any other file."""
    return file[len(FILE) + 1 : -1] if file.startswith("<" + FILE) else None


def described(error: BaseException) -> dict[str, Any]:
    """The problem for the page: ``function`` and ``line`` (None where it was not in the reader's code), ``message`` in
    plain words, ``traceback``."""
    whole = traceback.TracebackException.from_exception(error)
    function, line = place_of(error, whole)
    said = str(error) if isinstance(error, Unusable) else f"{explained(error, whole)} {last_line(error, whole)}"
    whole.stack = traceback.StackSummary.from_list(
        [frame for frame in whole.stack if not frame.filename.endswith(CALLERS)]
    )
    text = "".join(whole.format())
    return {"function": function, "line": line, "message": said.strip(), "traceback": text[-LONGEST_TRACEBACK:]}


def place_of(error: BaseException, whole: traceback.TracebackException) -> tuple[str | None, int | None]:
    """The function in whose text it happened, and the line there, innermost first."""
    if isinstance(error, SyntaxError) and version_of(str(error.filename)):
        return version_of(str(error.filename)), error.lineno
    for frame in reversed(whole.stack):
        if version_of(frame.filename):
            return version_of(frame.filename), frame.lineno
    return None, getattr(error, "line", None)


def last_line(error: BaseException, whole: traceback.TracebackException) -> str:
    """What Python says itself; of a module that is not here, without Pyodide's advice, which does not hold here."""
    if isinstance(error, ModuleNotFoundError):
        return f"ModuleNotFoundError: No module named {error.name!r}"
    return [text.rstrip() for text in whole.format_exception_only()][-1].strip()


def not_here(name: str) -> str:
    """What is said of a module that cannot be imported: what is here, and what may do in its place."""
    package, _, part = name.partition(".")
    if package in sys.stdlib_module_names and not part:
        return f"{name} is a part of Python’s own library that does not run in a browser."
    if package == "numpy" or package in sys.stdlib_module_names:
        return f"{package} is here, but has no part named {part}."
    return f"{package} is not here: {HERE}. {INSTEAD.get(package, '')}".strip()


def pasted(error: SyntaxError) -> str:
    """A sentence for what a line has that Python cannot read, where it was pasted; empty where nothing is known."""
    said, line = str(error.msg), (error.text or "").strip()
    if UNSEEN.search(said):
        return "A space of this line is none to Python; type it again."
    if found := re.search("invalid character '(.)'", said):
        return next((words for some, words in CHARACTERS if found[1] in some), "")
    return next((words for mark, words in PASTED if re.match(mark, line)), "")


def explained(error: BaseException, whole: traceback.TracebackException) -> str:
    """A sentence for the kind of error."""
    if isinstance(error, ModuleNotFoundError):
        return not_here(error.name or "It")
    if isinstance(error, SyntaxError) and (words := pasted(error)):
        return words
    if isinstance(error, TypeError) and "Cannot cast ufunc" in last_line(error, whole):
        return WHOLE_NUMBERS
    return next((words for kind, words in WORDS if isinstance(error, kind)), "")
