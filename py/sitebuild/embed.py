"""Makes embed.html, the page for frames, of index.html: the same page, marked as embedded, with one more style sheet.

So the two can never be of different versions. What the page for frames leaves out, that sheet says.
"""

from pathlib import Path

from .problem import Problem

PAGE = "index.html"
EMBEDDED = "embed.html"
START = '<html lang="en"'
SHEET = '<link rel="stylesheet" href="css/{}" />'
LAST = SHEET.format("bar.css")
OWN = SHEET.format("embedded.css")


def add_embed(folder: Path) -> None:
    """Writes embed.html beside index.html, which is finished."""
    text = (folder / PAGE).read_text(encoding="utf-8")
    for place, more in (START, " data-embedded"), (LAST, f"\n    {OWN}"):
        if text.count(place) != 1:
            raise Problem(f"{PAGE} has {place} {text.count(place)} times; expected once.")
        text = text.replace(place, place + more)
    (folder / EMBEDDED).write_text(text, encoding="utf-8", newline="\n")
