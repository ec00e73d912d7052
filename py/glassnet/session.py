"""The page's only door: each public function here can be called by name from the page, and nothing else can.

Arguments and results are plain: numbers, strings, lists, dicts, and arrays of numbers. A frame is what the page draws
from: epoch, losses since the last frame, predictions, parameters, and what the visible pictures asked for.

The glass box is imported where it is used, and so is what decodes files. So they are no part of the snapshot, and a
first visit downloads less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from types import SimpleNamespace
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.data.datasets import is_table
from glassnet.data.reading import OFFERED, Own, TooLarge, own_from, reading_from
from glassnet.looking.outcome import OUTCOMES
from glassnet.programs import data_lines, trial
from glassnet.programs.editing import Versions
from glassnet.programs.printing import printed
from glassnet.programs.sources import texts_of
from glassnet.programs.telling import is_function, told
from glassnet.programs.writing import TABLES
from glassnet.random_numbers import stand_in_for_numpys
from glassnet.run import Frame, Run
from glassnet.timeline import MOST_PER_DOUBLING, Kept

__all__ = [
    *("change", "describe", "freeze", "look", "read_data", "start", "train"),
    *("trace", "operations", "edit", "restore", "wait", "check_gradients", "check_exercise", "program", "examine"),
    *("sweep", "sweep_on", "summary", "grid", "loss_slice"),
]

OWN_DATA = "glassnet.data.own_data"  # imported where there is any, as the glass box is

stand_in_for_numpys()
for _table in TABLES:
    texts_of(_table.__name__)  # a snapshot keeps them; the files may come later
_versions = Versions()  # the reader's own texts that run
_run = Run({})
_machine: Any = None  # runs compiled epochs, once the worker has offered one
_sweep: Any = None  # many runs of the present exercise: ``sweeps.seeds.Seeds``

LOOK_MS = 500
MOST_WATCHED = 1000
NOT_LOADED = "the compiler has not been loaded yet"
SWITCHED_OFF = "the compiler is switched off"


def compile_with(instantiate: Any, wide: bool, exp_table: int) -> None:
    """Lets epochs run compiled by a browser's engine: see ``compiler.machine.Engine``. Not for the page.

    The compiler is no part of the snapshot. Its import is done here, while nobody waits.
    """
    global _machine
    for name in ("training", "answers"):
        _versions.importing(f"glassnet.compiler.{name}")
    _machine = _versions.importing("glassnet.compiler.machine").Engine(instantiate, wide, exp_table)


def compile_ahead(more: int) -> None:
    """Compile the present exercise, with so many hidden neurons more, while nobody waits. Not for the page."""
    if _machine is not None:
        _versions.importing("glassnet.ahead").compile_ahead(_run, _machine, more)


def describe() -> dict[str, Any]:
    """What does not change, and what both sides need to know: see ``description``. The build keeps it for the page."""
    from glassnet.description import description  # it is no part of the snapshot

    return description()


def read_data(own: Any = None, file: Any = None) -> dict[str, Any]:
    """What the reader's own data is; no run is started.

    ``own`` is a text, or a dict of its ``text`` and its ``reading`` (``reading.Reading``). Instead of the text there
    may be the bytes of a ``file``: the answer has their ``text`` and its ``encoding``. It has the ``data``, or, where
    that cannot be learned, the ``problem`` in words, and the ``ways`` to read it all the same: what a button says, and
    the choices behind it. It is ``too_large`` where fewer rows would do. ``found`` says what each choice of the reading
    comes to, and ``offered`` what can be chosen. Raises ``ValueError`` for what is no text and no reading.
    """
    answer: dict[str, Any] = {"offered": OFFERED}
    if file is not None:
        given = checks.dict_of({} if own is None else own, "own", "a reading")
        reading = reading_from(given.get("reading", {}))
        decoding = _versions.importing("glassnet.data.decoding")
        try:
            text, encoding = decoding.decoded(file, reading.encoding)
        except ValueError as error:
            return answer | {"problem": str(error), "found": {"columns": []}}
        own = Own(text, reading._replace(encoding=encoding))
        answer |= {"text": text, "encoding": encoding}
    own = own_from(own)
    reading_of = _versions.importing(OWN_DATA)
    try:
        answer["data"] = reading_of.own_data(own).for_page()
    except ValueError as error:
        ways = [{"label": label, "reading": chosen} for label, chosen in getattr(error, "ways", ())]
        answer |= {"problem": str(error), "ways": ways}
        if isinstance(error, TooLarge):
            return answer | {"too_large": True, "found": {"columns": []}}
    return answer | {"found": reading_of.found_in(own)}


def examine(
    chosen: dict[str, Any], saved: dict[str, Any] | None = None, own: Any = None, frozen: Sequence[str] = ()
) -> None:
    """Whether ``start`` can take all of this from a file; nothing changes. Raises ``ValueError``: see ``opening``."""
    from glassnet.opening import examine

    examine(chosen, saved, own, frozen)


def start(
    chosen: dict[str, Any],
    saved: dict[str, Any] | None = None,
    pictures: dict[str, Any] | None = None,
    own: Any = None,
    frozen: Sequence[str] = (),
    trained: dict[str, Any] | None = None,
) -> Frame:
    """Begin a new run, or with ``saved`` (a frame's epoch, parameters and training_state) go on with an old one.

    ``own`` is the reader's own data, as for ``read_data``. The frame has the rows of the data, except of truth tables,
    which the page has in its choices. ``frozen`` are the labels of parameters that training leaves as they are, such as
    ``W1[0,1]`` and ``b2[0]``; the frame says which of them this network has. It has the ``program``, too. If a version
    of the reader's does not fit these choices, ``unfit`` has the problem under its name; ``back`` names those that fit
    again.

    With ``trained``, the arguments of ``train`` but for the pictures, the frame is the one after that slice. Its
    checkpoints begin with the epoch at which the run has begun.
    """
    global _run
    if own is not None:
        _versions.importing(OWN_DATA)

    def fresh(versions: dict[str, str]) -> Run:
        return Run(chosen, saved, own, frozen, versions)

    fitting = _fit(fresh)
    _run = fresh(_versions)
    if trained is None:
        return _run.frame([], pictures) | _program() | fitting | _rows()
    kept = Kept()
    kept.keep(_run.epoch, _run.network, _run.training_state())
    return _slice(pictures, kept, **trained) | _program() | fitting | _rows()


def _fit(fresh: Callable[[dict[str, str]], Run]) -> dict[str, Any]:
    """Fit the reader's versions to a new run: ``unfit`` are those that were dropped, ``back`` those that fit again, and
    ``left`` is what the former have left behind (``editing.Versions.left_by``)."""
    unfit, left = _versions.drop_unfit(fresh)
    back, more = _versions.take_back(fresh)
    if more is not None:
        left = list(dict.fromkeys([*(left or []), *more]))
    found = {"unfit": unfit or None, "back": back or None, "left": left}
    return {key: value for key, value in found.items() if value is not None}


def _program() -> dict[str, Any]:
    """The run's program, for the page: it changes with the choices."""
    return {"program": told(_run.parts, _run.choices)}


def train(
    milliseconds: float,
    until: int,
    pictures: dict[str, Any] | None = None,
    keep: int = 0,
    compiled: bool = True,
) -> Frame:
    """One slice of training: as many epochs as fit in the time, with a frame, at least one, but none beyond ``until``.

    ``keep`` says how many checkpoints to keep in each doubling of the epoch (``timeline.py``); the frame has those of
    the slice as ``kept``, if there are any. It has ``ended`` where the reader's own loop has ended by itself. The page
    asks for a slice before the last one has come back; at the end of a run that slice finds nothing to do.

    With ``compiled``, epochs run compiled where that gives the same bits. The frame says so as ``compiled``: the
    ``way`` ("compiled", "numpy", "loading" where the compiler has not come yet, or "off"), how many ``operations`` on
    single numbers an epoch is, and, where NumPy runs the epochs, the ``reason``.
    """
    return _slice(pictures, Kept(), milliseconds, until, keep, compiled)


def _slice(
    pictures: dict[str, Any] | None, kept: Kept, milliseconds: float, until: int, keep: int = 0, compiled: bool = True
) -> Frame:
    """A slice of training as a frame; the checkpoints are added to ``kept``."""
    checks.positive_number(milliseconds, "milliseconds")
    if checks.whole_number(keep, "keep", least=0) > MOST_PER_DOUBLING:
        raise ValueError(f"keep is {keep}; expected at most {MOST_PER_DOUBLING}")
    machine = _machine if compiled is True else None
    losses, _ = _run.train(milliseconds, checks.whole_number(until, "until"), keep, machine, kept)
    frame = _run.frame(losses, pictures)
    way = "off" if not compiled else "loading" if not machine else "numpy" if _run.not_compiled else "compiled"
    reason = {"off": SWITCHED_OFF, "loading": NOT_LOADED}.get(way, _run.not_compiled)
    cost = _run.compiled.plan.cost if way == "compiled" else 0
    frame["compiled"] = {"way": way, "reason": reason, "operations": cost}
    if kept.held:
        frame["held_losses"] = {"epochs": [*kept.held], "losses": [*kept.held.values()]}
    return frame | {"kept": kept.together()} if kept.epochs else frame


def change(changes: dict[str, Any], pictures: dict[str, Any] | None = None, own: Any = None) -> Frame:
    """Go on with other data (of as many inputs and outputs), or with other choices that need no new run."""
    if own is not None:
        _versions.importing(OWN_DATA)
    chosen, text, _ = _run.changed(changes, own)
    fitting = _fit(lambda versions: Run(chosen, own=text, versions=versions))
    _run.versions = dict(_versions)
    _run.change(changes, own)
    return _run.frame([], pictures) | _program() | fitting | _rows()


def _rows() -> dict[str, Any]:
    """The rows of the run's data, for the page."""
    return {} if is_table(_run.choices["dataset"]) else {"data": _run.data.for_page()}


def freeze(frozen: Sequence[str], pictures: dict[str, Any] | None = None) -> Frame:
    """Go on with these parameters frozen, by their labels, and all others free."""
    _run.freeze(frozen)
    return _run.frame([], pictures) | _program()


def look(
    pictures: dict[str, Any],
    saved: dict[str, Any] | None = None,
    until: int | None = None,
    compiled: bool = True,
) -> Frame:
    """The run as it stands, with some pictures, or as it was at a checkpoint (``saved``); nothing moves on.

    With ``until``, as it was at that epoch: the epochs from the checkpoint are computed again, on a copy, and as in
    ``train``. If they take longer than half a second, the frame is of the epoch that was reached.
    """
    with printed.muted():
        run = _run if saved is None else _run.at(saved)
    if saved is not None and until is not None:
        with redirect_stdout(StringIO()):  # a copy's prints are nobody's
            run.train(LOOK_MS, checks.whole_number(until, "until", least=0), machine=_machine if compiled else None)
    return run.frame([], pictures)


def sweep(
    seeds: Sequence[int], changes: dict[str, Any] | None = None, compiled: bool = True, watch: int = 1
) -> dict[str, Any]:
    """Begins runs of the present exercise with each of these seeds, and with other choices where there are ``changes``.

    It looks ``watch`` times, evenly spread over the epochs, whether a run is solved.

    ``sweep_on`` does them; the present run stays as it is. The answer has the epochs whose losses are ``kept``, the
    names of the ``outcomes`` by their numbers, and whether the compiler is ``loaded`` yet. Raises ``ValueError`` for
    seeds and changes that are none.
    """
    global _sweep
    many = _versions.importing("glassnet.sweeps.seeds")
    seeds = [checks.whole_number(seed, f"seeds[{place}]", least=0) for place, seed in enumerate(seeds)]
    if not 0 < len(seeds) <= many.MOST_SEEDS:
        raise ValueError(f"seeds has {len(seeds)} numbers; expected 1 to {many.MOST_SEEDS}")
    if checks.whole_number(watch, "watch") > MOST_WATCHED:
        raise ValueError(f"watch is {watch}; expected at most {MOST_WATCHED}")
    chosen = _run.choices | dict(checks.dict_of(changes or {}, "changes", "choices by name"))
    own, frozen, versions = _run.own, _run.frozen, dict(_versions)

    def fresh(seed: int) -> Run:
        return Run(chosen | {"seed": seed}, own=own, frozen=frozen, versions=versions)

    with redirect_stdout(StringIO()):  # what these runs print is nobody's
        _sweep = many.Seeds(fresh, seeds, _machine if compiled else None, watch)
    return {"kept": _sweep.kept, "outcomes": list(OUTCOMES), "loaded": _machine is not None}


def sweep_on(milliseconds: float) -> dict[str, Any]:
    """Goes on for so long with the runs of ``sweep``: those that have ``ended`` meanwhile.

    ``losses``, ``outcomes`` and ``solved_at`` have an entry for each of the ``seeds``, ``curves`` one row for each, of
    the losses at the kept epochs. ``part`` says how much of the others is done, in runs. ``way`` says how they are
    done: "together", "compiled" or "numpy", and ``reason`` why by NumPy.
    """
    if _sweep is None:
        raise ValueError("sweep_on came before sweep")
    with redirect_stdout(StringIO()):
        ended = _sweep.on(checks.positive_number(milliseconds, "milliseconds"))
    return {
        "seeds": np.array([one.seed for one in ended], dtype=float),
        "losses": np.array([one.loss for one in ended]),
        "outcomes": np.array([one.outcome for one in ended], dtype=float),
        "solved_at": np.array([one.solved_at for one in ended], dtype=float),
        "curves": np.array([one.curve for one in ended], dtype=np.float32).ravel(),
        "part": _sweep.part,
        "ended": _sweep.ended,
        "way": _sweep.way,
        "reason": _sweep.reason,
    }


def grid(across: str, up: str) -> dict[str, Any]:
    """The cells of a map of the present exercise over two choices: see ``sweeps.grid``."""
    cells: dict[str, Any] = _versions.importing("glassnet.sweeps.grid").grid(_run.choices, across, up)
    return cells


def summary(losses: Any, outcomes: Any, curves: Any, solved_at: Any = None) -> dict[str, Any]:
    """What many runs have in common: see ``sweeps.summary``."""
    answer: dict[str, Any] = _versions.importing("glassnet.sweeps.summary").summary(losses, outcomes, curves, solved_at)
    return answer


def loss_slice(path: Any, directions: str = "path", seed: int = 0) -> dict[str, Any]:
    """The loss around the parameters at the end of a ``path``: see ``looking.loss_slice``.

    ``path`` has the parameters of checkpoints of the present run, end to end; ``directions`` is "path" or "random",
    with a ``seed``.
    """
    slicing = _versions.importing("glassnet.looking.loss_slice")
    checks.one_of(dict.fromkeys(slicing.DIRECTIONS), directions, "directions")
    flat = checks.number_array(path, "path")
    seed = checks.whole_number(seed, "seed", least=0)
    with redirect_stdout(StringIO()):  # what it prints is nobody's
        answer: dict[str, Any] = slicing.loss_slice(_run.program, _run.X, _run.y, _run.shapes, flat, directions, seed)
    return answer


@np.errstate(all="ignore")
def trace(row: int | None = None, saved: dict[str, Any] | None = None) -> dict[str, Any]:
    """The next epoch line by line, of the run as it stands, or as it was at a checkpoint (``saved``).

    For all rows, or for one of those that it trains on. It is done on a copy; nothing moves on.
    """
    following = _versions.importing("glassnet.glass.following")
    row = None if row is None else checks.whole_number(row, "row", least=0)
    then = _run.at(_run.checkpoint() if saved is None else saved, fast=False, row=row)
    np.random.set_state(then.random)
    with redirect_stdout(StringIO()):  # a copy's prints are nobody's
        return {"epoch": then.epoch, "row": row, "labels": checks.LABELS, **following.follow_epoch(then.training)}


@np.errstate(all="ignore")
def operations(which: int | None = None, saved: dict[str, Any] | None = None) -> dict[str, Any]:
    """One epoch as the operations that are compiled, of the run as it stands, or as it was at a checkpoint (``saved``).

    The answer has the ``epoch`` and ``compiler.showing.Shown.told``, or with ``which``, one of the operations, from 1,
    the numbers of that; or the ``problem`` in words, where the epoch cannot be compiled.
    """
    if _machine is None:
        return {"problem": NOT_LOADED}
    showing = _versions.importing("glassnet.compiler.showing")
    then = _run.at(_run.checkpoint() if saved is None else saved)
    np.random.set_state(then.random)
    with redirect_stdout(StringIO()):  # a copy's prints are nobody's
        try:
            shown = showing.next_epoch(then.training, _machine)
        except showing.TracingError as error:
            return {"problem": str(error)}
        if which is None:
            return {"epoch": shown.epoch, **shown.told()}
        return {"epoch": shown.epoch, **shown.numbers(checks.whole_number(which, "which", least=1))}


def edit(name: str, source: str) -> dict[str, Any]:
    """Let the reader's version of a function take its place, if it stands a trial: see ``editing.Versions.take``."""
    names = [part.name for part in _run.parts if is_function(part)]
    before = _standing()
    answer = _versions.take(name, source, names, lambda versions: Run(_run.choices, own=_run.own, versions=versions))
    if answer["problem"] is None:
        _run.use(_versions)
    elif answer["left"] is None and _standing() != before:
        answer["left"] = ["the run itself"]
    return answer


def _standing() -> list[Any]:
    """Where the run stands, to be compared."""
    return [_run.epoch, *(array.tobytes() for array in _run.network.values())]


def restore(name: str) -> list[str] | None:
    """The original function again. The answer is what the version has left behind (``editing.Versions.left_by``)."""
    left = _versions.drop(name)
    _run.use(_versions)
    return left


def wait(versions: dict[str, str]) -> None:
    """Take over versions that waited in an earlier Python: each runs again with the first choices that it fits."""
    _versions.wait(versions)


def check_gradients(saved: dict[str, Any] | None = None) -> dict[str, Any]:
    """The gradients against the loss, of the run as it stands, or as it was at a checkpoint (``saved``): see
    ``gradient_check``, and ``trial.told``."""
    gradient_check = _versions.importing("glassnet.glass.gradient_check")

    def check() -> dict[str, Any]:
        run = _run if saved is None else _run.at(saved)
        return gradient_check.check_gradients(run.program, run.choices, run.network, run.X, run.y)

    return trial.told(check)


def check_exercise(checking: str, option: int | None = None, text: str | None = None) -> dict[str, Any]:
    """What an exercise's own Python says of an answer: see ``exercises``, and ``trial.told``. The answer has what a
    reader's text has ``left`` behind, too (``editing.Versions.left_by``)."""
    exercises = _versions.importing("glassnet.glass.exercises")
    before = _versions.watch()
    run = SimpleNamespace(
        choices=_run.choices,
        X=_run.X,
        y=_run.y,
        network=_run.network,
        epoch=_run.epoch,
        predictions=_run.ask(_run.data.training_inputs)[:, 0],
    )
    answer = trial.told(lambda: exercises.check(checking, option, text, run))
    return answer | {"left": _versions.left_by([] if text is None else [text], before)}


def program(form: str = "python") -> dict[str, Any]:
    """The run's program as a file, with the reader's versions that run: its ``text``, and its ``data``.

    ``form`` is ``"python"`` or ``"notebook"``. ``data`` is the text of the file that it reads its rows from, or None.
    """
    from glassnet.programs import exporting  # a snapshot is smaller without it

    written = {"python": exporting.python_file, "notebook": exporting.notebook}
    text = checks.one_of(written, form, "form")(_run.program.parts)
    data = data_lines.file_text(_run.data) if data_lines.needs_file(_run.choices, _run.data) else None
    return {"text": text, "data": data, "data_file": data_lines.FILE}
