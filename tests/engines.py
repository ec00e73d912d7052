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
SHORT_FIREFOX = {"javascript.options.wasm_optimizingjit": False, "ui.prefersReducedMotion": 1}


@contextmanager
def running_chromium(*arguments: str) -> Iterator[Any]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=[*launch_arguments(), *arguments])
        yield without_service_workers(running)
        running.close()


@contextmanager
def running_firefox(**preferences: bool | int) -> Iterator[Any]:
    """Drives Debian's Firefox by WebDriver BiDi, and Playwright's own Firefox in Playwright's way."""
    with sync_playwright() as playwright:
        running = launch_firefox(playwright.firefox, **preferences)
        yield without_service_workers(running)
        running.close()


def launch_firefox(kind: Any, **preferences: bool | int) -> Any:
    """`kind` is the `firefox` of a running Playwright."""
    [program] = programs_of(FIREFOX, fetch=False)
    channel = None if program == kind.executable_path else "moz-firefox"
    return kind.launch(executable_path=program, channel=channel, firefox_user_prefs=preferences)


def without_service_workers(running: Any) -> Any:
    """The browser, whose contexts have none unless they are asked for: a route does not see what one asks for."""
    running.new_context = partial(running.new_context, service_workers="block")
    return running


STARTS = {"chromium": running_chromium, "firefox": running_firefox, "webkit": running_webkit}
SHORT = {
    "chromium": lambda: running_chromium(COMPILE_ONCE),
    "firefox": lambda: running_firefox(**SHORT_FIREFOX),
    "webkit": lambda: running_webkit(still=True, JSC_useOMGJIT="0"),
}
