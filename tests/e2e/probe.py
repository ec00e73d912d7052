"""A door for tests: any lines of Python, run by the page's own Python in the page's own worker."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

# What is put into the page's own package, so that the page's own Python runs it in the page's own worker.
PROBE = '''

__all__.append("probe")


def probe(code):
    """Run some lines of Python, which may await; what they leave in `answer`, or their error, is kept for the test."""
    import asyncio
    import js
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
  self.onmessage({ data: { id: 1e9, name: "probe", args: { code } } });
  while (!self.probed) await new Promise((resolve) => setTimeout(resolve, 10));
  return self.probed;
}"""


def with_probe(wheel: Path) -> bytes:
    """Our wheel with one more function in its session."""
    changed = io.BytesIO()
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content + PROBE.encode() if name == "glassnet/session.py" else content)
    return changed.getvalue()


def ask(worker: Any, lines: str) -> dict[str, Any]:
    """Run the lines in a worker: what they return as `answer`, or their `error`."""
    answer: dict[str, Any] = json.loads(worker.evaluate(ASK, lines))
    return answer
