/** Asks Python one thing about the run on the page. The run stays as it is, and no frame of it is shown. */

import { joined } from "../draw/joined.js";
import { momentOf, placeOf } from "../state/timeline.js";
import { inputsOfRun } from "./exercise.js";

/** @typedef {import("../state/state.js").Run} Run */

const TRACE_MS = 8000; // following an epoch takes long
const MOST_ON_PATH = 100; // moments

/**
 * @param {object} parts
 * @param {import("../python/python.js").Python} parts.python
 * @param {import("./exercise.js").Exercise} parts.exercise
 * @param {import("./frames.js").Frames} parts.frames
 * @param {import("../state/state.js").Store} parts.store
 */
export function createRequests({ python, exercise, frames, store }) {
  /** The checkpoint that the page shows, for Python. */
  function here() {
    const { run } = store.get();
    const saved = run && placeOf(run);
    return saved ? { saved } : {};
  }

  /** Calls Python for what may take long. @param {string} name @param {Record<string, unknown>} args */
  const patiently = (name, args) => python.call(name, args, TRACE_MS + exercise.patience());

  return {
    /** Requests only the prediction for the tried input. @param {number[]} inputs */
    async tryInput(inputs) {
      const { run } = store.get();
      if (!run || inputsOfRun(run) !== inputs.length) return; // it is one of other data
      const { tried: prediction } = await frames.call("look", { ...here(), pictures: { tried: inputs } });
      frames.showTried({ inputs, prediction });
    },

    /** Requests one picture that came into view, of the run on the page. @param {string} name @param {unknown} wish */
    async lookAtOne(name, wish) {
      const { [name]: picture } = await frames.call("look", { ...here(), pictures: { [name]: wish } });
      frames.showPictures({ [name]: picture });
    },

    /** Traces the next epoch line by line, from the epoch shown. @param {number | null} row One training row; null for all. */
    async trace(row) {
      const args = { ...(row !== null && { row }), ...here() };
      return await patiently("trace", args);
    },

    /** One epoch as operations, from the epoch shown. @param {number | null} which One of them, for its numbers; null for the list. */
    async operations(which) {
      const args = { ...(which !== null && { which }), ...here() };
      return await patiently("operations", args);
    },

    /**
     * The loss around the parameters on the page, and the path to them.
     *
     * @param {"path" | "random"} directions
     * @param {number} seed Of random ones.
     */
    async lossSlice(directions, seed) {
      const { frame, timeline } = /** @type {Run} */ (store.get().run);
      const before = timeline.moments.filter(({ epoch }) => epoch < frame.epoch);
      const every = Math.ceil(before.length / MOST_ON_PATH) || 1;
      const moments = [...before.filter((_, index) => index % every === 0), momentOf(frame)];
      const path = joined(
        moments.map(({ parameters }) => parameters),
        Float64Array,
      );
      const slice = await patiently("loss_slice", { path, directions, seed });
      return { ...slice, epochs: moments.map(({ epoch }) => epoch) };
    },

    /** @param {"python" | "notebook"} form @returns {Promise<import("../python/answers.js").Program>} */
    program: (form) => frames.call("program", { form }),
  };
}

/** @typedef {ReturnType<typeof createRequests>} Requests */
