/** The checkpoints that the page keeps of a run, and which one another epoch is computed from. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  anyKept,
  bytesOf,
  emptyTimeline,
  looksBack,
  MOST_BYTES,
  momentBefore,
  momentOf,
  nearest,
  placeOf,
  withMoments,
} from "../../site/js/state/timeline.js";

/** The fewest a doubling with which Python keeps an epoch. @param {number} epoch */
function fewest(epoch) {
  let odd = epoch || 1;
  while (odd % 2 === 0) odd /= 2;
  return 2 ** Math.floor(Math.log2(odd));
}

/** A frame that trained some epochs; each checkpoint has so many numbers, all equal to its epoch. @param {number} from @param {number[]} epochs @param {number} [size] */
function trained(from, epochs, size = 3) {
  const parameters = Float64Array.from(epochs.flatMap((epoch) => new Array(size).fill(epoch)));
  const kept = { epochs, fewest: epochs.map(fewest), parameters, training_state: { W1: { m: parameters.slice() } } };
  const epoch = /** @type {number} */ (epochs.at(-1));
  return /** @type {any} */ ({ epoch, losses: new Float64Array(epoch - from), kept });
}

/** @param {number} epoch */
const set = (epoch) =>
  /** @type {any} */ ({
    epoch,
    losses: [],
    parameters: { W1: [[1, 2]], b1: [[3]] },
    training_state: { W1: { m: [[4, 5]] } },
  });

const epochsOf = ({ moments }) => moments.map(({ epoch }) => epoch);

test("a frame without training is a moment, with all its numbers end to end", () => {
  const { moments } = withMoments(emptyTimeline(), set(0));
  assert.deepEqual(moments[0].parameters, Float64Array.of(1, 2, 3));
  assert.deepEqual(moments[0].training_state.W1.m, Float64Array.of(4, 5));
});

test("the checkpoints of a slice are taken apart, each a copy of its own", () => {
  const { moments } = withMoments(withMoments(emptyTimeline(), set(0)), trained(0, [1, 2, 4]));
  assert.deepEqual(epochsOf({ moments }), [0, 1, 2, 4]);
  assert.deepEqual(moments[3].parameters, Float64Array.of(4, 4, 4));
  assert.notEqual(moments[2].parameters.buffer, moments[3].parameters.buffer);
});

test("what comes from an earlier epoch drops all later ones", () => {
  const before = withMoments(withMoments(emptyTimeline(), set(0)), trained(0, [1, 2, 4, 8]));
  assert.deepEqual(epochsOf(withMoments(before, set(2))), [0, 1, 2]);
  assert.deepEqual(epochsOf(withMoments(before, trained(2, [3]))), [0, 1, 2, 3]);
});

test("where they take too much memory, every other one goes, but the first and those that are computed from nothing else", () => {
  const size = 20_000;
  let timeline = withMoments(emptyTimeline(), set(0));
  timeline = withMoments(timeline, trained(0, [1, 2, 3, 4, 5, 6, 7, 8], size));
  timeline = withMoments(timeline, set(9)); // a weight was set by hand
  for (let epoch = 10; epoch < 200; epoch += 1) {
    if (fewest(epoch) <= timeline.perDoubling) timeline = withMoments(timeline, trained(epoch - 1, [epoch], size));
  }
  assert.ok(bytesOf(timeline.moments) <= MOST_BYTES);
  assert.ok(timeline.perDoubling < 32);
  assert.ok(epochsOf(timeline).includes(0) && epochsOf(timeline).includes(9));
  const all = Array.from({ length: 200 }, (_, epoch) => epoch);
  const kept = all.filter((epoch) => [0, 9].includes(epoch) || fewest(epoch) <= timeline.perDoubling);
  assert.deepEqual(epochsOf(timeline), kept);
});

test("of a network that does not fit even once, none is kept", () => {
  const timeline = withMoments(emptyTimeline(), trained(0, [1], 600_000));
  assert.deepEqual(timeline, { moments: [], perDoubling: 0 });
  assert.equal(anyKept(/** @type {any} */ ({ recorded: false, timeline })), false);
});

test("an epoch is computed from the last moment up to it; the live end needs none", () => {
  const timeline = withMoments(withMoments(emptyTimeline(), set(0)), trained(0, [1, 2, 4, 8]));
  const run = /** @type {any} */ ({ timeline, live: { epoch: 8 }, frame: set(3) });
  assert.deepEqual(
    [0, 3, 7].map((epoch) => momentBefore(run, epoch)?.epoch),
    [0, 2, 4],
  );
  assert.equal(momentBefore(run, 8), null);
  assert.equal(looksBack(run), true);
  assert.deepEqual(placeOf(run), momentOf(run.frame));
  assert.equal(placeOf({ ...run, frame: run.live }), null);
});

test("the nearest of some epochs", () => {
  assert.deepEqual(
    [-1, 0, 2, 3, 7, 99].map((epoch) => nearest([0, 4, 8], epoch)),
    [0, 0, 1, 1, 2, 2],
  );
});
