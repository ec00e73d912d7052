"""WebKitGTK for the tests: the parts of Playwright's browser, page and locator that they use, over WebDriver.

Playwright cannot drive the WebKit of a Linux distribution. What is here has Playwright's names and waits as it does, so
that a test reads the same in each engine; what a test needs and WebDriver has not, is not here.
"""

import os
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import urllib3
from selenium import webdriver
from selenium.webdriver import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from sitebuild.browser import WEBKIT, programs_of

# The roles as elements that the page makes of them; to be heard they must also be seen.
ROLES = {
    "alert": "[role=alert]",
    "button": "button",
    "cell": "td",
    "checkbox": "input[type=checkbox]",
    "combobox": "select",
    "group": "[role=group]",
    "img": "[role=img]",
    "region": "section, [role=region]",
    "row": "tr",
    "spinbutton": "input[type=number]",
    "status": "[role=status], output",
    "table": "table",
    "textbox": "input[type=text], [role=textbox]",
}
FIND = """const [root, css, name, exact, seen, text] = arguments;
const words = (one) => (one ?? "").trim().replace(/\\s+/g, " ");
const nameOf = (one) => words(
  one.getAttribute("aria-label") ?? (document.getElementById(one.getAttribute("aria-labelledby")) ??
    one.labels?.[0] ?? one.querySelector("caption") ?? one).textContent);
const fits = (is) => (exact ? is === name : is.toLowerCase().includes(name.toLowerCase()));
return [...(root ?? document).querySelectorAll(css)].filter((one) =>
  (!seen || one.checkVisibility()) && (name === null || fits(nameOf(one))) && words(one.textContent).includes(text));"""
CALL = """const done = arguments[arguments.length - 1];
const given = [...arguments].slice(0, -1);
Promise.resolve((async () => { const value = %s; return typeof value === "function" ? value(...given) : value; })())
  .then((value) => done([value]), (error) => done(String(error)));"""
# The driver clicks where the element was, and the page may still be moving it: it is brought from under the bar, and
# clicked once it has been in one place for two pictures.
STAND_STILL = """(one) => new Promise((still) => {
  let before = "";
  requestAnimationFrame(function look() {
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y } = one.getBoundingClientRect();
    if (`${x} ${y}` === before) return still();
    before = `${x} ${y}`;
    requestAnimationFrame(look);
  });
})"""
# Before the page's own scripts: the driver does not tell what the console shows, so the page keeps it.
WATCH = """window.troubles = [];
delete Navigator.prototype.serviceWorker; // as in the other engines: engines.py
for (const type of ["error", "warn"]) {
  const shown = console[type];
  console[type] = (...words) => { window.troubles.push([`console ${type}`, words.join(" ")]); shown(...words); };
}
addEventListener("error", ({ message, target }) =>
  window.troubles.push(["page error", message ?? target.outerHTML]), true);
addEventListener("unhandledrejection", ({ reason }) => window.troubles.push(["page error", String(reason)]));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.troubles.push(["console error", `Content Security Policy: ${violatedDirective} ${blockedURI}`]));
"""
PATIENCE = 120  # seconds, for one answer of the driver
OPENS_IN = (15, 60)  # seconds, at first and when asked again; it takes 3, or 9 on a busy machine
KEYS = {"Control+a": Keys.CONTROL + "a" + Keys.NULL}
# In the locale "C" WebKit knows no language to write numbers in. The sandbox is for pages of strangers, and cannot be
# had by root or in many containers.
ENVIRONMENT = {
    "GDK_BACKEND": "x11",
    "LANG": "en_US.UTF-8",
    "LANGUAGE": "en_US",
    "LC_ALL": "en_US.UTF-8",
    "no_proxy": "127.0.0.1",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
}


def add_watch(site: Path) -> None:
    """Put the script that keeps reports at the top of a copy of the site's page."""
    (site / "watch.js").write_text(WATCH)
    index = site / "index.html"
    html = index.read_text()
    assert html.count("<script") >= 1
    index.write_text(html.replace("<script", '<script src="watch.js"></script>\n<script', 1))


