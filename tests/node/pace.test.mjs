/** The pace of a run: up to which epoch it should have been played by now. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { AT_ONCE, createClock, paceInWords } from "../../site/js/run/pace.js";

const [SLOWEST, THREE_SECONDS, ONE_SECOND] = [0, 4, 5];

/** The epochs that are due; each asked is [time, pace, epochs, now, end]. @param {...number[]} asked */
function played(...asked) {
  let time = 0;
  performance.now = () => time;
  const clock = createClock();
  return asked.map(([at, pace, epochs, now, end]) => {
    time = at;
    return clock.due(pace, epochs, now, end);
  });
}

test("the tutorial's run takes three seconds", () => {
  const times = [0, 33, 1500, 2999, 3000, 3100];
  const due = played(...times.map((time) => [time, THREE_SECONDS, 10_000, 0, 10_000]));
  assert.deepEqual(due, [1, 110, 5000, 9996, 10_000, 10_000]);
});

test("at once, the end is due", () => {
  assert.deepEqual(played([0, AT_ONCE, 10_000, 0, 10_000]), [10_000]);
});

test("the slowest pace is an epoch a second", () => {
  const due = played(...[0, 1000, 2000, 3010].map((time) => [time, SLOWEST, 10_000, 0, 10_000]));
  assert.deepEqual(due, [1, 2, 3, 4]);
});

test("each request is for one epoch more at least", () => {
  assert.deepEqual(played(...[0, 1, 2, 3].map((time) => [time, THREE_SECONDS, 3, 0, 3])), [1, 2, 3, 3]);
});

test("another pace goes on from where the run is", () => {
  const due = played(
    [1000, ONE_SECOND, 10_000, 400, 10_000],
    [1100, ONE_SECOND, 10_000, 401, 10_000],
    [1100, THREE_SECONDS, 10_000, 1400, 10_000],
    [1400, THREE_SECONDS, 10_000, 1401, 10_000],
  );
  assert.deepEqual(due, [401, 1400, 1401, 2400]);
});

test("paces are said in words", () => {
  assert.deepEqual([0, 1, 2, 4, 5, 6].map(paceInWords), [
    ...["one epoch a second", "the run takes 2 minutes", "the run takes 30 seconds"],
    ...["the run takes 3 seconds", "the run takes 1 second", "at once"],
  ]);
});
