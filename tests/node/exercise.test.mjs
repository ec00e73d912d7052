/** How long the page waits for an answer: longer for many rows, and for many optimizer steps. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description } from "./page.mjs";

const { createExercise, inputsOfRun } = await import("../../site/js/run/exercise.js");
const { createState, openingState } = await import("../../site/js/state/state.js");

/** The page with other choices. @param {object} [choices] @param {object} [own] */
function exerciseOf(choices = {}, own = {}) {
  const state = openingState(description, {
    choices: { ...description.defaults, ...choices },
    presentation: {},
    notes: [],
  });
  const store = createState({ ...state, own: { ...state.own, ...own } });
  return { store, exercise: createExercise({ python: /** @type {any} */ (null), store }) };
}

test("an epoch of many rows or steps is waited for", () => {
  // Rows, batch, and how long such an epoch may take a slow computer: 2.5 s for 20,000 rows, or 10,000 steps (in ms).
  for (const [rows, batch, needed] of [
    [4, 0, 0],
    [100_000, 0, 12_500],
    [100_000, 1, 37_500],
    [20_000, 4, 3750],
  ]) {
    const { exercise } = exerciseOf({ dataset: "own", batch }, { data: { rows, inputs: [], outputs: [] } });
    const patience = 2 * exercise.patience();
    assert.ok(needed <= patience && patience <= needed + 4000, `${rows} rows, batch ${batch}`);
  }
});

test("other data is data of another shape or kind, not another table of the same shape", () => {
  const { defaults } = description;
  assert.equal(exerciseOf({ dataset: "and", targets: [0, 0, 0, 1] }).exercise.hasOtherData(defaults), false);
  assert.equal(
    exerciseOf({ dataset: "custom", targets: [0, 1, 1, 0, 1, 0, 0, 1] }).exercise.hasOtherData(defaults),
    true,
  );
  assert.equal(exerciseOf({ dataset: "spirals" }).exercise.hasOtherData(defaults), true);
});

test("the tried input has a number for each input of the data", () => {
  const { store, exercise } = exerciseOf({ dataset: "custom", targets: [0, 1, 1, 0, 1, 0, 0, 1] });
  exercise.fitTried();
  assert.deepEqual(store.get().tried, { inputs: [0.5, 0.5, 0], prediction: null });
  const { tried } = store.get();
  exercise.fitTried();
  assert.equal(store.get().tried, tried);
  assert.equal(inputsOfRun(/** @type {any} */ (exerciseOf().store.get().run)), 2);
});
