"""Makes embed.html, the page for frames, of index.html: the same page, marked as embedded.

So the two can never be of different versions. What the page for frames leaves out, css/embedded.css says.
"""

from pathlib import Path

from .problem import Problem

PAGE = "index.html"
EMBEDDED = "embed.html"
START = '<html lang="en"'
# Python may never be asked for in a frame.
NOT_YET = '    <link rel="preload" href="page/runtime.json" as="fetch" crossorigin="anonymous" />\n'


def add_embed(folder: Path) -> None:
    """Writes embed.html beside index.html, which is finished."""
    text = (folder / PAGE).read_text(encoding="utf-8")
    for place, instead in (START, f"{START} data-embedded"), (NOT_YET, ""):
        if text.count(place) != 1:
            raise Problem(f"{PAGE} has {place} {text.count(place)} times; expected once.")
        text = text.replace(place, instead)
    (folder / EMBEDDED).write_text(text, encoding="utf-8", newline="\n")
