"""How the build talks: one plain sentence a line on standard error, and progress bars that vanish when done."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    """Prints one sentence, as it is."""
    console.print(sentence, markup=False)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Shows that something of unknown length is going on."""
    if not console.is_terminal:
        say(f"{what} ...")
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    # A line that vanishes when done; where there is no terminal, nothing at all.
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task(what, total=None)
        yield
