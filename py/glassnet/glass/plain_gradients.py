"""Gives a program without clipping and freezing, so that its gradients can be compared with the slopes of the loss.

Both are lines of ``backward_propagation``, in the program's own text and in a reader's version. They are changed there;
every line keeps its number.
"""

from __future__ import annotations

import linecache
import re

from glassnet.programs.running import Program

FROZEN = re.compile(r"^ *# Frozen: no gradient here\n(?: *d[Wb]\d+\[.*\] = 0\n)*", re.MULTILINE)
CLIP = re.compile(r"^( +clip = ).*$", re.MULTILINE)
NEVER_REACHED = "1e300"


def with_plain_gradients(program: Program) -> Program:
    """The same program without clipping and freezing; the program itself if it has neither."""
    part = program.part_with("backward_propagation")
    text = FROZEN.sub(lambda lines: "\n" * lines[0].count("\n"), part.text)
    text = CLIP.sub(rf"\g<1>{NEVER_REACHED}", text)
    if text == part.text:
        return program
    versions = {name: text if name == part.name else own for name, own in program.versions.items()}
    parts = [part._replace(text=text) if one is part else one for one in program.parts]
    shown = linecache.cache[program.file_of(part)]
    plain = Program(parts, versions, program.fast)
    linecache.cache[program.file_of(part)] = shown  # tracebacks show the reader's own lines
    return plain
