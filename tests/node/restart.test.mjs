/** A new Python: where it refuses the run that the page has, another begins, and the page is ready. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description, storageOf } from "./page.mjs";

Object.assign(globalThis.document, { documentElement: { dataset: {}, hasAttribute: () => false } });
Object.assign(globalThis, { location: { href: "a page" }, sessionStorage: storageOf() });
const { EngineLost, PythonError } = await import("../../site/js/python/python.js");
const { createRestart } = await import("../../site/js/python/restart.js");
const { openingState } = await import("../../site/js/state/state.js");

const refusal = new PythonError({ type: "ValueError", message: "5 weights, where 3 are expected.", traceback: "" });

/** A page's store as it opens. @param {Record<string, unknown>} [changed] */
function storeOf(changed = {}) {
  const { defaults: choices } = description;
  let state = {
    ...openingState(description, { choices, presentation: /** @type {any} */ ({}), notes: [] }),
    ...changed,
  };
  return {
    get: () => state,
    change(/** @type {any} */ change) {
      state = { ...state, ...(typeof change === "function" ? change(state) : change) };
    },
  };
}

/**
 * Renews a page's Python, which answers a request for its run by `answers`; what is asked, the answer, and the engine
 * at the end.
 *
 * @param {() => Promise<any>} answers
 * @param {boolean} [first] Whether the run is asked for by the one who renews.
 */
async function renewed(answers, first = false) {
  const asked = /** @type {string[]} */ ([]);
  const store = storeOf();
  const frames = {
    restore: answers,
    ask: async (/** @type {string} */ name) => void asked.push(name) ?? `the answer to ${name}`,
    showPictures() {},
    showTried() {},
  };
  const others = {
    python: { start: async () => "snapshot" },
    runs: { begin: async () => asked.push("begin") },
    edits: { giveAgain: async () => false },
    announce: (/** @type {string} */ event) => asked.push(event),
  };
  const { renew } = createRestart(/** @type {any} */ ({ store, frames, ...others }));
  const answer = await renew(first ? answers : undefined).catch((error) => error);
  return { asked, answer, engine: store.get().engine };
}

test("a run that fits goes on", async () => {
  const shown = await renewed(async () => ({ frame: {}, tried: {} }));
  assert.deepEqual([shown.asked, shown.engine], [["ready"], "ready"]);
});

test("where Python refuses the run, another begins", async () => {
  const { asked, engine } = await renewed(() => Promise.reject(refusal));
  assert.deepEqual([asked, engine], [["begin", "ready"], "ready"]);
});

test("who asked for the run gets the frame of the other", async () => {
  const { asked, answer, engine } = await renewed(() => Promise.reject(refusal), true);
  assert.deepEqual([asked, answer, engine], [["begin", "look", "ready"], "the answer to look", "ready"]);
});

test("where Python has never answered since its start, it is not started for ever", async () => {
  const boots = /** @type {unknown[]} */ ([]);
  for (const [engine, answered, expected] of [
    ["ready", true, "starting"],
    ["ready", false, "failed"],
    ["starting", true, "failed"],
  ]) {
    const store = storeOf({ engine });
    const others = { edits: { lost: () => "" }, queue: () => boots.push(engine), announce() {} };
    const { lost } = createRestart(/** @type {any} */ ({ store, frames: { answered }, ...others }));
    lost(new EngineLost("it did not answer.", "silent"));
    assert.equal(store.get().engine, expected);
  }
  assert.deepEqual(boots, ["ready"]);
});

test("a Python that is lost again begins nothing", async () => {
  const { asked, answer } = await renewed(() => Promise.reject(new EngineLost("it was closed.")));
  assert.ok(answer instanceof EngineLost);
  assert.deepEqual(asked, []);
});
