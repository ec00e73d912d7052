/** The trace of an epoch: which lines are stopped at, and which arrays there are at each. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { labelOf } from "../../site/js/state/labels.js";
import {
  arraysAt,
  cellIn,
  cellOf,
  lastOf,
  nextPosition,
  partsOf,
  shownUntil,
  valuesOf,
} from "../../site/js/state/trace.js";

const line = (name, made, helper = false) => ({ function: name, part: name, line: 0, helper, made });
const made = (name, values = 0) => ({ name, values });
const TRACE = /** @type {any} */ ({
  labels: { W: "{name}[{row},{column}]", b: "{name}[{column}]" },
  given: { X: 0, W1: 1 },
  lines: [
    line("forward", []),
    line("forward", [made("z1", 2)]),
    line("sigmoid", [made("returned", 3)], true),
    line("forward", [made("a1", 3)]),
    line("forward", [made("returned (a1)", 3)]),
    line("update", [made("W1", 4)]),
    line("update", [made("z1", 5)]),
  ],
  arrays: [{ shape: [2, 3], cells: [1, 2, 3, 4, 5, 6] }],
});
const names = (position) => arraysAt(TRACE, position).map(({ name, values }) => `${name} ${values}`);

test("after each line, there is what was given and what has been made, each name of a function once", () => {
  assert.deepEqual(names(0), ["X 0", "W1 1"]);
  assert.deepEqual(names(4), ["X 0", "W1 1", "z1 2", "a1 3"]);
  assert.deepEqual(names(6), ["X 0", "W1 1", "z1 2", "a1 3", "W1 4", "z1 5"]);
  assert.equal(lastOf(arraysAt(TRACE, 6), "z1")?.values, 5);
  assert.equal(lastOf(arraysAt(TRACE, 0), "z1"), undefined);
});

test("it stops where something with a name is made, or at every line", () => {
  const walk = (way, from, every) => {
    const next = nextPosition(TRACE, from, way, every);
    return next === from ? [from] : [from, ...walk(way, next, every)];
  };
  assert.deepEqual(walk(1, 0, false), [0, 1, 3, 5, 6]);
  assert.deepEqual(walk(-1, 6, false), [6, 5, 3, 1, 0]);
  assert.deepEqual(walk(1, 0, true), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(
    [0, 1, 4, 6].map((at) => shownUntil(TRACE, at, false)),
    [1, 2, 3, 5],
  );
  assert.equal(shownUntil(TRACE, 6, true), 7);
});

test("a single row or column stands for all, as in NumPy", () => {
  const row = /** @type {any} */ ({ shape: [1, 2], cells: [7, 8] });
  assert.deepEqual([cellOf(row, 5, 1), cellOf(TRACE.arrays[0], 1, 0)], [8, 4]);
});

test("cells are named as in the table of weights", () => {
  assert.deepEqual(
    ["W1", "b2", "bias"].map((name) => labelOf(name, 0, 1, TRACE.labels)),
    ["W1[0,1]", "b2[1]", "bias[0,1]"],
  );
  const one = /** @type {any} */ ({ shape: [1, 1], cells: [3] });
  assert.deepEqual(
    [cellIn(TRACE, "loss", one, 0, 0), cellIn(TRACE, "b1", one, 0, 0), cellIn(TRACE, "db1", one, 3, 4)],
    ["loss", "b1[0]", "db1[0,0]"],
  );
});

test("a transposed part has the values of what it transposes", () => {
  const node = /** @type {any} */ ({ kind: "transposed", parts: [{ kind: "name", values: 0, parts: [] }] });
  assert.deepEqual(valuesOf(TRACE, node), { shape: [3, 2], cells: Float64Array.of(1, 4, 2, 5, 3, 6) });
  assert.equal(valuesOf(TRACE, /** @type {any} */ ({ kind: "name", values: null, parts: [] })), undefined);
});

test("all parts of an expression are found, and of what its calls returned", () => {
  const leaf = (text) => ({ text, parts: [] });
  const node = /** @type {any} */ ({
    text: "f(x)",
    parts: [leaf("x")],
    returned: { text: "a + b", parts: [leaf("a"), leaf("b")] },
  });
  assert.deepEqual(
    partsOf(node).map(({ text }) => text),
    ["f(x)", "x", "a + b", "a", "b"],
  );
  assert.deepEqual(partsOf(null), []);
});
