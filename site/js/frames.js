/** Asks Python for frames, and shows them: the only file that calls a function of the session. */

import { newRun, withFrame } from "./state.js";

/** @typedef {import("./state.js").Frame} Frame */
/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Answer
 * @property {Frame} frame
 * @property {State["tried"]} tried The reader's own input, as it was when the frame was asked for, and its prediction.
 */

const BOUNDARY_SIZE = 48;

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 * @param {(event: import("./outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createFrames({ python, store, announce }) {
  let runs = 0;

  const frames = {
    /** Whether Python has answered anything since it was started and given the run. */
    answered: false,

    /**
     * Ask for a frame, with what the pictures on the page need.
     *
     * @param {string} name
     * @param {Record<string, unknown>} args
     * @returns {Promise<Answer>}
     */
    async ask(name, args) {
      const { choices, tried } = store.get();
      const inputs = tried.inputs.slice(0, Math.log2(/** @type {number[]} */ (choices.targets).length));
      const wishes = { boundary: BOUNDARY_SIZE, tried: inputs };
      const { tried: prediction, ...frame } = await python.call(name, { ...args, pictures: wishes });
      frames.answered = true;
      return { frame, tried: { inputs: tried.inputs, prediction } };
    },

    /** @param {Answer} answer @param {Partial<State>} [others] */
    show({ frame, tried }, others = {}) {
      const { run, choices } = store.get();
      const before = run && run.id === runs && !run.recorded ? run : newRun(runs, frame, choices);
      store.change({ run: withFrame(before, frame), ...others });
      frames.showTried(tried);
      announce("frame");
    },

    /** Unless a newer input is on its way. @param {State["tried"]} tried */
    showTried(tried) {
      if (store.get().tried.inputs === tried.inputs) store.change({ tried });
    },

    /** The prediction for the reader's own input, and nothing else. @param {number[]} inputs */
    async tryInput(inputs) {
      const { tried: prediction } = await python.call("look", { pictures: { tried: inputs } });
      frames.showTried({ inputs, prediction });
    },

    /** A new run from epoch 0, with the choices as they are. @param {string} remark */
    async begin(remark) {
      const answer = await frames.ask("start", { chosen: store.get().choices });
      runs += 1;
      frames.show(answer, { remark });
    },

    /** Go on in Python from a frame that the page has. @param {Frame} frame */
    async restore(frame) {
      const saved = { epoch: frame.epoch, parameters: plain(frame.parameters), memories: plain(frame.memories) };
      return await frames.ask("start", { chosen: store.get().choices, saved });
    },
  };
  return frames;
}

/** The same with plain arrays, as Python takes them. @param {any} value @returns {any} */
export function plain(value) {
  if (ArrayBuffer.isView(value)) return Array.from(/** @type {any} */ (value));
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  }
  return value;
}

/** @typedef {ReturnType<typeof createFrames>} Frames */
