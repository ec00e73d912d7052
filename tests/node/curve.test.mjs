/** The losses that the page keeps for its chart: every epoch of a short run, one in 2, 4, 8 ... of a long one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, emptyCurve, extended, lossesUntil } from "../../site/js/state/curve.js";

const MOST = 16_384;

/** A curve from frames that end at these epochs; the loss of each epoch is its number. @param {number} first @param {number[]} ends */
function curveOf(first, ends) {
  let curve = emptyCurve();
  for (const epoch of ends) {
    const losses = Float64Array.from({ length: epoch - first }, (_, index) => first + index);
    curve = extended(curve, { epoch, losses, held_loss: -epoch });
    first = epoch;
  }
  return curve;
}

for (const [first, ends] of [
  [0, [1, 2, 5]],
  [0, [MOST]],
  [0, [MOST + 1]],
  [0, [9, 100_003]],
  [0, [7, 1000, 16_390, 40_000, 40_001, 65_537]],
  [12_345, [12_346, 60_000, 60_000, 1_000_001]],
]) {
  test(`it has even epochs, and not too many: from ${first} to ${ends}`, () => {
    const { epochs, losses, every } = curveOf(first, ends);
    const kept = (step) =>
      Array.from({ length: ends.at(-1) - first }, (_, at) => first + at).filter((one) => one % step === 0);
    let step = 1;
    while (kept(step).length > MOST) step *= 2;
    assert.equal(every, step);
    assert.deepEqual(epochs, kept(step));
    assert.deepEqual(losses, epochs);
  });
}

test("the held-out loss of each frame is kept, and of one epoch the last", () => {
  assert.deepEqual(curveOf(0, [3, 8, 8]).held, { epochs: [3, 8], losses: [-3, -8] });
  const { epochs } = curveOf(
    0,
    Array.from({ length: 5000 }, (_, frame) => frame + 1),
  ).held;
  assert.ok(epochs.length <= 4096);
  assert.equal(epochs.at(-1), 5000);
});

test("held-out losses on the way of a frame come before its own", () => {
  const losses = new Float64Array(8);
  const curve = extended(emptyCurve(), {
    epoch: 8,
    losses,
    held_loss: -8,
    held_losses: { epochs: [1, 2, 4, 8], losses: [-1, -2, -4, -8] },
  });
  assert.deepEqual(curve.held, { epochs: [1, 2, 4, 8], losses: [-1, -2, -4, -8] });
});

test("cut before an epoch, nothing of it is left, and the whole curve stays as it is", () => {
  const whole = curveOf(0, [4, 9]);
  assert.deepEqual(cut(whole, 6).epochs, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(cut(whole, 6).held, { epochs: [4], losses: [-4] });
  assert.equal(whole.epochs.length, 9);
});

test("the losses for a diagnosis are few, with all the last ones", () => {
  const line = curveOf(0, [10_000]);
  const { epochs, losses } = lossesUntil(line, 8000, 400);
  assert.ok(epochs.length <= 500 && epochs[0] === 0 && epochs.at(-1) === 7999);
  assert.deepEqual(
    epochs.slice(-100),
    Array.from({ length: 100 }, (_, at) => 7900 + at),
  );
  assert.deepEqual(losses, epochs);
  assert.deepEqual(lossesUntil(line, 300, 400).epochs, line.epochs.slice(0, 300));
  assert.deepEqual(lossesUntil(emptyCurve(), 5, 400), { epochs: [], losses: [] });
});
