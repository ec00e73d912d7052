/** Loss curves that are kept for comparison: what is kept of one, what it is called, what the browser gives back. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description, frameAt, storageOf } from "./page.mjs";

const { choicesInWords, keptCurve, lossNear, MOST_CURVES, namesBeside, readCurves, writeCurves } = await import(
  "../../site/js/state/curves.js"
);
const { newRun, withFrame } = await import("../../site/js/state/state.js");

const { defaults } = description;

/** The browser keeps this text. @param {Record<string, string>} texts @param {boolean} [full] */
function stored(texts, full) {
  Object.defineProperty(globalThis, "localStorage", { value: storageOf(texts, full), configurable: true });
}

test("of a long curve few epochs are kept, with the last one, and no loss that is no number", () => {
  const run = withFrame(newRun(1, frameAt(0), defaults), frameAt(5000));
  run.curve.losses[5] = Number.NaN;
  const { epochs, losses } = keptCurve(run);
  assert.ok(epochs.length <= 1001 && epochs[0] === 0 && epochs.at(-1) === 5000);
  assert.deepEqual(losses.slice(0, 1), [1]);
  assert.equal(epochs.includes(5), false);
});

test("a curve is called by what differs, and equal names are numbered", () => {
  const others = [
    { ...defaults, seed: 7 },
    { ...defaults, rate: 0.5 },
    { ...defaults, seed: 7 },
  ];
  const names = namesBeside(defaults, others, description);
  assert.deepEqual(names, ["rate 0.1, seed 7", "rate 0.5, seed 42", "rate 0.1, seed 7 (2)"]);
  assert.deepEqual(namesBeside(defaults, [defaults], description), ["seed 42"]);
});

test("choices in words: by their menus, and of many that there are more", () => {
  const choices = { ...defaults, activation: "tanh", optimizer: "adam", rate: 0.5 };
  assert.equal(choicesInWords(["activation", "optimizer"], choices, description), "tanh and Adam");
  assert.equal(choicesInWords(["rate"], choices, description), "rate 0.5");
  assert.equal(choicesInWords(["rate", "seed", "loss"], choices, description), "other settings");
});

test("the loss at the nearest kept epoch, and none beyond the end", () => {
  const line = { epochs: [0, 10, 20], losses: [3, 2, 1] };
  assert.deepEqual(
    [0, 4, 6, 20, 21].map((epoch) => lossNear(line, epoch)),
    [3, 3, 2, 1, null],
  );
});

test("curves are found again as they were kept", () => {
  stored({});
  const curve = { choices: { ...defaults, seed: 7 }, epochs: [0, 1], losses: [0.5, 0.25] };
  writeCurves([curve]);
  assert.deepEqual(readCurves(description), [curve]);
  writeCurves(new Array(9).fill(curve));
  assert.equal(readCurves(description).length, MOST_CURVES);
});

test("what another page left there breaks nothing, and a full or blocked storage neither", () => {
  const bad = [
    "nonsense",
    "{}",
    "[1, null]",
    '[{"choices": {}, "epochs": [0], "losses": ["a"]}]',
    '[{"epochs": [0], "losses": [1]}]',
  ];
  for (const text of bad) {
    stored({ "glassnet-curves": text });
    assert.deepEqual(readCurves(description), [], text);
  }
  stored({}, true);
  writeCurves([]);
  Object.defineProperty(globalThis, "localStorage", { get: () => assert.fail("blocked"), configurable: true });
  assert.deepEqual(readCurves(description), []);
  writeCurves([]);
});
