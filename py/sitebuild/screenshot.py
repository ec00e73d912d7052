"""Makes the picture in the README: the built page in a real browser, after four hidden neurons have solved XOR."""

from pathlib import Path

from .browser import chromium, launch_arguments
from .paths import ROOT
from .serve import SiteServer

PICTURE = ROOT / ".github" / "screenshot.png"
WIDTH, HEIGHT = 1280, 800


def screenshot(dist: Path) -> Path:
    """Trains on the page that is in `dist` and writes the picture; returns its path."""
    from playwright.sync_api import sync_playwright

    server = SiteServer(dist).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=launch_arguments())
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{server.address}#hidden=4")
        page.wait_for_selector("html[data-engine=ready]", state="attached")
        page.get_by_role("button", name="Train", exact=True).click()
        page.wait_for_selector("html[data-training=false]", state="attached")
        page.get_by_role("button", name="Train", exact=True).blur()
        page.screenshot(path=PICTURE, animations="disabled")
        browser.close()
    server.shutdown()
    server.server_close()
    return PICTURE
