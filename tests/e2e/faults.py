"""What goes wrong with a file on its way: it is missing, cut short, or an HTML page is in its place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

HTML = b"<!doctype html><title>Not here</title><p>Sign in to the network."
TYPES = {"js": "text/javascript", "mjs": "text/javascript", "css": "text/css", "wasm": "application/wasm"}

# What the browsers themselves say of a file that they cannot use. Whatever else is said is the page's own fault.
BROWSERS_OWN = (
    "Failed to load resource: the server responded with a status of 404",
    "Failed to load module script: Expected a JavaScript",
    "Failed to find a valid digest in the 'integrity' attribute",
    "SRI's integrity checks failed",
    "was preloaded using link preload but not used",  # by a script that did not come
    "because its MIME type",  # a style sheet in Chromium
    "disallowed MIME type",  # a module in Firefox
    "MIME type, “text/html”, is not “text/css”",
    "Loading failed for the module with source",
    "None of the “sha256” hashes in the integrity attribute match",
)


def gone(route: Any, content: bytes) -> None:
    route.fulfill(status=404, body="Not found.")


def cut(route: Any, content: bytes) -> None:
    name = route.request.url.partition("?")[0]
    route.fulfill(body=content[: len(content) // 3], content_type=TYPES.get(name.rpartition(".")[2]))


def page_instead(route: Any, content: bytes) -> None:
    route.fulfill(body=HTML, content_type="text/html")


FAULTS: dict[str, Callable[[Any, bytes], None]] = {"gone": gone, "cut": cut, "an HTML page": page_instead}


def files_of(dist: Path, *patterns: str) -> list[str]:
    """All that the page may ask for; what developers' tools ask for, and what people read, is not."""
    found = (path for pattern in patterns for path in dist.glob(pattern) if path.is_file())
    names = [path.relative_to(dist).as_posix() for path in found if path.suffix != ".map" and path.name != "LICENSE"]
    return sorted(names)
