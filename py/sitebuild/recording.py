"""Records the tutorial's own run for the page to open on: the real package, run natively, its frames kept as JSON."""

import os
import subprocess
import sys
from pathlib import Path

from .files import cached_folder, fingerprint, sources
from .paths import PACKAGE
from .problem import Problem, last_words
from .say import busy

SCRIPT = """
import json, sys
from glassnet.recording import record
text = json.dumps(record(), separators=(",", ":"), allow_nan=False, ensure_ascii=False)
open(sys.argv[1], "w", encoding="utf-8", newline="").write(text)
"""


def recording() -> Path:
    """The recording in the cache, made again only when the package changed."""
    key = fingerprint(SCRIPT, *(path.relative_to(PACKAGE) for path in sources(PACKAGE)), files=sources(PACKAGE))
    return cached_folder(f"recording-{key}", lambda folder: _record(folder / "recording.json")) / "recording.json"


def _record(path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", SCRIPT, str(path)]
    with busy("Recording the tutorial's own run and its thousand seeds"):
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem("glassnet.recording.record() did not give a recording:\n" + last_words(done.stderr, lines=20))
