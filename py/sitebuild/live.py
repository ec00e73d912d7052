"""The command `serve`: builds, serves, and builds again when a page is asked for and a source file has changed."""

import threading
from pathlib import Path

from .assemble import assemble
from .files import sources
from .paths import PACKAGE, PYPROJECT, SITE
from .problem import Problem
from .say import say
from .serve import open_port

Times = dict[Path, int]


class Rebuilder:
    """Knows the sources' times of change at the last build."""

    def __init__(self, target: Path, plain: bool = False) -> None:
        self.target, self.plain, self.lock, self.built = target, plain, threading.Lock(), times()
        assemble(target, plain)

    def __call__(self) -> None:
        """Builds again if a source changed; a source that cannot be built is told, and the last good site stays."""
        with self.lock:
            now = times()
            if now == self.built:
                return
            self.built = now
            try:
                assemble(self.target, self.plain)
                say("A source changed: built again.")
            except Problem as problem:
                say(f"A source changed, but the site was not built again. {problem}")


def times() -> Times:
    """When each source file last changed."""
    return {path: path.stat().st_mtime_ns for path in [*sources(SITE), *sources(PACKAGE), PYPROJECT]}


def serve_forever(target: Path, port: int, plain: bool = False) -> None:
    """Serves until Ctrl-C."""
    server = open_port(target, port, Rebuilder(target, plain), say)
    say(f"Glassnet is at {server.address} (Ctrl-C stops it; a changed file is there at the next reload).")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.server_close()
