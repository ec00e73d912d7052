/** Truth tables in another shape: what stays of the targets. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description } from "./page.mjs";

const { reshaped } = await import("../../site/js/state/tables.js");
const { dataOf, inputsOf, namesOf } = await import("../../site/js/state/data.js");
const { changesFor } = await import("../../site/js/state/changes-by.js");

/** The targets of a row, by its inputs. @param {number[]} targets @param {{inputs: number, outputs: number}} shape @param {string} row */
function at(targets, { outputs }, row) {
  const first = Number.parseInt(row, 2) * outputs;
  return targets.slice(first, first + outputs);
}

const XOR = { inputs: 2, outputs: 1 };
const xor = [0, 1, 1, 0];

test("a new input changes no target, whatever it is", () => {
  const shape = { inputs: 4, outputs: 1 };
  const targets = reshaped(xor, XOR, shape);
  assert.equal(targets.length, 16);
  for (const row of ["00", "01", "10", "11"]) {
    for (const more of ["00", "01", "10", "11"]) {
      assert.deepEqual(at(targets, shape, row + more), at(xor, XOR, row));
    }
  }
});

test("of an input that goes, the rows stay where it is 0", () => {
  const shape = { inputs: 3, outputs: 2 };
  const targets = Array.from({ length: 16 }, (_, place) => place / 16);
  const after = reshaped(targets, shape, { inputs: 2, outputs: 2 });
  for (const row of ["00", "01", "10", "11"]) {
    assert.deepEqual(at(after, { inputs: 2, outputs: 2 }, row), at(targets, shape, `${row}0`));
  }
});

test("a new output is 0, and one that goes leaves the others", () => {
  assert.deepEqual(reshaped(xor, XOR, { inputs: 2, outputs: 3 }), [0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]);
  assert.deepEqual(reshaped([0, 0.5, 1, 0.25], { inputs: 1, outputs: 2 }, { inputs: 1, outputs: 1 }), [0, 1]);
});

test("a table that grows and shrinks again is what it was", () => {
  for (const inputs of [2, 3, 4, 5, 6]) {
    for (const outputs of [1, 2, 3, 4]) {
      const large = reshaped(xor, XOR, { inputs, outputs });
      assert.equal(large.length, outputs * 2 ** inputs);
      assert.deepEqual(reshaped(large, { inputs, outputs }, XOR), xor);
    }
  }
});

test("the page has the rows of every named table, by the names of its inputs", () => {
  for (const entry of description.menus.dataset.filter(({ targets }) => targets)) {
    const choices = { ...description.defaults, ...changesFor(entry) };
    const state = /** @type {any} */ ({ choices, description, own: {}, run: null });
    const data = /** @type {import("../../site/js/state/state.js").Data} */ (dataOf(state));
    assert.deepEqual(namesOf(state), { inputs: entry.inputs, outputs: entry.outputs });
    for (let row = 0; row < data.rows; row += 1) {
      assert.equal(Number.parseInt(inputsOf(data, row).join(""), 2), row);
    }
    assert.equal(data.rows, 2 ** data.inputs.length);
    assert.equal(data.y.length, data.rows * data.outputs.length);
  }
});
