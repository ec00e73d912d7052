"""Gets one file whose hash is known from the first of several sources that really holds it.

The hash is the authority: where the bytes come from does not matter, and bytes that do not match are never kept. A
source is a name for the messages and a function that puts the file at the path it is given, or raises `Unreachable`.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .files import sha256
from .problem import Problem
from .say import downloading, say
from .scratch import scratch

CONNECT_SECONDS = 5
PIECE = 1 << 16


class Unreachable(Exception):
    """A source that cannot be used now; the text says why."""


@dataclass(frozen=True)
class Source:
    """One place to get a file from."""

    name: str
    get: Callable[[Path], None]


def verified_file(target: Path, expected: str, sources: Sequence[Source]) -> Path:
    """`target`, holding the bytes with the hash `expected`: from the cache, else from the first source that has it."""
    if target.is_file():
        found = sha256(target)
        if found == expected:
            return target
        say(f"{target.name} in the cache is damaged (its SHA-256 is {found[:12]}..., not {expected[:12]}...).")
        target.unlink()
    for number, source in enumerate(sources):
        if _got(target, expected, source):
            return target
        if number + 1 < len(sources):
            say(f"Trying {sources[number + 1].name} next.")
    names = ", ".join(source.name for source in sources)
    raise Problem(f"{target.name} could not be had from any of these: {names}. Check the network, then run this again.")


def web_source(name: str, address: str) -> Source:
    """A source that downloads from an address, with a progress bar."""
    return Source(name, lambda path: _download(address, path))


def _got(target: Path, expected: str, source: Source) -> bool:
    with scratch(target) as folder:
        arrived = folder / target.name
        try:
            source.get(arrived)
        except Unreachable as reason:
            say(f"{target.name} cannot be had from {source.name}: {reason}.")
            return False
        found = sha256(arrived)
        if found != expected:
            say(f"{target.name} from {source.name} has the SHA-256 {found[:12]}..., not {expected[:12]}...; not used.")
            return False
        arrived.replace(target)
        return True


def _download(address: str, path: Path) -> None:
    try:
        with urllib.request.urlopen(address, timeout=CONNECT_SECONDS) as answer, path.open("wb") as out:
            expected = answer.headers.get("Content-Length")
            total = int(expected) if expected else None
            _copy(answer, out.write, path.name, total)
    except urllib.error.HTTPError as error:
        raise Unreachable(f"it answered {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        raise Unreachable(f"no connection ({error.reason})") from error
    except (http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise Unreachable(f"the connection broke off ({error or type(error).__name__})") from error


def _copy(answer: http.client.HTTPResponse, write: Callable[[bytes], object], name: str, total: int | None) -> None:
    size = 0
    with downloading(f"Downloading {name}", total) as advance:
        while piece := answer.read(PIECE):
            write(piece)
            size += len(piece)
            advance(len(piece))
    if total is not None and size != total:
        raise Unreachable(f"only {size} of {total} bytes arrived")
