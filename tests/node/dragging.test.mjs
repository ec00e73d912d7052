/** Numbers that follow the pointer and the keys. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, stepped } from "../../site/js/run/dragging.js";

/** @typedef {import("../../site/js/run/dragging.js").Scale} Scale */

/** @type {Scale} */
const RATE = { by: "log", pixels: 120, least: 1e-9 };
/** @type {Scale} */
const EPOCHS = { by: "log", pixels: 120, whole: true, least: 1, most: 10_000_000 };
/** @type {Scale} */
const TARGET = { by: "linear", pixels: 2, step: 0.01, least: 0, most: 1 };
/** @type {Scale} */
const SEED = { by: "linear", pixels: 6, least: 0, most: 2 ** 32 - 1 };

/** By so many pixels. @type {[Scale, number, number, number][]} */
const MOVED = [
  [RATE, 0.1, 0, 0.1],
  [RATE, 0.1, 120, 1],
  [RATE, 0.1, -120, 0.01],
  [RATE, 0.1, 68, 0.37],
  [RATE, 0.123456, 0, 0.123456],
  [RATE, 0.1, -10_000, 1e-9],
  [EPOCHS, 10_000, -60, 3200],
  [EPOCHS, 3, 50, 8],
  [EPOCHS, 10_000, 10_000, 10_000_000],
  [TARGET, 0, 61, 0.3],
  [TARGET, 1, -3, 0.99],
  [TARGET, 0.555, 1, 0.555],
  [TARGET, 1, 50, 1],
  [SEED, 42, 13, 44],
  [SEED, 42, -600, 0],
];
/** By so many steps. @type {[Scale, number, number, number][]} */
const STEPPED = [
  [RATE, 0.1, 1, 0.11],
  [RATE, 0.1, -1, 0.099],
  [RATE, 0.99, 1, 1],
  [RATE, 1, -1, 0.99],
  [RATE, 0.095, 10, 0.15],
  [RATE, 0.1, -10, 0.09],
  [EPOCHS, 10_000, 1, 11_000],
  [EPOCHS, 10_000, -1, 9900],
  [EPOCHS, 1, -1, 1],
  [EPOCHS, 1, 1, 2],
  [EPOCHS, 12, -10, 2],
  [TARGET, 0.29, 1, 0.3],
  [TARGET, 0.1, 2, 0.12],
  [SEED, 2 ** 32 - 1, 1, 2 ** 32 - 1],
];

test("a drag", () => {
  for (const [scale, from, pixels, to] of MOVED) assert.equal(moved(from, pixels, scale), to, `${from} by ${pixels}`);
});

test("a step by a key", () => {
  for (const [scale, from, steps, to] of STEPPED) assert.equal(stepped(from, steps, scale), to, `${from} by ${steps}`);
});

test("a step up on any scale goes up, and back", () => {
  for (let exponent = -6; exponent < 6; exponent += 1) {
    for (const digit of [1, 1.5, 9.9]) {
      const start = 10 ** exponent * digit;
      const [up, down] = [stepped(start, 1, RATE), stepped(start, -1, RATE)];
      assert.ok(down < start && start < up && up < 1.2 * start, String(start));
    }
  }
});
