"""The report of a sweep: one HTML file with a map of all cells, and of each its losses and curves, as SVG.

It needs nothing else, neither scripts nor a network. Each cell links to that exercise on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from glassnet.looking.outcome import OUTCOMES, SOLVED
from glassnet.programs.choices import CHOICES
from glassnet.sweeps.native.cells import MOST_KEPT, Cell, cells_of
from glassnet.sweeps.native.results import Results, write_whole
from glassnet.sweeps.native.training import FAILED

PAGE = "http://localhost:8000/"  # where `python3 build.py serve` shows the page
WIDE, HIGH = 220, 60  # of the small pictures
MOST_CELLS = 2000  # that a report shows

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1c1c1c, #e8e8e8); --line: light-dark(#ccc, #555);
  --good: light-dark(#1f6f8b, #6cc4e0); --bad: light-dark(#b5562b, #f0a27c); --paper: light-dark(#fff, #171717); }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; } caption { text-align: start; padding: .3rem 0; }
th, td { padding: .3rem .6rem; border: 1px solid var(--line); text-align: end; font-variant-numeric: tabular-nums; }
th { font-weight: 600; } a { color: inherit; } .scroll { overflow-x: auto; }
.map td { background: color-mix(in srgb, var(--good) calc(var(--share) * 55%), var(--paper)); }
svg { display: block; } .good { fill: var(--good); } .bad { fill: var(--bad); } .band { fill: var(--line); }
.middle { fill: none; stroke: var(--ink); stroke-width: 1.5; }
"""


def write_report(found: Results, path: Path | None = None, page: str | None = None) -> Path:
    """Writes the report of what is done so far; returns where. Raises ``ValueError`` if nothing is done yet.

    It reads the files one after another, and keeps summaries of at most ``MOST_CELLS`` cells.
    """
    text = document(found, cells_of(found), page or PAGE)
    path = path or found.folder / "report.html"
    write_whole(path, text.encode())
    return path


def document(found: Results, all_cells: Iterator[Cell], page: str) -> str:
    """The whole page."""
    cells = list(islice(all_cells, MOST_CELLS))
    if not cells:
        raise ValueError(f"{found.folder} has no runs that are done; expected some to report on")
    runs, solved, more = sum(cell.runs for cell in cells), sum(cell.counts.get(SOLVED, 0) for cell in cells), 0
    for cell in all_cells:
        runs, solved, more = runs + cell.runs, solved + cell.counts.get(SOLVED, 0), more + 1
    fixed = {name: values[0] for name, values in found.spec.axes.items() if len(values) == 1}
    said = "; ".join(f"{name} {as_text(value)}" for name, value in fixed.items()) or "the tutorial’s choices"
    parts = [
        f"<h1>{runs:,} runs</h1>",
        f"<p>{solved:,} of {runs:,} runs solved the exercise. The runs of a cell differ by their seeds alone. "
        f"The same for all: {escape(said)}. A choice that is not named has the tutorial’s value.</p>",
        *([] if runs == found.spec.runs else [f"<p>{found.spec.runs - runs:,} runs are not done yet.</p>"]),
        *maps(found, cells, page),
        "<h2>Each cell</h2>",
        "<p>The interval is Wilson’s, at 95 %. In the histogram of last losses, solved runs are "
        "<span style='color:var(--good)'>below</span> and the others on top of them. "
        f"If a cell has more than {MOST_KEPT:,} runs, its pictures show one run in two, four or more.</p>",
        f"<div class='scroll'>{table(found, cells, page)}</div>",
    ]
    if more:
        parts.append(f"<p>{more:,} more cells are in the files alone.</p>")
    head = f"<meta charset='utf-8'><title>{runs:,} runs</title><style>{STYLE}</style>"
    width = "<meta name='viewport' content='width=device-width'>"
    return f"<!doctype html><html lang='en'><head>{head}{width}</head><body>{''.join(parts)}</body></html>\n"


def maps(found: Results, cells: Sequence[Cell], page: str) -> Iterator[str]:
    """The share that is solved over the first two axes: a map for each combination of the others."""
    names = list(cells[0].choices)
    if len(names) < 2:
        return
    across, up, *others = sorted(names, key=lambda name: len(found.spec.axes[name]), reverse=True)
    by_others: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        by_others.setdefault(tuple(f"{name} {cell.choices[name]}" for name in others), []).append(cell)
    yield "<h2>The share that solves it</h2>"
    for title, some in by_others.items():
        yield one_map(found, some, (across, up), ", ".join(title), page)


def one_map(found: Results, cells: Sequence[Cell], names: tuple[str, str], title: str, page: str) -> str:
    """One map as a table: its cells link to the page, and are coloured by their share."""
    across, up = names
    columns = list(dict.fromkeys(cell.choices[across] for cell in cells))
    by_place = {(cell.choices[across], cell.choices[up]): cell for cell in cells}
    head = "".join(f"<th scope='col'>{escape(str(column))}</th>" for column in columns)
    lines = [f"<tr><th>{escape(up)} \\ {escape(across)}</th>{head}</tr>"]
    for row in dict.fromkeys(cell.choices[up] for cell in cells):
        inner = "".join(map_cell(found, by_place.get((column, row)), page) for column in columns)
        lines.append(f"<tr><th scope='row'>{escape(str(row))}</th>{inner}</tr>")
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    return f"<div class='scroll'><table class='map'>{caption}{''.join(lines)}</table></div>"


