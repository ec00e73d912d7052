"""What pages keep of the reader's texts: each its own record, and the newest text of all is offered."""

import json
from typing import Any

import pytest
from javascript import ask

# The real module, once for each page; a browser's storage, which Node lacks, stands in as a map of texts.
BROWSER = """(async () => {
  const all = [];
  for (const [place, stored] of given.stored.entries()) all.push(await run(stored, place));
  return all;

  async function run(stored, place) {
  const make = (values) => Object.defineProperties(values, {
    getItem: { value: (key) => values[key] ?? null },
    setItem: { value: (key, text) => { if (given.full) throw new Error("full"); values[key] = String(text); } },
    removeItem: { value: (key) => { delete values[key]; } },
  });
  globalThis.localStorage = make(stored);
  let clock = 1000;
  Date.now = () => clock++;
  const program = [{ step: 1, name: "sigmoid", source: "original" }, { step: 1, name: "predict", source: "original" }];
  const pages = {};
  const answers = [];
  for (const [page, work, argument] of given.script) {
    if (work === "open") {
      const module = await import(`./kept-edits.js?${page}${place}`);
      const state = { program, ...module.keptEdits({ program, notes: [] }) };
      pages[page] = { module, state };
      const texts = Object.entries(state.edits).map(([name, { text }]) => [name, text]);
      answers.push({ texts: Object.fromEntries(texts), aside: state.aside, notes: state.notes });
    } else {
      const { module, state } = pages[page];
      for (const [name, text] of Object.entries(argument)) {
        if (text === null) delete state.edits[name];
        else state.edits[name] = { ...module.UNTOUCHED, text, base: program };
      }
      answers.push(module.keepEdits(state));
    }
  }
  return { answers, stored: { ...localStorage } };
  }
})()"""


@pytest.fixture
def browser(tmp_path: Any) -> Any:
    """`browser(script, stored)` has pages open and write; what they found, and what is stored in the end."""

    def run(script: list[Any], *stored: dict[str, Any], full: bool = False) -> Any:
        texts = [
            {key: value if isinstance(value, str) else json.dumps(value) for key, value in one.items()}
            for one in stored or [{}]
        ]
        done = ask(tmp_path, BROWSER, "kept-edits.js", script=script, stored=texts, full=full)
        found = [(one["answers"], one["stored"]) for one in done]
        return found if len(stored) > 1 else found[0]

    return run


def test_two_pages_keep_each_its_own(browser: Any) -> None:
    answers, _ = browser(
        [
            ("a", "open"),
            ("b", "open"),
            ("a", "write", {"sigmoid": "a's"}),
            ("b", "write", {"predict": "b's"}),
            ("c", "open"),
        ]
    )
    assert answers[-1]["texts"] == {"sigmoid": "a's", "predict": "b's"}
    assert answers[-1]["aside"] == {}


@pytest.mark.parametrize(("first", "second"), ["ab", "ba"])
def test_the_newest_is_offered_and_the_other_is_laid_aside(browser: Any, first: str, second: str) -> None:
    keys = [(page, "write", {"sigmoid": f"{page} {key}"}) for key in range(3) for page in (first, second)]
    answers, _ = browser([("a", "open"), ("b", "open"), *keys, ("c", "open")])
    assert answers[-1]["texts"] == {"sigmoid": f"{second} 2"}
    assert answers[-1]["aside"] == {"sigmoid": [f"{first} 2"]}


def test_a_page_takes_over_what_it_has_read_and_one_still_open_loses_nothing(browser: Any) -> None:
    answers, stored = browser(
        [
            *(("a", "open"), ("a", "write", {"sigmoid": "one"})),
            *(("b", "open"), ("b", "write", {"sigmoid": "two"}), ("c", "open")),
            *(("a", "write", {"sigmoid": "three"}), ("d", "open")),
        ]
    )
    assert [answers[place]["texts"] for place in (2, 4, 6)] == [{"sigmoid": text} for text in ("one", "two", "three")]
    assert answers[-1]["aside"] == {"sigmoid": ["two"]}
    assert len(stored) == 2


def test_what_was_given_up_stays_so(browser: Any) -> None:
    answers, _ = browser(
        [
            ("a", "open"),
            ("a", "write", {"sigmoid": "one"}),
            ("b", "open"),
            ("b", "write", {"sigmoid": None}),
            ("c", "open"),
        ]
    )
    assert answers[-1]["texts"] == {}


def test_an_older_version_s_record_is_read_and_taken_over(browser: Any) -> None:
    base = [{"name": "sigmoid", "source": "original"}]
    old = {"glassnet.edits": {"sigmoid": "mine"}, "glassnet.edits-base": {"sigmoid": base}}
    answers, stored = browser([("a", "open"), ("a", "write", {"predict": "new"}), ("b", "open")], old)
    assert answers[0]["texts"] == {"sigmoid": "mine"}
    assert answers[-1]["texts"] == {"sigmoid": "mine", "predict": "new"}
    assert not set(old) & set(stored)


GARBAGE: list[Any] = ["", "{", "7", "null", "[]", "true", '"x"', "\0", {"texts": 7}, {"texts": {"sigmoid": 7}}]
GARBAGE += [{"texts": {"sigmoid": {"at": "x", "text": "y"}}}, {"aside": []}]
GARBAGE += [{"aside": {"sigmoid": [7]}}, {"texts": None, "aside": None}]
GARBAGE += [
    {"texts": {"sigmoid": {"at": 1, "text": "y", "base": [None]}}},
    {"sigmoid": 7},
    ["sigmoid"],
    {"aside": {"predict": 1}},
]


@pytest.mark.parametrize("key", ["glassnet.edits", "glassnet.edits-base", "glassnet.edits-aside", "glassnet.edits.x"])
def test_garbage_is_left_out_and_stays_where_it_is(browser: Any, key: str) -> None:
    script = [("a", "open"), ("a", "write", {"predict": "new"}), ("b", "open")]
    for bad, (answers, left) in zip(GARBAGE, browser(script, *({key: bad} for bad in GARBAGE)), strict=True):
        assert answers[0] == {"texts": {}, "aside": {}, "notes": []}, bad
        assert answers[-1]["texts"] == {"predict": "new"}, bad
        assert key in left, bad


def test_a_full_storage_is_said_when_the_page_opens(browser: Any) -> None:
    answers, _ = browser([("a", "open"), ("a", "write", {"predict": "new"})], full=True)
    assert "This browser keeps nothing" in answers[0]["notes"][0]
    assert answers[1] is False
