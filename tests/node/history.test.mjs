/** Undo and redo: two bounded lists. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { back, emptyHistory, forth, lightened, noted } from "../../site/js/run/history.js";

/** How all stands after each: "undo", "redo", or what a person does; all stands as what was done last. @param {...string} did */
function stands(...did) {
  let [history, now] = [emptyHistory(), "start"];
  return did.map((what) => {
    if (what === "undo" || what === "redo") {
      const step = (what === "undo" ? back : forth)(history, now);
      history = step.history;
      now = step.entry ? step.entry.stand : now;
    } else {
      history = noted(history, { what, stand: now });
      now = what;
    }
    return now;
  });
}

test("goes back and forth, and stops at the ends", () => {
  const all = stands("a", "b", "undo", "undo", "undo", "redo", "redo", "redo", "undo");
  assert.deepEqual(all, ["a", "b", "a", "start", "start", "a", "b", "b", "a"]);
});

test("what was undone is gone once something else is done", () => {
  const all = stands("a", "b", "undo", "c", "redo", "undo", "undo");
  assert.deepEqual(all, ["a", "b", "a", "c", "c", "a", "start"]);
});

test("keeps the latest hundred", () => {
  const did = Array.from({ length: 150 }, (_, number) => String(number));
  assert.equal(stands(...did, ...new Array(120).fill("undo")).at(-1), "49");
});

test("lightens the oldest where all weighs too much", () => {
  const done = Array.from({ length: 4 }, (_, place) => ({ what: String(place), stand: 10 }));
  const light = lightened(
    { done, undone: [] },
    25,
    (stand) => stand,
    () => 0,
  );
  assert.deepEqual(
    light.done.map(({ stand }) => stand),
    [0, 0, 10, 10],
  );
});