@contextmanager
def running_webkit(still: bool = False, **environment: str) -> Iterator["Browser"]:
    """A virtual display, with a driver that opens windows on it; a ``still`` one prefers reduced motion."""
    with tempfile.TemporaryDirectory() as settings:
        if still:
            (Path(settings) / "gtk-3.0").mkdir()
            (Path(settings) / "gtk-3.0" / "settings.ini").write_text("[Settings]\ngtk-enable-animations=false\n")
            environment["XDG_CONFIG_HOME"] = settings
        yield from on_display(environment)


def on_display(environment: dict[str, str]) -> Iterator["Browser"]:
    """The display, and the driver with these variables of its environment."""
    program, driver, xvfb = programs_of(WEBKIT, fetch=False)
    reads, writes = os.pipe()
    command = [xvfb, "-displayfd", str(writes), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    display = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield Browser(program, driver, {**environment, "DISPLAY": f":{number}"})
    finally:
        display.terminate()
        display.wait()


class Browser:
    """Opens windows."""

    def __init__(self, program: str, driver: str, environment: dict[str, str]) -> None:
        self.program, self.driver = program, driver
        self.environment = {**os.environ, **ENVIRONMENT, **environment}

    def new_context(self, viewport: dict[str, int], reduced_motion: str) -> "Context":
        """A window, with the motion that the browser was started with.

        On a busy machine, the driver sometimes never answers its first call, so it is called again.
        """
        soon, at_last = OPENS_IN
        try:
            return self._opened(viewport, soon)
        except urllib3.exceptions.HTTPError:
            return self._opened(viewport, at_last)

    def _opened(self, viewport: dict[str, int], within: float) -> "Context":
        options = Options()
        options.binary_location = self.program
        options.add_argument("--automation")
        service = Service(self.driver, env=self.environment, log_output=subprocess.DEVNULL)
        usual = socket.getdefaulttimeout()
        socket.setdefaulttimeout(within)  # Selenium reads it; left alone, it waits for ever for a browser that died
        try:
            with warnings.catch_warnings(category=DeprecationWarning, action="ignore"):  # of Selenium by Selenium
                options.ignore_local_proxy_environment_variables()
                driver = webdriver.WebKitGTK(options=options, service=service)
            driver.command_executor.client_config.timeout = PATIENCE
            return Context(driver, viewport)
        except urllib3.exceptions.HTTPError:
            service.stop()
            raise
        finally:
            socket.setdefaulttimeout(usual)


class Context:
    """A separate profile, with one page."""

    def __init__(self, driver: Any, viewport: dict[str, int]) -> None:
        self.driver = driver
        self.page = Page(self)
        self.pages = [self.page]
        self.on, self.remove_listener = self.page.on, self.page.remove_listener
        self.page.set_viewport_size(viewport)

    def new_page(self) -> "Page":
        return self.page

    def close(self) -> None:
        self.page.tell()
        self.pages.clear()
        self.driver.quit()


class Page:
    """The page in the window."""

    def __init__(self, context: Context) -> None:
        self.context, self.driver, self.patience = context, context.driver, 30.0
        self.listeners: list[Callable[[Any], None]] = []

    def on(self, event: str, listener: Callable[[Any], None]) -> None:
        if event == "console":
            self.listeners.append(listener)

    def remove_listener(self, event: str, listener: Callable[[Any], None]) -> None:
        if event == "console":
            self.listeners.remove(listener)

    def set_default_timeout(self, milliseconds: float) -> None:
        self.patience = milliseconds / 1000
        self.driver.set_script_timeout(self.patience)

    def set_viewport_size(self, size: dict[str, int]) -> None:
        self.driver.set_window_size(size["width"], size["height"])

    def is_closed(self) -> bool:
        return False

    @property
    def url(self) -> str:
        return self.driver.current_url

    def goto(self, address: str) -> None:
        self.tell()
        self.driver.get(address)

    def reload(self) -> None:
        self.tell()
        self.driver.refresh()

    def go_back(self) -> None:
        self.driver.back()

    def tell(self) -> None:
        """Passes the page's kept reports to the listeners."""
        for kind, words in self.driver.execute_script("return (window.troubles ?? []).splice(0);"):
            message = SimpleNamespace(type="error", text=f"{kind}: {words}", location={})
            for listener in self.listeners:
                listener(message)

    def evaluate(self, code: str, *given: Any) -> Any:
        self.tell()
        answer = self.driver.execute_async_script(CALL % code, *given)
        assert isinstance(answer, list), answer
        return answer[0]

    def wait_for_timeout(self, milliseconds: float) -> None:
        time.sleep(milliseconds / 1000)

    def wait_for_selector(self, selector: str, state: str) -> None:
        assert state == "attached"
        self.locator(selector).one()

    def locator(self, css: str, has_text: str = "") -> "Locator":
        return Locator(self, lambda: self.find(None, css, None, False, False, has_text))

    def get_by_role(self, role: str, name: str | None = None, exact: bool = False) -> "Locator":
        return Locator(self, lambda: self.find(None, ROLES[role], name, exact, True, ""))

    def get_by_label(self, name: str, exact: bool = False) -> "Locator":
        return Locator(self, lambda: self.find(None, "[aria-label]", name, exact, True, ""))

    def find(self, *what: Any) -> list[WebElement]:
        return self.driver.execute_script(FIND, *what)


class Locator:
    """The elements at the time of the call."""

    def __init__(self, page: Page, find: Callable[[], list[WebElement]]) -> None:
        self.page, self.find = page, find

    def one(self) -> WebElement:
        """The only element, once there is one."""
        until(lambda: self.find() or None, self.page.patience)
        [found] = self.find()
        return found

    def all(self) -> list["Locator"]:
        return [Locator(self.page, lambda one=one: [one]) for one in self.find()]

    def locator(self, css: str) -> "Locator":
        return Locator(self.page, lambda: self.page.find(self.one(), css, None, False, False, ""))

    def get_by_role(self, role: str, name: str | None = None, exact: bool = False) -> "Locator":
        return Locator(self.page, lambda: self.page.find(self.one(), ROLES[role], name, exact, True, ""))

    def and_(self, other: "Locator") -> "Locator":
        return Locator(self.page, lambda: [one for one in self.find() if one in other.find()])

    def evaluate(self, code: str) -> Any:
        return self.page.evaluate(code, self.one())

    def count(self) -> int:
        return len(self.find())

    def inner_text(self) -> str:
        return self.evaluate("(one) => one.innerText")

    def input_value(self) -> str:
        return self.evaluate("(one) => one.value")

    def get_attribute(self, name: str) -> str | None:
        return self.one().get_dom_attribute(name)

    def is_visible(self) -> bool:
        return any(one.is_displayed() for one in self.find())

    def click(self) -> None:
        self.evaluate(STAND_STILL)
        self.one().click()

    def press(self, key: str) -> None:
        self.one().send_keys(KEYS.get(key) or getattr(Keys, key.upper()))

    def press_sequentially(self, text: str) -> None:
        self.one().send_keys(text)

    def select_option(self, label: str) -> None:
        self.evaluate(STAND_STILL)
        Select(self.one()).select_by_visible_text(label)


class Expectation:
    """Playwright's `expect`, for a locator in WebKit."""

    def __init__(self, locator: Locator) -> None:
        self.locator = locator

    def to_be_focused(self) -> None:
        self.become(lambda: self.locator.evaluate("(one) => one === document.activeElement"), "has the focus")

    def to_contain_text(self, text: str) -> None:
        self.become(lambda: text in self.locator.inner_text(), f"contains “{text}”")

    def to_have_text(self, text: str) -> None:
        self.become(lambda: self.locator.evaluate("(one) => one.textContent.trim()") == text, f"reads “{text}”")

    def to_have_value(self, value: str) -> None:
        self.become(lambda: self.locator.input_value() == value, f"has the value “{value}”")

    def to_have_attribute(self, name: str, value: str) -> None:
        self.become(lambda: self.locator.get_attribute(name) == value, f"has {name}={value}")

    def to_have_count(self, count: int) -> None:
        self.become(lambda: self.locator.count() == count, f"is there {count} times")

    def to_be_visible(self) -> None:
        self.become(self.locator.is_visible, "is to be seen")

    def become(self, true: Callable[[], bool], words: str) -> None:
        until(true, 20, lambda: f"waited in vain until it {words}: {[one.text for one in self.locator.find()]}")


def until(check: Callable[[], Any], seconds: float, words: Callable[[], str] = lambda: "waited in vain") -> None:
    """Repeat a question until it is true."""
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, words()
        time.sleep(0.02)
