/** The data of a run, for the views. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";

const { keptIfSame } = await import("../../site/js/state/data.js");

const rows = (/** @type {Record<string, any>} */ other = {}) =>
  /** @type {any} */ ({
    X: Float64Array.of(0, 1, 2),
    held: Uint8Array.of(0, 0, 1),
    inputs: ["x1"],
    ranges: [[-1, 1]],
    mean: undefined,
    ...other,
  });

test("data that differs in nothing stays the older object, so that what is drawn of it is kept", () => {
  const older = rows();
  assert.equal(keptIfSame(older, rows()), older);
});

test("data that differs anywhere is the newer one", () => {
  const others = [
    { X: Float64Array.of(0, 1, 2.5) },
    { X: Float64Array.of(0, 1) },
    { X: Float64Array.of(0, 1, Number.NaN) },
    { ranges: [[-1, 2]] },
    { inputs: ["x2"] },
    { mean: [0.5] },
    { more: 1 },
  ];
  for (const other of others) {
    const newer = rows(other);
    assert.equal(keptIfSame(rows(), newer), newer);
  }
});

test("without older data it is the newer one", () => {
  const newer = rows();
  assert.equal(keptIfSame(undefined, newer), newer);
  assert.equal(keptIfSame(null, newer), newer);
});
