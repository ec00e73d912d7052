/**
 * Trains in slices of time, at the reader's pace. The page requests the next slice while Python works on this one, so Python never waits for
 * drawing. To pause, it requests no more.
 */

import { endedAt, whyDiverged } from "../state/remarks.js";
import { createClock } from "./pace.js";

/** @typedef {import("./frames.js").Answer} Answer */
/** @typedef {import("../state/state.js").Run} Run */

/**
 * @param {object} parts
 * @param {import("./frames.js").Frames} parts.frames
 * @param {import("../python/queue.js").Queue} parts.queue
 * @param {import("../state/state.js").Store} parts.store
 * @param {(event: import("../share/outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createSlices({ frames, queue, store, announce }) {
  let playing = false;
  const clock = createClock();
  /** The slice requested in advance. @type {Promise<Answer> | null} */
  let ahead = null;

  /** Queues other work for Python, after the slice requested in advance. @param {() => Promise<void>} work */
  function inTurn(work) {
    queue(shownAhead);
    return queue(work, { again: true });
  }

  /** Requests slices until a pause or the end of the run. */
  async function play() {
    if (playing) return;
    playing = true;
    clock.stop();
    while (store.get().training && store.get().engine === "ready") {
      await clock.tick();
      await queue(slice);
    }
    playing = false;
    inTurn(async () => {
      if (!store.get().training && store.get().engine === "ready") await frames.look();
    });
  }

  async function slice() {
    const { run, training } = store.get();
    if (!training || !run) return;
    ahead ??= ask(run);
    await showAhead(ask(run));
    const { frame, until } = /** @type {Run} */ (store.get().run);
    if (!Number.isFinite(frame.loss)) store.change({ training: false, remark: whyDiverged(store.get()) });
    else if (frame.ended) store.change({ training: false, remark: endedAt(frame.epoch) });
    else if (frame.epoch >= until) store.change({ training: false, remark: "" }); // it was of the beginning
    if (!store.get().training) announce("end");
  }

  /** @param {Run} run */
  function ask({ live, until, choices }) {
    const asked = frames.train(clock.due(store.get().pace, Number(choices.epochs), live.epoch, until));
    asked.catch(() => {}); // the caller gets the error
    return asked;
  }

  /** Nothing that was requested in advance is left. */
  async function shownAhead() {
    if (ahead) await showAhead();
  }

  /** Shows the slice requested in advance, when it arrives. @param {Promise<Answer> | null} following The one after it. */
  async function showAhead(following = null) {
    const asked = ahead;
    ahead = following;
    const answer = await asked;
    // A slice without losses came after the end, and trained nothing.
    if (answer?.frame.losses.length || answer?.frame.ended) frames.show(answer);
  }

  return { inTurn, play, shownAhead };
}

/** @typedef {ReturnType<typeof createSlices>} Slices */