def map_cell(found: Results, cell: Cell | None, page: str) -> str:
    """A cell of a map; empty where no run is done."""
    if cell is None:
        return "<td></td>"
    return f"<td style='--share:{cell.share:.3f}'>{linked(found, cell, page)}</td>"


def table(found: Results, cells: Sequence[Cell], page: str) -> str:
    """A line for each cell, with its pictures."""
    others = [word for word in (*OUTCOMES, FAILED) if word != SOLVED and any(cell.counts.get(word) for cell in cells)]
    curves = found.spec.watching.curve > 1
    names = [
        *cells[0].choices,
        "runs",
        "solved",
        "95 %",
        "half at",
        *others,
        "last loss",
        *(["curves"] if curves else []),
    ]
    lines = ["".join(f"<th scope='col'>{escape(name)}</th>" for name in names)]
    for cell in cells:
        low, high = cell.interval
        link = linked(found, cell, page)
        at = "" if cell.half_solved_at is None else f"{cell.half_solved_at:,}"
        words = [*map(escape, map(str, cell.choices.values())), f"{cell.runs:,}", link]
        words += [f"{100 * low:.1f} to {100 * high:.1f}", at, *(f"{cell.counts.get(word, 0):,}" for word in others)]
        words.append(losses_picture(cell))
        if curves:
            words.append("" if cell.bands is None else curves_picture(cell.bands))
        lines.append("".join(f"<td>{word}</td>" for word in words))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def losses_picture(cell: Cell) -> str:
    """A histogram of the last losses."""
    counted = cell.losses
    most = max(1, int((counted["solved"] + counted["unsolved"]).max()))
    wide = WIDE / len(counted["solved"])
    bars = []
    for place, (solved, unsolved) in enumerate(zip(counted["solved"], counted["unsolved"], strict=True)):
        for name, count, below in (("good", solved, 0), ("bad", unsolved, solved)):
            high = HIGH * count / most
            if count:
                where = f"x='{place * wide:.1f}' y='{HIGH - HIGH * below / most - high:.1f}'"
                bars.append(f"<rect class='{name}' {where} width='{wide:.1f}' height='{high:.1f}'/>")
    of = f" of one run in {cell.every}" if cell.every > 1 else ""
    return picture("".join(bars), f"Losses{of} from 0 to {counted['high']:.3g}; {counted['others']} beyond")


def curves_picture(found: np.ndarray) -> str:
    """The losses below which 5, 25, 50, 75 and 95 % of the runs lie, over the epochs."""
    low, near, middle, far, high = (np.nan_to_num(line.astype(float), posinf=np.nan) for line in found)
    top = float(np.nanmax(high)) or 1.0
    across = np.linspace(0, WIDE, found.shape[1])

    def points(line: np.ndarray) -> list[str]:
        return [f"{x:.1f},{HIGH - HIGH * min(1.0, y / top):.1f}" for x, y in zip(across, line, strict=True)]

    shapes = [
        f"<polygon class='band' opacity='{opacity}' points='{' '.join(points(below) + points(above)[::-1])}'/>"
        for below, above, opacity in ((low, high, 0.4), (near, far, 0.9))
    ]
    shapes.append(f"<polyline class='middle' points='{' '.join(points(middle))}'/>")
    return picture("".join(shapes), f"Loss over the epochs, from 0 to {top:.3g}: the middle half, and 90 % of the runs")


def picture(inner: str, title: str) -> str:
    """An SVG with a title, which is what a screen reader reads."""
    size = f"viewBox='0 0 {WIDE} {HIGH}' width='{WIDE}' height='{HIGH}'"
    return f"<svg role='img' {size}><title>{escape(title)}</title>{inner}</svg>"


def linked(found: Results, cell: Cell, page: str) -> str:
    """A cell's share, as a link to its exercise; no address carries one's own rows."""
    share = f"{100 * cell.share:.1f} %"
    return share if found.spec.own else f"<a href='{address(found, cell, page)}'>{share}</a>"


def address(found: Results, cell: Cell, page: str) -> str:
    """The exercise of a cell on the page, with its first seed."""
    chosen: dict[str, Any] = {name: values[0] for name, values in found.spec.axes.items() if len(values) == 1}
    chosen |= dict(cell.choices) | {"seed": found.spec.seeds[0]}
    return escape(page + "#" + "&".join(keys(chosen)), quote=True)


def keys(chosen: Mapping[str, Any]) -> Iterator[str]:
    """The keys of an address, for choices that are not the tutorial's."""
    for name, value in chosen.items():
        text = as_text(value)
        if text != as_text(CHOICES[name].default):
            yield f"{name}={quote(text or '0', safe=',.-+')}"


def as_text(value: Any) -> str:
    """A choice as an address has it; whole numbers without a point."""
    if isinstance(value, (list, tuple)):
        return ",".join(map(as_text, value))
    return f"{value:g}" if isinstance(value, float) and value == int(value) else str(value)
