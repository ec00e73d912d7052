"""``glassnet.sweep`` and ``glassnet.results``: how often does it work, over choices and seeds?

What they need beside NumPy is imported when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from glassnet.sweeps.native.results import Results

INSTALL = "Sweeps need more than NumPy: install it with `pip install 'glassnet[sweeps]'`"


def sweep(spec: Any, out: Any, executor: Any = None, **options: Any) -> Results:
    """Runs all that a spec asks for (a dict, or the path of a TOML file) into the folder ``out``; goes on where it was.

    Without an ``executor`` on all cores of this machine; else on whatever has ``submit()``, such as Dask's ``Client``.
    Returns the results; ``.table()`` is an Arrow table with a row for each run. See ``sweeps/README.md``. Raises
    ``ValueError`` for a bad spec, before anything runs.
    """
    try:
        from glassnet.sweeps.native.sweep import sweep as run
    except ModuleNotFoundError as error:
        raise missing(error) from error
    return run(spec, out, executor, **options)


def results(out: Any) -> Results:
    """The results of a sweep in the folder ``out``, done or not. Raises ``ValueError`` if it has none."""
    try:
        from glassnet.sweeps.native.results import results as found
    except ModuleNotFoundError as error:
        raise missing(error) from error
    return found(out)


def missing(error: ModuleNotFoundError) -> ModuleNotFoundError:
    """The same error, saying what to install."""
    return ModuleNotFoundError(f"{INSTALL} ({error.name} is missing).", name=error.name)
