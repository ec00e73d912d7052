"""Tables that are drawn with characters, as Markdown, databases and terminals draw them: the lines are taken out.

``| a | b |`` above ``|---|---|`` are two columns, and no empty ones beside them.
"""

from __future__ import annotations

import re
from itertools import islice

# Of dashes, and in Markdown of colons beside them. A single dash in each cell may be a row without values.
DRAWN = r"[ \t]*(?::-+:?|-+:|--+|==+)[ \t]*"
RULER = re.compile(rf"[|+]?(?:{DRAWN}[|+])*(?:{DRAWN})?")
FRAME = re.compile(r"(?m)^[ \t]*\|([^\r\n]*)\|[ \t]*(?=\r?$)")
# Terminals draw the same with lines: they are taken for bars and dashes.
LINES = str.maketrans(
    {
        **dict.fromkeys("│┃║┆┊╎", "|"),
        **dict.fromkeys("─━═╌┄┈╴╶", "-"),
        **dict.fromkeys("┌┬┐├┼┤└┴┘╭╮╰╯╞╪╡╒╤╕╘╧╛╔╦╗╠╬╣╚╩╝┏┳┓┡╇┩┗┻┛┣╋┫┢┠┨", "+"),
    }
)
DRAWN_WITHIN = 1000  # letters
LOOKED_AT = 3  # lines: a table of a database begins with a ruler


def without_frame(text: str) -> str:
    """A text without the lines of a drawn table, or as it came. A line that is gone stays as an empty one, so that rows
    keep their numbers."""
    if any(line in text[:DRAWN_WITHIN] for line in "│┃║┌╔┏╭"):
        text = text.translate(LINES)
    first = [line for line in islice(text.split("\n", 10), 10) if line.strip()][:LOOKED_AT]
    framed = [line.strip() for line in first if not is_ruler(line)]
    if not framed or not all("|" in line for line in framed):
        return text
    if len(framed) == len(first) and not all(line[0] == line[-1] == "|" and len(line) > 1 for line in framed):
        return text
    lines = ["" if is_ruler(line) else line for line in text.split("\n")]
    return FRAME.sub(r"\1", "\n".join(lines))


def is_ruler(line: str) -> bool:
    """Whether a line is drawn: nothing but dashes between bars or crosses."""
    return ("|" in line or "+" in line) and ("-" in line or "=" in line) and RULER.fullmatch(line.strip()) is not None
