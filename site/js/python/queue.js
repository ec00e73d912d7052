/** Gives Python one piece of work after the other, in the order of the clicks. */

import { ownFunctions } from "../state/state.js";
import { EngineLost, PythonError } from "./python.js";

/**
 * @param {import("../state/state.js").Store} store
 * @param {import("../run/edits.js").EditsOfTheReader} edits
 * @param {import("./python.js").Python} python
 */
export function createQueue(store, edits, python) {
  /** Those that come first stand first. @type {{work: () => Promise<void>, again: boolean, first: boolean, done: (_?: unknown) => void}[]} */
  const waiting = [];
  let busy = false;

  async function workOff() {
    busy = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { work, again, done } = next;
      await work().catch((error) => fail(error, again ? work : null));
      done();
    }
    busy = false;
  }

  /** @param {any} error @param {(() => Promise<void>) | null} work What is done once more where Python comes back. */
  function fail(error, work) {
    if (!(error instanceof EngineLost)) {
      if (edits.blame(error)) return;
      // An error that is nowhere in the reader's code, and no refusal, says that this code has broken Python itself.
      if (error instanceof PythonError && error.type !== "ValueError" && ownFunctions(store.get()).length) {
        python.end(`${error.type}: ${error.message}.`);
        return;
      }
      store.change({ training: false, failure: `Python reported an error. ${error.message}` });
    } else if (work && store.get().engine === "starting") {
      // After the new Python, and before what was asked later.
      const place = waiting.filter(({ first }) => first).length;
      waiting.splice(place, 0, { work, again: false, first: false, done() {} });
    }
    // Whoever watches the worker says that it is lost.
  }

  /**
   * Do something with Python when all that was asked before is done.
   *
   * @param {() => Promise<void>} work
   * @param {object} [how]
   * @param {boolean} [how.again] Whether to do it once more where Python is lost on the way and comes back.
   * @param {boolean} [how.first] Before all that waits: a new Python, which the others need.
   * @returns {Promise<unknown>}
   */
  function queue(work, { again = false, first = false } = {}) {
    return new Promise((done) => {
      if (first) waiting.unshift({ work, again, first, done });
      else waiting.push({ work, again, first, done });
      if (!busy) workOff();
    });
  }
  return queue;
}

/** @typedef {ReturnType<typeof createQueue>} Queue */
