"""``python -m glassnet sweep ...``, ``sweep status`` and ``report``: sweeps from a terminal."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from math import inf
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from glassnet.looking.outcome import OUTCOMES, SOLVED
from glassnet.sweeps.native.cells import Cell, cells_of
from glassnet.sweeps.native.cores import usable_cores
from glassnet.sweeps.native.plan import tasks
from glassnet.sweeps.native.results import Results, results
from glassnet.sweeps.native.sample import sampled
from glassnet.sweeps.native.spec import Spec, spec_of
from glassnet.sweeps.native.study import PARTS, SEEDS, specs, study
from glassnet.sweeps.native.sweep import ON_CLUSTER, ON_CORES, Stopped, sweep, workers_of
from glassnet.sweeps.native.training import FAILED

MOST_LINES = 40  # of the summary


def run(arguments: list[str]) -> int:
    """Runs a command; returns the exit code: 0 done, 1 stopped, 2 refused."""
    if arguments[:2] == ["sweep", "status"]:
        arguments = arguments[1:]
    options = parser().parse_args(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    try:
        return int(options.command(options, console) or 0)
    except Stopped as stopped:
        console.print(f"{stopped} The same command goes on from there.")
        return 1
    except ValueError as error:
        Console(stderr=True, highlight=False).print(str(error), markup=False, soft_wrap=True)
        return 2
    except OSError as error:
        Console(stderr=True, highlight=False).print(f"{error}. The same command goes on from there.", soft_wrap=True)
        return 1


def parser() -> argparse.ArgumentParser:
    """The options."""
    whole = argparse.ArgumentParser(prog="python -m glassnet", description="Many runs, on all cores or on a cluster.")
    commands = whole.add_subparsers(required=True, metavar="sweep | status | report | study")
    one = commands.add_parser("sweep", help="run a sweep, or go on with it", description="Runs a sweep.")
    one.add_argument("spec", type=Path, help="the TOML file of the sweep")
    one.add_argument("--out", type=Path, default=Path("results"), help="the folder for its results (results)")
    one.add_argument("--scheduler", help="the address of a Dask scheduler, such as tcp://host:8786")
    one.add_argument("--task-seconds", type=float, help=f"how long a task takes ({ON_CORES:g}; cluster {ON_CLUSTER:g})")
    one.add_argument("--retry-failed", action="store_true", help="run tasks again that have failed")
    one.add_argument("--dry-run", action="store_true", help="only say how many runs, and about how long")
    one.set_defaults(command=run_sweep)
    long = commands.add_parser("study", help="how often XOR gets stuck", description="Runs the study of XOR.")
    long.add_argument("part", nargs="*", help=f"one or more of {', '.join(PARTS)}; by default all")
    long.add_argument("--out", type=Path, default=Path("study"), help="the folder for its results (study)")
    long.add_argument("--seeds", default=SEEDS, help=f"the seeds of each cell ({SEEDS})")
    long.add_argument("--epochs", type=int, help="fewer epochs, to see quickly how it works")
    long.add_argument("--scheduler", help="the address of a Dask scheduler")
    long.add_argument("--dry-run", action="store_true", help="only say how many runs, and about how long")
    long.set_defaults(command=run_study)
    for name, command, words in (("status", status, "how far a sweep is"), ("report", report, "writes its report")):
        other = commands.add_parser(name, help=words, description=f"{words.capitalize()}.")
        other.add_argument("out", type=Path, help="the folder of its results")
        other.set_defaults(command=command)
        if name == "report":
            other.add_argument("--page", help="the address of the page that cells link to")
            other.add_argument("--to", type=Path, help="the file to write (report.html in the folder)")
    return whole


def run_sweep(options: argparse.Namespace, console: Console) -> int:
    """Runs a sweep, with its progress and a summary."""
    if options.task_seconds is not None and not 0 < options.task_seconds < 86400:
        raise ValueError(f"--task-seconds is {options.task_seconds:g}; expected a number above 0, below a day")
    spec = spec_of(options.spec)
    with executor_of(options.scheduler) as executor:
        if options.dry_run:
            console.print(planned(spec, executor, options.task_seconds), markup=False)
            return 0
        if options.retry_failed and (options.out / "sweep.json").exists():
            results(options.out).forget_failed()
        with progress(console, spec.runs) as told:
            found = sweep(spec, options.out, executor, seconds=options.task_seconds, report=told)
    console.print(summary(found))
    machines = found.machines()
    if len(machines) > 1:
        console.print(f"{len(machines)} kinds of processors took part, which round differently: bits may hang on them.")
    return 0


@contextmanager
def executor_of(scheduler: str | None) -> Iterator[Any]:
    """A Dask client of a scheduler; None without one, for the cores of this machine."""
    if scheduler is None:
        yield None
        return
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ValueError("--scheduler needs Dask: install it with `pip install 'glassnet[cluster]'`.") from error
    with Client(scheduler, set_as_default=False) as client:
        yield client


def planned(spec: Spec, executor: Any, seconds: float | None = None) -> str:
    """What a sweep will be, in words; it times a sample."""
    workers = workers_of(executor) if executor else usable_cores()
    seconds = seconds or (ON_CLUSTER if executor else ON_CORES)
    sample = sampled(spec)
    count = sum(1 for _ in tasks(spec, sample.units(seconds, workers)))
    axes = " x ".join(f"{len(values)} {name}" for name, values in spec.axes.items() if len(values) > 1)
    lines = [
        f"{spec.runs:,} runs: {axes + ' x ' if axes else ''}{len(spec.seeds):,} seeds",
        f"{count:,} tasks, each of about {min(seconds, sample.seconds(1) / count):.2g} s",
        f"about {duration(sample.seconds(workers))} on {workers} cores",
        f"about {max(1, sample.bytes_a_run * spec.runs / 1000):,.0f} kB of results",
        *(f"some are run one by one: {reason}" for reason in sample.singly),
    ]
    return "\n".join(lines if sample.singly else [*lines, "runs of one shape are trained together"])


def duration(seconds: float) -> str:
    """A time in words."""
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.1f} seconds"


@contextmanager
def progress(console: Console, runs: int) -> Iterator[Callable[[Any], None]]:
    """A bar of the runs that are done; gives what is to be told of them."""
    columns = TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[failed]}")
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("runs", total=runs, failed="")
        yield lambda now: bar.update(task, completed=now.done, failed=f"{now.failed:,} failed" if now.failed else "")


def summary(found: Results) -> Table:
    """A line for each of the first cells: the share that solves it, its 95 % interval, and the kinds of ends."""
    cells = list(islice(cells_of(found), MOST_LINES))
    others = [word for word in (*OUTCOMES, FAILED) if word != SOLVED and any(cell.counts.get(word) for cell in cells)]
    made = Table(box=SIMPLE)
    for name in cells[0].choices if cells else ():
        made.add_column(name)
    for name in ("runs", "solved", "95 %", "half at", *others):
        made.add_column(name, justify="right", no_wrap=True)
    for cell in cells:
        made.add_row(*map(str, cell.choices.values()), *in_words(cell, others))
    more = found.spec.runs // len(found.spec.seeds) - MOST_LINES
    if more > 0:
        made.caption = f"and {more:,} more cells: see the report"
    return made


def in_words(cell: Cell, others: list[str]) -> list[str]:
    """A cell's numbers for the table."""
    low, high = cell.interval
    at = "" if cell.half_solved_at is None else f"{cell.half_solved_at:,}"
    counts = [cell.counts.get(word, 0) for word in others]
    between = f"{100 * low:.1f} to {100 * high:.1f}"
    return [f"{cell.runs:,}", f"{100 * cell.share:.1f} %", between, at, *(f"{n:,}" if n else "" for n in counts)]


