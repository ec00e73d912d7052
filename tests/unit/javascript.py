"""Runs the page's pure modules under Node: ``ask(folder, "module.inWords(given.x)", "changed-lines.js", x=...)``."""

import json
import shutil
from pathlib import Path
from typing import Any

from sitebuild.node import run_node
from sitebuild.paths import SITE

SCRIPT = """
import { readFileSync } from "node:fs";
import * as module from "./%s";
const given = JSON.parse(readFileSync(new URL("given.json", import.meta.url), "utf8"));
const plain = (_, value) => (value instanceof Set ? [...value] : value);
console.log(JSON.stringify(%s, plain));
"""


def ask(folder: Path, expression: str, file: str, **given: Any) -> Any:
    """What an expression gives, in which ``module`` is a file of site/js that imports nothing; sets come as lists."""
    shutil.copy(SITE / "js" / file, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "given.json").write_text(json.dumps(given))
    (folder / "ask.js").write_text(SCRIPT % (file, expression))
    return json.loads(run_node(folder / "ask.js"))
