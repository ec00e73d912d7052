"""How the build talks: one plain sentence a line on standard error, and progress bars that vanish when done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

console = Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    """Prints one sentence, as it is."""
    console.print(sentence, markup=False)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Shows that something of unknown length is going on."""
    if not console.is_terminal:
        say(f"{what} ...")
    with _bar(BarColumn(), TimeElapsedColumn()) as bar:
        bar.add_task(what, total=None)
        yield


@contextmanager
def downloading(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A byte-counting bar; call what it yields with the size of each piece that arrived."""
    if not console.is_terminal:
        say(f"{what} ...")
    with _bar(BarColumn(), DownloadColumn(), TransferSpeedColumn()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda size: bar.update(task, advance=size)


def _bar(*columns: ProgressColumn) -> Progress:
    """A line that vanishes when done; where there is no terminal, nothing at all."""
    text = TextColumn("{task.description}")
    return Progress(text, *columns, console=console, transient=True, disable=not console.is_terminal)