def run_study(options: argparse.Namespace, console: Console) -> int:
    """Runs the study, part by part, and writes a report of each."""
    from glassnet.sweeps.native.report import write_report

    parts = specs(options.part, options.seeds, options.epochs)
    with executor_of(options.scheduler) as executor:
        if options.dry_run:
            for name, spec in parts.items():
                console.print(name, planned(spec, executor), "", sep="\n", markup=False)
            return 0
        for name, found in study(options.out, parts, executor):
            console.print(name, summary(found), f"The report is {write_report(found)}.")
    return 0


def status(options: argparse.Namespace, console: Console) -> int:
    """Says what is done, failed and left; how fast it goes, and how long the rest takes."""
    found = results(options.out)
    now = found.found()
    console.print(f"{now.done:,} of {found.spec.runs:,} runs are done, {now.left:,} are left.")
    if now.failed:
        console.print(f"{now.failed:,} have failed; --retry-failed runs them again.")
    if now.damaged:
        console.print(f"{now.damaged:,} of those that are left have damaged files; they are run again.")
    first, last = inf, -inf
    for path in options.out.glob("*.parquet"):
        written = path.stat().st_mtime
        first, last = min(first, written), max(last, written)
    if now.left and last > first:
        rate = now.done / (last - first)
        ago = duration(time.time() - last)
        console.print(f"About {rate:,.0f} runs a second so far: {duration(now.left / rate)} left. Last file {ago} ago.")
    return 0


def report(options: argparse.Namespace, console: Console) -> int:
    """Writes the report as one HTML page."""
    from glassnet.sweeps.native.report import write_report

    console.print(f"The report is {write_report(results(options.out), options.to, options.page)}.")
    return 0
