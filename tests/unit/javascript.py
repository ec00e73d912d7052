"""Runs the page's pure modules under Node: ``ask(folder, "module.said(given.x)", "state/changed-lines.js", x=...)``."""

import json
import shutil
from pathlib import Path
from typing import Any

from sitebuild.node import run_node
from sitebuild.paths import SITE

SCRIPT = """
import { readFileSync } from "node:fs";
// Colours are read from the page where draw.js is loaded; here there is none, and nothing is drawn.
const media = { matches: false, addEventListener() {} };
Object.assign(globalThis, { window: globalThis, document: { getElementById: () => media }, matchMedia: () => media });
globalThis.addEventListener ??= () => {};
const module = await import("./%s");
const given = JSON.parse(readFileSync(new URL("given.json", import.meta.url), "utf8"));
const plain = (_, value) => (value instanceof Set ? [...value] : value);
console.log(JSON.stringify(await (%s), plain));
"""


def ask(folder: Path, expression: str, file: str, **given: Any) -> Any:
    """What an expression (or its promise) gives, in which ``module`` is a file of site/js that needs no page; sets come
    as lists. It is run in a copy of site/js, with what it imports."""
    shutil.copytree(SITE / "js", folder, dirs_exist_ok=True)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "given.json").write_text(json.dumps(given))
    (folder / "ask.js").write_text(SCRIPT % (file, expression))
    return json.loads(run_node(folder / "ask.js"))
