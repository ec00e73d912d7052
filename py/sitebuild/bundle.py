"""Makes the page's own files few and lasting: one script for all that it imports at once, one for each part that it
imports later, two style sheets; in a folder named by their content, so that an old page never gets a new module.

Source maps lead from each script to the plain modules, whole.
"""

import base64
import hashlib
import re
import shutil
from pathlib import Path

from .esbuild import NAME
from .files import cached_folder, fingerprint, sources
from .node import run_node
from .npm import npm_package, version
from .problem import Problem
from .say import busy

SCRIPT = Path(__file__).with_name("bundle.mjs")
PAGE = "index.html"
PLACE = "page"  # until its content is known
MAIN = "main.js"
EARLY = "js/early.js"
FROM = ("css", "js", "vendor")
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)" />')
TAG = '<script src="js/early.js"></script>'
POLICY = "script-src 'self'"
BEHIND = '<template id="behind-the-picture">'
MODULE = '<script type="module" src="js/main.js"></script>'
# Its absence tells early.js that a style sheet did not come, or not whole.
LAST_RULE = ":root{{--{}:whole}}\n"


def bundle(plain: Path) -> Path:
    """The bundled files in the cache, made of the plain page; made again when one of those has changed."""
    text = (plain / PAGE).read_text(encoding="utf-8")
    before, behind = text.split(BEHIND)
    sheets = {"first": SHEET.findall(before), "later": SHEET.findall(behind)}
    sheets["dark"] = ["css/dark.css"]
    files = [path for name in FROM for path in sources(plain / name)]
    key = fingerprint(sheets, LAST_RULE, version(NAME), files=[SCRIPT, *files])
    return cached_folder(f"bundle-{key}", lambda made: _make(plain, sheets, made)) / "out"


def _make(plain: Path, sheets: dict[str, list[str]], made: Path) -> None:
    site = made / "site"
    for name in FROM:
        shutil.copytree(plain / name, site / name)
    for name, imported in sheets.items():
        rules = "".join(f'@import "./{address}";\n' for address in imported)
        (site / f"{name}.last.css").write_text(LAST_RULE.format(name), encoding="utf-8")
        (site / f"{name}.css").write_text(f'{rules}@import "./{name}.last.css";\n', encoding="utf-8")
    with busy("Bundling the page"):
        run_node(SCRIPT, npm_package(NAME), site.resolve(), made.resolve() / "out")
    shutil.rmtree(site)


def add_bundle(plain: Path, new: Path) -> None:
    """Puts the bundle into its place, and a page that asks for it into `new`."""
    shutil.copytree(bundle(plain), new / PLACE, dirs_exist_ok=True)
    text = (plain / PAGE).read_text(encoding="utf-8")
    before, behind = text.split(BEHIND)
    text = BEHIND.join([_one_sheet(before, "first"), _one_sheet(behind, "later")])
    early = (new / PLACE / "early.js").read_text(encoding="utf-8").strip()
    (new / PLACE / "early.js").unlink()
    main = f'{PLACE}/{MAIN}" integrity="{integrity((new / PLACE / MAIN).read_bytes())}'
    for old, instead in (
        (TAG, f"<script>{early}</script>"),
        (POLICY, f"{POLICY} '{integrity(early.encode())}'"),
        ('href="css/dark.css"', f'href="{PLACE}/dark.css"'),
        ('href="js/main.js"', f'href="{main}"'),
        (MODULE, MODULE.replace(f"js/{MAIN}", main)),
        ('href="recording.json"', f'href="{PLACE}/recording.json"'),
        ('href="runtime.json"', f'href="{PLACE}/runtime.json"'),
    ):
        if text.count(old) != 1:
            raise Problem(f"{PAGE} has {old} {text.count(old)} times; expected once.")
        text = text.replace(old, instead)
    (new / PAGE).write_text(text, encoding="utf-8", newline="\n")


def _one_sheet(text: str, name: str) -> str:
    """The page's text with one style sheet in the place of the first, and none in the places of the others."""
    first, *others = [found[0] for found in SHEET.finditer(text)]
    for sheet in others:
        text = re.sub(rf"\n *{re.escape(sheet)}", "", text)
    return text.replace(first, f'<link rel="stylesheet" href="{PLACE}/{name}.css" />')


def integrity(content: bytes) -> str:
    """What a browser compares a file with before it uses it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def name_by_content(new: Path) -> Path:
    """Gives the folder, once it is whole, the name that its content has earned, in the pages as well; returns it."""
    files = sources(new / PLACE)
    named = (new / PLACE).rename(new / f"{PLACE}-{fingerprint(files=files)}")
    for page in new.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(f'"{PLACE}/', f'"{named.name}/'), encoding="utf-8", newline="\n")
    return named
