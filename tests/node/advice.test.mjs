/** Advice on a loss and an output activation that do not fit is Python's, for one output or several. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description } from "./page.mjs";

const { adviceOn } = await import("../../site/js/state/advice.js");

/** A run whose network has so many outputs. @param {number} outputs */
const runOf = (outputs) => ({ frame: { parameters: { W1: [[1]], b1: [new Array(outputs).fill(0)] } } });

test("each pair has Python's words, and one that fits has none", () => {
  for (const [number, outputs] of /** @type {["one" | "several", number][]} */ ([
    ["one", 1],
    ["several", 2],
    ["several", 3],
  ])) {
    for (const { name: loss } of description.menus.loss) {
      for (const { name: output } of description.menus.output) {
        const state = /** @type {any} */ ({ choices: { loss, output }, description, run: runOf(outputs) });
        assert.equal(adviceOn(state), description.advice[number][loss][output] ?? "");
      }
    }
  }
  const said = description.advice.one.hinge;
  assert.deepEqual([said.linear, typeof said.sigmoid], [undefined, "string"]);
});

test("before there is a run, it is on a single output", () => {
  const choices = { loss: "mean_squared_error", output: "softmax" };
  const words = adviceOn(/** @type {any} */ ({ choices, description, run: null }));
  assert.equal(words, description.advice.one.mean_squared_error.softmax);
  assert.ok(words);
});
