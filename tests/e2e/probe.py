"""A door for tests: runs any lines of Python in the page's own worker."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from built import of_the_page

# What is put into the page's own package, so that the page's own Python runs it in the page's own worker.
PROBE = '''

__all__.append("probe")


def probe(code, js):
    """Run some lines of Python, which may await; what they leave in `answer`, or their error, is kept for the test.

    The worker itself gives `js`, its global: no Python can import it there.
    """
    import asyncio
    import json

    async def run():
        names = {"js": js}
        try:
            exec("async def lines():\\n    " + code.replace("\\n", "\\n    "), names)
            answer = {"answer": await names["lines"]()}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        js.probed = json.dumps(answer)

    js.probed = None
    js.running = asyncio.ensure_future(run())
'''
ASK = """async (code) => {
  const { postMessage } = self;
  self.postMessage = () => {}; // the page would refuse an answer to what it has not asked
  self.onmessage({ data: { id: 1e9, name: "probe", args: { code, js: self } } });
  self.postMessage = postMessage;
  while (!self.probed) await new Promise((resolve) => setTimeout(resolve, 10));
  return self.probed;
}"""


def with_probe(wheel: Path, lines: str = PROBE) -> bytes:
    """Our wheel with more lines at the end of its session: the probe, or others."""
    changed = io.BytesIO()
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content + lines.encode() if name == "glassnet/session.py" else content)
    return changed.getvalue()


def serve_changed(context: Any, dist: Path, lines: str = PROBE) -> None:
    """Have a context's pages start with that wheel, plainly: the snapshot has our package in it as it is."""
    [wheel] = dist.glob("runtime/*/glassnet-*/*.whl")
    [lock] = dist.glob("runtime/*/pyodide-lock-*.json")
    changed = with_probe(wheel, lines)
    was, now = (hashlib.sha256(content).hexdigest() for content in (wheel.read_bytes(), changed))
    changed_lock = lock.read_text().replace(was, now)
    assert now in changed_lock
    runtime = json.loads(of_the_page(dist, "runtime.json").read_text())
    runtime["snapshot"]["layout"] = "another"
    runtime["files"][wheel.relative_to(dist).as_posix()] = len(changed)
    context.route(f"**/{wheel.name}", lambda route: route.fulfill(body=changed))
    context.route("**/pyodide-lock-*.json", lambda route: route.fulfill(body=changed_lock))
    context.route("**/runtime.json", lambda route: route.fulfill(json=runtime))


def ask(worker: Any, lines: str) -> dict[str, Any]:
    """Run the lines in a worker: what they return as `answer`, or their `error`."""
    answer: dict[str, Any] = json.loads(worker.evaluate(ASK, lines))
    return answer
