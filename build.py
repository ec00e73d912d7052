"""Glassnet's build: python3 build.py build | serve | test | bench

Needs Python 3.11 or newer with pip, and nothing else: it makes its own environment in the user's cache folder.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this is where an older one finds out)
    sys.exit(f"Glassnet's build needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

sys.path.insert(0, str(__import__("pathlib").Path(__file__).resolve().parent / "py"))
sys.dont_write_bytecode = True

from sitebuild.command import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
