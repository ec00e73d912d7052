/** What pages keep of the attempts at exercises: no page overwrites what another has kept, and the newest is offered. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { storageOf } from "./page.mjs";

const { createAttempts } = await import("../../site/js/run/attempts.js");

/**
 * Pages open with their first line, and write; what each shows in the end: name -> text and other texts.
 *
 * @param {[page: string, name?: string, text?: string][]} script The text "other" takes the other one.
 * @param {Record<string, unknown>} [stored]
 */
function pages(script, stored = {}) {
  const texts = Object.entries(stored).map(([key, value]) => [key, JSON.stringify(value)]);
  Object.defineProperty(globalThis, "localStorage", {
    value: storageOf(Object.fromEntries(texts)),
    configurable: true,
  });
  let clock = 1000;
  Date.now = () => clock++;
  const all = /** @type {Record<string, {get: () => any, attempts: any}>} */ ({});
  for (const [page, name, text] of script) {
    if (!all[page]) {
      let state = { attempts: {} };
      const store = { get: () => state, change: (change) => (state = { ...state, ...change }) };
      all[page] = { get: store.get, attempts: createAttempts(/** @type {any} */ ({ store })) };
    }
    if (text === "other") all[page].attempts.useOther(name);
    else if (name) all[page].attempts.attempt(name, { text });
  }
  const shown = ({ get }) =>
    Object.fromEntries(Object.entries(get().attempts).map(([name, { text, others }]) => [name, [text, others]]));
  return Object.fromEntries(Object.entries(all).map(([page, made]) => [page, shown(made)]));
}

test("two pages keep both texts, and the newest is offered", () => {
  const shown = pages([["a"], ["b"], ["a", "bias", "one"], ["b", "bias", "two"], ["a", "loss", "three"], ["c"]]);
  assert.deepEqual(shown.c, { bias: ["two", ["one"]], loss: ["three", []] });
});

test("one page after the other leaves one text", () => {
  const shown = pages([["a", "bias", "one"], ["b", "bias", "two"], ["c", "loss", "three"], ["d"]]);
  assert.deepEqual(shown.d, { bias: ["two", []], loss: ["three", []] });
});

test("the other text can be taken, and neither is lost", () => {
  const shown = pages([["a"], ["b"], ["a", "bias", "one"], ["b", "bias", "two"], ["c", "bias", "other"], ["d"]]);
  assert.deepEqual([shown.c, shown.d], [{ bias: ["one", ["two"]] }, { bias: ["one", ["two"]] }]);
});

test("what an earlier version kept is offered", () => {
  const shown = pages([["a"], ["a", "loss", "new"], ["b"]], { "glassnet.attempts": { bias: "old", bad: 7 } });
  assert.deepEqual(shown.b, { bias: ["old", []], loss: ["new", []] });
});
