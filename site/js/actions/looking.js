/** What is asked about the run, and what is looked at. The run stays as it is. */

import { momentBefore } from "../state/timeline.js";

/** @typedef {import("../state/state.js").Run} Run */
/** @typedef {import("../state/state.js").State} State */

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {import("../run/frames.js").Frames} parts.frames
 * @param {import("../run/runs.js").Runs} parts.runs
 * @param {import("../run/requests.js").Requests} parts.requests
 * @param {(event: import("../share/outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createLooking({ store, inTurn, frames, runs, requests, announce }) {
  const ready = () => store.get().engine === "ready";

  /** All pictures, once something else is shown in them. */
  const lookAgain = () =>
    inTurn(async () => {
      if (ready()) await frames.look();
    });

  /**
   * What Python answers, when it is its turn. Rejects with Python's error, or where it is not running.
   *
   * @template Told
   * @param {() => Promise<Told>} ask
   * @param {() => Promise<void>} [first] What is done before it.
   * @returns {Promise<Told>}
   */
  const asked = (ask, first = async () => {}) =>
    new Promise((resolve, reject) => {
      inTurn(async () => {
        if (!ready() || !store.get().run) return reject(new Error("Python is not running"));
        await first();
        await ask().then(resolve, reject);
      });
    });

  return {
    /**
     * Shows the run at an epoch, computed again from the last kept one before it.
     *
     * @param {number} epoch
     */
    lookAt(epoch) {
      store.change({ refusal: null, training: false, sought: epoch });
      inTurn(async () => {
        if (store.get().sought !== epoch) return; // a newer request has replaced this one
        if (ready()) {
          await runs.relive();
          const run = /** @type {Run} */ (store.get().run);
          await frames.look(momentBefore(run, epoch), epoch);
          announce("frame");
        }
        store.change(({ sought }) => ({ sought: sought === epoch ? null : sought }));
      });
    },

    /** Draws pictures along other inputs. @param {State["axes"]} axes */
    lookAlong(axes) {
      store.change({ axes });
      lookAgain();
    },

    /** Whether the boundary is in sight: only then is it computed. @param {boolean} planeSeen */
    seePlane(planeSeen) {
      store.change({ planeSeen });
      if (planeSeen) lookAgain();
    },

    /** @param {number[]} inputs */
    tryInput(inputs) {
      store.change({ tried: { inputs, prediction: null } });
      inTurn(async () => {
        if (!ready() || store.get().tried.inputs !== inputs) return; // a newer input is pending
        if (inputs.length > 2)
          await frames.look(); // pictures of two inputs depend on the others
        else await requests.tryInput(inputs);
      });
    },

    /**
     * Requests a picture with each frame while it is visible; `undefined` ends the request.
     *
     * @param {string} name
     * @param {unknown} wish
     */
    wish(name, wish) {
      const { [name]: before, ...others } = store.get().wishes;
      if (JSON.stringify(before) === JSON.stringify(wish)) return;
      store.change({ wishes: wish === undefined ? others : { ...others, [name]: wish } });
      if (wish === undefined) return; // the last drawing stays until the picture is visible again
      inTurn(async () => {
        if (ready() && store.get().wishes[name] === wish) await requests.lookAtOne(name, wish);
      });
    },

    /**
     * The epoch after the one on the page as the operations that are compiled, on a copy of the run.
     *
     * @param {number | null} which One of them, from 1, for its numbers; null for the list.
     * @returns {Promise<import("../python/answers.js").Operations>}
     */
    operations: (which) => asked(() => requests.operations(which)),

    /**
     * A slice of the loss through the parameters on the page. A recorded run is trained again first.
     *
     * @param {"path" | "random"} directions
     * @param {number} seed Of random ones.
     * @returns {Promise<import("../python/answers.js").LossSlice>}
     */
    lossSlice: (directions, seed) => asked(() => requests.lossSlice(directions, seed), runs.relive),

    /**
     * The program as a file, with the reader's versions that run.
     *
     * @param {"python" | "notebook"} form
     * @returns {Promise<import("../python/answers.js").Program>}
     */
    program: (form) => asked(() => requests.program(form)),
  };
}
