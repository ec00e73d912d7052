/**
 * Trains in slices of time. The page asks for the next slice while Python is at this one, so that Python never waits for
 * the page to draw. To pause, it asks for no more.
 */

import { adviceOn } from "./advice.js";
import { grouped } from "./draw.js";
import { ownFunctions } from "./state.js";

/** @typedef {import("./frames.js").Answer} Answer */
/** @typedef {import("./state.js").Run} Run */

/**
 * @param {object} parts
 * @param {import("./frames.js").Frames} parts.frames
 * @param {import("./queue.js").Queue} parts.queue
 * @param {import("./state.js").Store} parts.store
 * @param {(event: import("./outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createSlices({ frames, queue, store, announce }) {
  let playing = false;
  /** The slice that was asked for ahead of its turn. @type {Promise<Answer> | null} */
  let ahead = null;

  /** Something else for Python, in its turn: what was asked for ahead comes first. @param {() => Promise<void>} work */
  function inTurn(work) {
    queue(async () => {
      if (ahead) await showAhead();
    });
    return queue(work, true);
  }

  /** Slice after slice, until somebody pauses or the run is at its end. */
  async function play() {
    if (playing) return;
    playing = true;
    while (store.get().training && store.get().engine === "ready") await queue(slice);
    playing = false;
    inTurn(async () => {
      if (!store.get().training && store.get().engine === "ready") await frames.look();
    });
  }

  async function slice() {
    const { run, training } = store.get();
    if (!training || !run) return;
    ahead ??= ask(run.until);
    await showAhead(ask(run.until));
    const { frame, until } = /** @type {Run} */ (store.get().run);
    if (!Number.isFinite(frame.loss)) store.change({ training: false, remark: whyDiverged(store.get()) });
    else if (frame.ended) store.change({ training: false, remark: endedAt(frame.epoch) });
    else if (frame.epoch >= until) store.change({ training: false, remark: "" }); // it was of the beginning
    if (!store.get().training) announce("end");
  }

  /** @param {number} until The epoch to stop at. */
  function ask(until) {
    const asked = frames.train(until);
    asked.catch(() => {}); // whoever shows it is told
    return asked;
  }

  /** Show the slice that was asked for ahead, once it is there. @param {Promise<Answer> | null} following The one after it. */
  async function showAhead(following = null) {
    const asked = ahead;
    ahead = following;
    const answer = await asked;
    // Without losses it was asked for after the end, and trained nothing.
    if (answer?.frame.losses.length || answer?.frame.ended) frames.show(answer);
  }

  return { inTurn, play };
}

/** Where the reader's own loop has ended by itself. @param {number} epoch */
export function endedAt(epoch) {
  return `Your train_network ended at epoch ${grouped(epoch)}.`;
}

/** What a loss that is no number means, and what to do about it. @param {import("./state.js").State} state */
function whyDiverged(state) {
  const advice = adviceOn(state);
  if (advice) return `The loss is no longer a number. ${advice}`;
  const own = ownFunctions(state);
  if (own.length) return `The loss is no longer a number. Your version of ${own.join(" and ")} ran.`;
  return "Training diverged: the steps were too large. Try a smaller learning rate, then Reset.";
}

/** @typedef {ReturnType<typeof createSlices>} Slices */
