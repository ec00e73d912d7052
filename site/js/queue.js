/** Gives Python one piece of work after the other, in the order of the clicks. */

import { EngineLost, PythonError } from "./python.js";
import { ownFunctions } from "./state.js";

/**
 * @param {import("./state.js").Store} store
 * @param {import("./edits.js").EditsOfTheReader} edits
 * @param {import("./python.js").Python} python
 */
export function createQueue(store, edits, python) {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /**
   * Do something with Python when all that was asked before is done.
   *
   * @param {() => Promise<void>} work
   * @param {boolean} [again] Whether to do it once more where Python is lost on the way and comes back.
   * @returns {Promise<unknown>}
   */
  return function queue(work, again = false) {
    last = last.then(work).catch((error) => {
      if (!(error instanceof EngineLost)) {
        if (edits.blame(error)) return;
        // An error that is nowhere in the reader's code, and no refusal, says that this code has broken Python itself.
        if (error instanceof PythonError && error.type !== "ValueError" && ownFunctions(store.get()).length) {
          python.end(`${error.type}: ${error.message}.`);
          return;
        }
        store.change({ training: false, failure: `Python reported an error. ${error.message}` });
      } else if (again && store.get().engine === "starting") queue(work);
      // Whoever watches the worker says that it is lost.
    });
    return last;
  };
}

/** @typedef {ReturnType<typeof createQueue>} Queue */
