/** One piece of work for Python after the other; a new Python comes before all that waits. */

import "./page.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";

const { EngineLost } = await import("../../site/js/python/python.js");
const { createQueue } = await import("../../site/js/python/queue.js");

test("what Python was lost with is done first by the next one, then what was asked later", async () => {
  const state = { engine: "ready" };
  const done = [];
  const store = { get: () => state, change: (change) => Object.assign(state, change) };
  const queue = createQueue(/** @type {any} */ (store), /** @type {any} */ ({}), /** @type {any} */ ({}));
  const work = (name) => async () => void done.push(`${name} while ${state.engine}`);
  const renew = async () => {
    done.push("renew");
    state.engine = "ready";
  };
  let lives = 0;
  const look = async () => {
    done.push("look");
    lives += 1;
    await null; // the others have been asked for by now
    if (lives > 1) return;
    state.engine = "starting"; // whoever watches the worker is told first
    queue(renew, { first: true });
    throw new EngineLost("it was closed.");
  };
  queue(look, { again: true });
  queue(work("trained"));
  await queue(work("step"), { again: true });
  await queue(async () => {});
  assert.deepEqual(done, ["look", "renew", "look", "trained while ready", "step while ready"]);
});

test("another error is told, and the next work is done", async () => {
  const [changes, done] = [[], []];
  const store = { get: () => ({ edits: {}, program: [] }), change: (change) => changes.push(change) };
  const queue = createQueue(
    /** @type {any} */ (store),
    /** @type {any} */ ({ blame: () => false }),
    /** @type {any} */ ({}),
  );
  await queue(
    async () => {
      throw new RangeError("no such row");
    },
    { again: true },
  );
  await queue(async () => void done.push("next"));
  assert.deepEqual(changes, [{ training: false, failure: "Python reported an error. no such row" }]);
  assert.deepEqual(done, ["next"]);
});
