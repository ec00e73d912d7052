"""The page's way round the training loop: what slices, messages and pictures add to it."""

from collections.abc import Callable

from browsers import EPOCHS, Pages
from race import Contestant, Line

WARM_UP = 1  # round in each engine
ROUNDS = 6  # in each engine; a run takes seconds
STILL_MS = 250  # until what a run leaves to be drawn and tidied up is done; it is not the next one's


def page_way(pages: Pages) -> list[Line]:
    """W1 in the page's engine: the bare loop, all that the page asks for with nobody drawing, and the whole page."""

    def contestant(name: str, run: Callable[[], float], target: float | None = None) -> Contestant:
        def from_a_still_page() -> float:
            pages.page.wait_for_timeout(STILL_MS)
            return run()

        return Contestant(name, from_a_still_page, target)

    return pages.race(
        "The page's way, W1",
        ROUNDS,
        [
            contestant("bare loop", lambda: pages.python(f"answer = train_bare({EPOCHS})")),
            contestant("its slices, nothing drawn", lambda: pages.page.evaluate(SLICES, EPOCHS), target=1.5),
            contestant("Train to end, all drawn", lambda: whole_page(pages), target=1.5),
        ],
        warm_up=WARM_UP,
    )


# What slices.js asks for, of the same worker: each slice before the last has come back, with what the pictures need.
SLICES = """async (until) => {
    const milliseconds = 32;
    const pictures = { boundary: 48, tried: [0.5, 0.5] };
    const slice = () => window.ask("train", { milliseconds, until, keep: 32, pictures });
    await window.ask("start", { chosen: { ...window.glassnet.state().choices, epochs: until } });
    const started = performance.now();
    for (let epoch = 0, ahead = slice(); epoch < until; ) {
        const next = slice();
        ({ epoch } = await ahead);
        ahead = next;
    }
    return performance.now() - started;
}"""

# From the click until the page says that it trains no more.
TRAIN = """(button) => new Promise((resolve) => {
    const page = document.documentElement;
    const watcher = new MutationObserver(() => {
        if (page.dataset.training === "true") return;
        watcher.disconnect();
        resolve(performance.now() - started);
    });
    watcher.observe(page, { attributes: true, attributeFilter: ["data-training"] });
    const started = performance.now();
    button.click();
})"""


# Until the page has the run at epoch 0.
RESET = """(button) => new Promise((resolve) => {
    const end = window.glassnet.on("frame", () => {
        end();
        resolve();
    });
    button.click();
})"""


def whole_page(pages: Pages) -> float:
    """Resets the run, presses Train, and gives the milliseconds until the run is at its end."""
    pages.page.get_by_role("button", name="Reset").evaluate(RESET)
    return pages.page.get_by_role("button", name="Train", exact=True).evaluate(TRAIN)
