"""Where things are: the checkout, what is built from it, and the user's cache folder. Imports nothing of ours."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
PACKAGE = ROOT / "py" / "glassnet"
PINS = Path(__file__).with_name("pins")
PYPROJECT = ROOT / "pyproject.toml"
DIST = ROOT / "dist"


def cache_folder() -> Path:
    """The folder for downloads and everything made from them; outside the checkout, safe to delete at any time."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = (Path(base) if base.startswith(("/", "\\")) or ":" in base else Path.home() / ".cache") / "glassnet"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
