"""What a browser keeps may be full, blocked, silent or of another kind: the page opens, says so, and goes on."""

from typing import Any

import pytest
from lab import Lab, assert_same, expect, fresh, native

PUT = """(value) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("glassnet", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("data");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const work = opening.result.transaction("data", "readwrite");
    work.objectStore("data").clear();
    work.objectStore("data").put(%s, "own");
    work.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""
KEYS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("glassnet", 1);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("data").objectStore("data").getAllKeys();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""
GARBAGE, UNREADABLE = "{ a: 1 }", "'x,y\\n1'"
SILENT = "indexedDB.open = () => ({})"
BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"


def test_own_data_of_another_kind_is_set_aside(newcomer: Lab) -> None:
    lab = newcomer.open("#dataset=own&epochs=5")
    for value in (GARBAGE, UNREADABLE):
        lab.page.evaluate(PUT % value)
        lab.page.reload()
        lab.until_engine("ready")
        lab.button("Reset").click()  # what had been trained is trained again
        lab.until(fresh)
        assert lab.train()["epoch"] == 5, value
        notes = lab.page.locator(".note").filter(has_text="The data that this browser had kept cannot be read")
        expect(notes).to_have_count(1 if value == GARBAGE else 0)
        if value == UNREADABLE:
            expect(lab.page.locator("#own-problem")).to_be_visible()
        keys = lab.page.evaluate(KEYS)
        assert len([key for key in keys if key.startswith("own, set aside")]) == 1, (value, keys)
        assert "own" not in keys, value


@pytest.mark.parametrize(("script", "words"), [(BLOCKED, "keeps nothing"), (SILENT, "")])
def test_a_browser_that_keeps_nothing_says_so(newcomer: Lab, script: str, words: str) -> None:
    newcomer.page.add_init_script(script)
    lab = newcomer.open("#epochs=5" if words else "#dataset=own&epochs=5")
    state: dict[str, Any] = lab.train()
    if words:
        expect(lab.page.locator(".note")).to_contain_text(words)
        assert_same(state, native(5))
    else:
        expect(lab.page.get_by_text("This browser could not keep your data")).to_be_visible()
