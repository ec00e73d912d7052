"""What pages keep of the attempts at exercises: no page overwrites what another has kept, and the newest is offered."""

import json
from typing import Any

from javascript import ask

# Each page is the real module with a store of its own; a map of texts stands in for the browser's storage.
PAGES = """(async () => {
  globalThis.localStorage = Object.defineProperties({ ...given.stored }, {
    getItem: { value(key) { return this[key] ?? null; } },
    setItem: { value(key, text) { this[key] = text; } },
    removeItem: { value(key) { delete this[key]; } },
  });
  let clock = 1000;
  Date.now = () => clock++;
  const pages = {};
  for (const [page, name, text] of given.script) {
    if (!pages[page]) {
      let state = { attempts: {} };
      const store = { get: () => state, change: (change) => { state = { ...state, ...change }; } };
      pages[page] = { store, attempts: module.createAttempts({ store }) };
    }
    if (text === "other") pages[page].attempts.useOther(name);
    else if (name) pages[page].attempts.attempt(name, { text });
  }
  const texts = ({ store }) =>
    Object.fromEntries(Object.entries(store.get().attempts).map(([name, { text, others }]) => [name, [text, others]]));
  return Object.fromEntries(Object.entries(pages).map(([page, made]) => [page, texts(made)]));
})()"""


def pages(folder: Any, *script: tuple[str, ...], **stored: Any) -> Any:
    """Pages open with their first line, and write; what each shows in the end: name -> text and other texts."""
    texts = {key.replace("_", "."): json.dumps(value) for key, value in stored.items()}
    return ask(folder, PAGES, "attempts.js", script=[[*line, None, None][:3] for line in script], stored=texts)


def test_two_pages_keep_both_texts_and_the_newest_is_offered(tmp_path):
    shown = pages(tmp_path, ("a",), ("b",), ("a", "bias", "one"), ("b", "bias", "two"), ("a", "loss", "three"), ("c",))
    assert shown["c"] == {"bias": ["two", ["one"]], "loss": ["three", []]}


def test_one_page_after_the_other_leaves_one_text(tmp_path):
    shown = pages(tmp_path, ("a", "bias", "one"), ("b", "bias", "two"), ("c", "loss", "three"), ("d",))
    assert shown["d"] == {"bias": ["two", []], "loss": ["three", []]}


def test_the_other_text_can_be_taken_and_neither_is_lost(tmp_path):
    shown = pages(tmp_path, ("a",), ("b",), ("a", "bias", "one"), ("b", "bias", "two"), ("c", "bias", "other"), ("d",))
    assert shown["c"] == shown["d"] == {"bias": ["one", ["two"]]}


def test_what_an_earlier_version_kept_is_offered(tmp_path):
    shown = pages(tmp_path, ("a",), ("a", "loss", "new"), ("b",), glassnet_attempts={"bias": "old", "bad": 7})
    assert shown["b"] == {"bias": ["old", []], "loss": ["new", []]}
