"""Pyodide's JavaScript, without the third of it that only gives names.

It gives each of some 4,800 functions of the interpreter a name, so that other JavaScript can call it. Nothing here
calls more than 400 of them, and yet a browser reads, compiles and runs all those lines before Python starts. Compiled
libraries do not need them: they find the functions in a table of their own.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from .files import cached_folder, fingerprint
from .problem import Problem
from .pyodide import GLUE, LOADER, pyodide

NAMING = re.compile(r"(?<=function assignWasmExports\(wasmExports\)\{)[^{}]*(?=\})")
NAMED = re.compile(r'([\w$]+)=(?:Module\["[\w$]+"\]=)?wasmExports\["[\w$]+"\]')
DECLARED = re.compile(r"\bvar ([\w$]+(?:,[\w$]+)*);")
IDENTIFIER = re.compile(r"[\w$]+")


@cache
def glue() -> Path:
    """The cached file."""
    key = fingerprint(files=[Path(__file__), pyodide(GLUE), pyodide(LOADER)])

    def make(folder: Path) -> None:
        text, loader = (pyodide(name).read_text(encoding="utf-8") for name in (GLUE, LOADER))
        (folder / GLUE).write_text(without_unused_names(text, loader), encoding="utf-8", newline="\n")

    return cached_folder(f"glue-{key}", make) / GLUE


def without_unused_names(glue: str, *others: str) -> str:
    """The code without the names of functions that neither it nor any of the others speaks of again."""
    if len(NAMING.findall(glue)) != 1:
        raise Problem(f"{GLUE} does not name the interpreter's functions as it used to; see py/sitebuild/glue.py.")
    [naming] = NAMING.findall(glue)
    spoken_of = Counter(IDENTIFIER.findall(NAMING.sub("", glue)))
    for other in others:
        spoken_of.update(IDENTIFIER.findall(other))

    def unused(statement: str) -> str:
        """The name that a statement gives, if nothing but its declaration speaks of that."""
        named = NAMED.fullmatch(statement)
        return named[1] if named and spoken_of[named[1]] <= 1 else ""

    statements = naming.split(";")
    names = {name for name in map(unused, statements) if name}
    kept = ";".join(statement for statement in statements if not unused(statement))

    def declared(match: re.Match[str]) -> str:
        left = [name for name in match[1].split(",") if name not in names]
        return f"var {','.join(left)};" if left else ""

    return DECLARED.sub(declared, NAMING.sub(lambda _: kept, glue))
