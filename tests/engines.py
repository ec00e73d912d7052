"""The three engines, started: Chromium and Firefox by Playwright, WebKitGTK by WebDriver (see webkit.py).

`SHORT` starts them for the tests, whose pages live for some seconds: there, compiling WebAssembly a second time to make
it faster takes more time than it saves (measured: a fifth of Chromium's, a fifteenth of Firefox's, a third of
WebKit's).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from playwright.sync_api import sync_playwright

from sitebuild.browser import FIREFOX, chromium, launch_arguments, programs_of
from webkit import running_webkit

COMPILE_ONCE = "--js-flags=--wasm-lazy-compilation,--liftoff-only"


@contextmanager
def running_chromium(*arguments: str) -> Iterator[Any]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=[*launch_arguments(), *arguments])
        yield without_service_workers(running)
        running.close()


@contextmanager
def running_firefox(**preferences: bool | int) -> Iterator[Any]:
    """Drives Debian's Firefox by WebDriver BiDi, and Playwright's own Firefox in Playwright's way."""
    [program] = programs_of(FIREFOX, fetch=False)
    with sync_playwright() as playwright:
        own = program == playwright.firefox.executable_path
        running = playwright.firefox.launch(
            executable_path=program, channel=None if own else "moz-firefox", firefox_user_prefs=preferences
        )
        yield without_service_workers(running)
        running.close()


def without_service_workers(running: Any) -> Any:
    """The browser, whose contexts have none unless they are asked for: a route does not see what one asks for."""
    running.new_context = partial(running.new_context, service_workers="block")
    return running


STARTS = {"chromium": running_chromium, "firefox": running_firefox, "webkit": running_webkit}
SHORT = {
    "chromium": lambda: running_chromium(COMPILE_ONCE),
    "firefox": lambda: running_firefox(
        **{"javascript.options.wasm_optimizingjit": False, "ui.prefersReducedMotion": 1}
    ),
    "webkit": lambda: running_webkit(still=True, JSC_useOMGJIT="0"),
}
