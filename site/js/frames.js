/** Asks Python for frames, and shows them: the only file that calls a function of the session. */

import { keptCurve } from "./curves.js";
import { newRun, withFrame, withLook } from "./state.js";
import { momentOf, placeOf } from "./timeline.js";

/** @typedef {import("./state.js").Frame} Frame */
/** @typedef {import("./state.js").Run} Run */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./timeline.js").Moment} Moment */

/**
 * @typedef {object} Answer
 * @property {Frame} frame
 * @property {State["tried"]} tried The reader's own input, as it was when the frame was asked for, and its prediction.
 */

const BOUNDARY_SIZE = 48;
const SLICE_MS = 30;
const DIAGNOSED_LOSSES = 400;

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
     * @param {number} [diagnosed] Ask for a diagnosis, too: by the losses up to this epoch. Not in each slice of training.
     * @returns {Promise<Answer>}
     */
    async ask(name, args, diagnosed) {
      const { choices, tried, run } = store.get();
      const inputs = tried.inputs.slice(0, Math.log2(/** @type {number[]} */ (choices.targets).length));
      const diagnosis = diagnosed === undefined ? {} : { diagnosis: lossesUntil(run, diagnosed) };
      const wishes = { boundary: BOUNDARY_SIZE, tried: inputs, ...diagnosis };
      const { tried: prediction, ...frame } = await python.call(name, { ...args, pictures: wishes });
      frames.answered = true;
      return { frame: { diagnosis: null, ...frame }, tried: { inputs: tried.inputs, prediction } };
    },

    /**
     * Ask for a slice of training, and for the moments to keep on the way.
     *
     * @param {number} until The epoch to stop at.
     * @param {boolean} [alone] Whether no other slice follows.
     */
    train(until, alone = false) {
      const keep = store.get().run?.timeline.perDoubling ?? 0;
      return frames.ask("train", { milliseconds: SLICE_MS, until, keep }, alone ? until : undefined);
    },

    /**
     * Look at the run once more, with all pictures and a diagnosis; nothing of it moves.
     *
     * @param {Moment | null} [moment] As it was then, or, with null, as it is; else where the page looks now.
     */
    async look(moment) {
      const { run } = store.get();
      if (!run) return;
      const saved = moment === undefined ? placeOf(run) : moment;
      const answer = await frames.ask("look", saved ? { saved } : {}, saved?.epoch ?? run.live.epoch);
      store.change((now) => ({ run: now.run && withLook(now.run, answer.frame) }));
      frames.showTried(answer.tried);
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
      const { run } = store.get();
      const saved = run && placeOf(run);
      const { tried: prediction } = await python.call("look", { pictures: { tried: inputs }, ...(saved && { saved }) });
      frames.showTried({ inputs, prediction });
    },

    /** A new run from epoch 0, with the choices as they are. @param {string} remark */
    async begin(remark) {
      const answer = await frames.ask("start", { chosen: store.get().choices }, 0);
      const { run } = store.get();
      runs += 1;
      frames.show(answer, { remark, failure: null, ...(run?.curve.epochs.length && { previous: keptCurve(run) }) });
    },

    /** Go on in Python from a frame that the page has. @param {Frame} frame */
    async restore(frame) {
      return await frames.ask("start", { chosen: store.get().choices, saved: momentOf(frame) }, frame.epoch);
    },

    /** The recorded run, run once more without showing it: then all of its moments are there to be looked at. */
    async relive() {
      const { run: recorded, choices } = store.get();
      if (!recorded?.recorded) return;
      let { frame } = await frames.ask("start", { chosen: choices });
      runs += 1;
      let run = withFrame(newRun(runs, frame, choices), frame);
      while (frame.epoch < recorded.live.epoch) {
        ({ frame } = await frames.train(recorded.live.epoch));
        run = withFrame(run, frame);
      }
      store.change({ run });
    },
  };
  return frames;
}

/** The losses before an epoch, thinned where there are many: of the last ones each. @param {Run | null} run @param {number} end */
function lossesUntil(run, end) {
  const { epochs, losses } = run?.curve ?? { epochs: [], losses: [] };
  const count = epochs.findLastIndex((epoch) => epoch < end) + 1;
  const every = Math.ceil(count / DIAGNOSED_LOSSES);
  const stays = (/** @type {unknown} */ _, /** @type {number} */ index) =>
    index < count && (index % every === 0 || index >= count - DIAGNOSED_LOSSES / 4);
  return { epochs: epochs.filter(stays), losses: losses.filter(stays) };
}

/** The same with plain arrays, to be changed by hand. @param {any} value @returns {any} */
export function plain(value) {
  if (ArrayBuffer.isView(value)) return Array.from(/** @type {any} */ (value));
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  }
  return value;
}

/** @typedef {ReturnType<typeof createFrames>} Frames */
