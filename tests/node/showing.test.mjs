/** Actions that change only what the page shows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description } from "./page.mjs";

const { createShowing } = await import("../../site/js/actions/showing.js");
const { createState, openingState } = await import("../../site/js/state/state.js");

function page() {
  const store = createState(
    openingState(description, { choices: description.defaults, presentation: {}, notes: ["a", "b"] }),
  );
  return { store, actions: createShowing(store) };
}

test("a refusal stays until the field is right; a field that was right all the time changes nothing", () => {
  const { store, actions } = page();
  const before = store.get();
  actions.refuse("rate", undefined);
  assert.equal(store.get(), before);
  actions.refuse("rate", "Too small.");
  assert.deepEqual(store.get().refusal, { field: "rate", words: "Too small." });
  actions.refuse("rate", undefined);
  assert.equal(store.get().refusal, null);
});

test("notes and curves go one by one", () => {
  const { store, actions } = page();
  actions.dismiss("a");
  assert.deepEqual(store.get().notes, ["b"]);
  const curves = [1, 2, 3].map((epoch) => ({ choices: description.defaults, epochs: [epoch], losses: [1] }));
  for (const curve of curves) actions.keepCurve(curve);
  actions.removeCurve(1);
  assert.deepEqual(store.get().curves, [curves[0], curves[2]]);
});

test("what is said of the reader's own data leaves the data as it is", () => {
  const { store, actions } = page();
  actions.typeOwn("1,2");
  actions.offerPart(/** @type {any} */ ({ rows: 9, taken: 5 }));
  actions.refuseOwn("Too large.");
  const { typed, text, problem, part } = store.get().own;
  assert.deepEqual([typed, text, problem, part], ["1,2", "", "Too large.", null]);
});

test("drawing has a class, or is over", () => {
  const { store, actions } = page();
  actions.drawPoints("B");
  assert.deepEqual(store.get().drawing, { name: "B" });
  actions.drawPoints(null);
  assert.equal(store.get().drawing, null);
});
