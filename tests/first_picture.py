"""Notes when the recorded run is on screen, and when the page is alive, for measurements."""

from typing import Any

# A script that runs before the page's own: it notes both on the page's clock, as `<html data-seen data-alive>`. It
# looks with each frame, when the browser lays the page out anyway: whoever asks in between has it laid out once more.
NOTED = """(() => {
    const shown = (selector) => document.querySelector(selector)?.getClientRects().length > 0;
    const picture = () =>
        document.querySelector("[aria-label='prediction for 1 1']")?.textContent.includes("0.503") &&
        ["#network line", "#boundary svg image, #boundary canvas", "#loss svg polyline, #loss canvas"].every(shown);
    const alive = () => ["#loss canvas", "#bar:not([data-drawn]) .main"].every(shown) && !shown("[data-drawn]");
    // Behind this frame, or where it is the page's first, when the browser says that it was painted.
    const note = (name) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
            const now = performance.now();
            const tell = () => {
                const [paint] = performance.getEntriesByName("first-contentful-paint");
                if (!paint) setTimeout(tell, 1);
                else document.documentElement.dataset[name] = Math.max(now, paint.startTime);
            };
            tell();
        };
        port2.postMessage("after the frame");
    };
    const waiting = { seen: picture, alive };
    requestAnimationFrame(function look() {
        for (const [name, there] of Object.entries(waiting)) {
            if (!there()) continue;
            delete waiting[name];
            note(name);
        }
        if (Object.keys(waiting).length) requestAnimationFrame(look);
    });
})()"""


def noted(page: Any, name: str) -> float:
    """The milliseconds from the request for the page until it was `seen` or `alive`; waits for it."""
    page.wait_for_selector(f"html[data-{name}]", state="attached")
    return float(page.locator("html").get_attribute(f"data-{name}"))
