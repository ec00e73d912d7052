/** What pages keep of the reader's texts: each its own record, and the newest text of all is offered. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { storageOf } from "./page.mjs";

/** @typedef {[page: string, work: "open" | "write", texts?: Record<string, string | null>]} Act */

const program = ["sigmoid", "predict"].map((name) => ({ step: 1, name, source: "original" }));
let browsers = 0;

/**
 * Pages open and write, in one browser; each has the real module for itself.
 *
 * @param {Act[]} script
 * @param {Record<string, unknown>} [stored]
 * @param {boolean} [full]
 * @returns {Promise<{answers: any[], stored: Record<string, string>}>} What they found, and what is stored in the end.
 */
async function browser(script, stored = {}, full = false) {
  browsers += 1;
  const texts = Object.entries(stored).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const storage = storageOf(Object.fromEntries(texts), full);
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  let clock = 1000;
  Date.now = () => clock++;
  const [pages, answers] = [/** @type {Record<string, any>} */ ({}), []];
  for (const [page, work, written = {}] of script) {
    if (work === "open") {
      const module = await import(`../../site/js/kept/kept-edits.js?${page}${browsers}`);
      const state = { program, ...module.keptEdits({ program, notes: [] }) };
      pages[page] = { module, state };
      const texts = Object.entries(state.edits).map(([name, { text }]) => [name, text]);
      answers.push({ texts: Object.fromEntries(texts), aside: state.aside, notes: state.notes });
      continue;
    }
    const { module, state } = pages[page];
    for (const [name, text] of Object.entries(written)) {
      if (text === null) delete state.edits[name];
      else state.edits[name] = { ...module.UNTOUCHED, text, base: program };
    }
    answers.push(module.keepEdits(state));
  }
  return { answers, stored: { ...storage } };
}

test("two pages keep each its own", async () => {
  const { answers } = await browser([
    ["a", "open"],
    ["b", "open"],
    ["a", "write", { sigmoid: "a's" }],
    ["b", "write", { predict: "b's" }],
    ["c", "open"],
  ]);
  assert.deepEqual(answers.at(-1).texts, { sigmoid: "a's", predict: "b's" });
  assert.deepEqual(answers.at(-1).aside, {});
});

for (const [first, second] of ["ab", "ba"]) {
  test(`the newest is offered, and the other is laid aside: ${second} after ${first}`, async () => {
    const keys = [0, 1, 2].flatMap((key) =>
      [first, second].map((page) => /** @type {Act} */ ([page, "write", { sigmoid: `${page} ${key}` }])),
    );
    const { answers } = await browser([["a", "open"], ["b", "open"], ...keys, ["c", "open"]]);
    assert.deepEqual(answers.at(-1).texts, { sigmoid: `${second} 2` });
    assert.deepEqual(answers.at(-1).aside, { sigmoid: [`${first} 2`] });
  });
}

test("a page takes over what it has read, and one still open loses nothing", async () => {
  const { answers, stored } = await browser([
    ["a", "open"],
    ["a", "write", { sigmoid: "one" }],
    ["b", "open"],
    ["b", "write", { sigmoid: "two" }],
    ["c", "open"],
    ["a", "write", { sigmoid: "three" }],
    ["d", "open"],
  ]);
  assert.deepEqual(
    [2, 4, 6].map((place) => answers[place].texts.sigmoid),
    ["one", "two", "three"],
  );
  assert.deepEqual(answers.at(-1).aside, { sigmoid: ["two"] });
  assert.equal(Object.keys(stored).length, 2);
});

test("what was given up stays so", async () => {
  const { answers } = await browser([
    ["a", "open"],
    ["a", "write", { sigmoid: "one" }],
    ["b", "open"],
    ["b", "write", { sigmoid: null }],
    ["c", "open"],
  ]);
  assert.deepEqual(answers.at(-1).texts, {});
});

test("an older version's record is read and taken over", async () => {
  const base = [{ name: "sigmoid", source: "original" }];
  const old = { "glassnet.edits": { sigmoid: "mine" }, "glassnet.edits-base": { sigmoid: base } };
  const { answers, stored } = await browser(
    [
      ["a", "open"],
      ["a", "write", { predict: "new" }],
      ["b", "open"],
    ],
    old,
  );
  assert.deepEqual(answers[0].texts, { sigmoid: "mine" });
  assert.deepEqual(answers.at(-1).texts, { sigmoid: "mine", predict: "new" });
  for (const key of Object.keys(old)) assert.ok(!(key in stored));
});

const GARBAGE = [
  ...["", "{", "7", "null", "[]", "true", '"x"', "\0", { texts: 7 }, { texts: { sigmoid: 7 } }],
  ...[{ texts: { sigmoid: { at: "x", text: "y" } } }, { aside: [] }, { aside: { sigmoid: [7] } }],
  ...[{ texts: null, aside: null }, { texts: { sigmoid: { at: 1, text: "y", base: [null] } } }, { sigmoid: 7 }],
  ...[["sigmoid"], { aside: { predict: 1 } }],
];

for (const key of ["glassnet.edits", "glassnet.edits-base", "glassnet.edits-aside", "glassnet.edits.x"]) {
  test(`garbage as ${key} is left out, and stays where it is`, async () => {
    for (const bad of GARBAGE) {
      const { answers, stored } = await browser(
        [
          ["a", "open"],
          ["a", "write", { predict: "new" }],
          ["b", "open"],
        ],
        { [key]: bad },
      );
      assert.deepEqual(answers[0], { texts: {}, aside: {}, notes: [] }, JSON.stringify(bad));
      assert.deepEqual(answers.at(-1).texts, { predict: "new" }, JSON.stringify(bad));
      assert.ok(key in stored, JSON.stringify(bad));
    }
  });
}

test("a full storage is said when the page opens", async () => {
  const { answers } = await browser(
    [
      ["a", "open"],
      ["a", "write", { predict: "new" }],
    ],
    {},
    true,
  );
  assert.match(answers[0].notes[0], /This browser keeps nothing/);
  assert.equal(answers[1], false);
});
