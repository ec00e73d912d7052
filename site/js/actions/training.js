/** Train, Pause, Step, Reset. */

import { grouped } from "../draw/draw.js";
import { endedAt } from "../state/remarks.js";
import { nextEnd, STOPPED } from "../state/state.js";
import { looksBack } from "../state/timeline.js";

/** @typedef {import("../state/state.js").Run} Run */

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {import("../run/frames.js").Frames} parts.frames
 * @param {import("../run/runs.js").Runs} parts.runs
 * @param {import("../run/slices.js").Slices} parts.slices
 * @param {() => void} parts.boot Starts Python.
 */
export function createTraining({ store, frames, runs, slices, boot }) {
  const ready = () => store.get().engine === "ready";

  /** Makes Python's run match the epoch shown; later epochs are dropped. */
  async function standHere() {
    const { run } = store.get();
    if (!run || run.recorded) await runs.begin("");
    else if (looksBack(run))
      frames.show(await frames.restore(run.frame), {
        remark: `Training goes on from epoch ${grouped(run.frame.epoch)}.`,
      });
    return /** @type {Run} */ (store.get().run);
  }

  /** One epoch, from where the page looks. */
  async function oneEpoch() {
    const { frame: now } = await standHere();
    const answer = await frames.train(now.epoch + 1, true);
    frames.show(answer, { remark: answer.frame.ended ? endedAt(answer.frame.epoch) : "" });
  }

  /** Makes sure that epochs are left to train. If the reader's loop has ended, starts a new run. */
  async function prepare() {
    const now = await standHere();
    if (now.frame.ended) await runs.begin("A new run, from epoch 0.");
    if (now.frame.ended || now.frame.epoch < now.until) return;
    const until = nextEnd(now, store.get().choices);
    store.change({ run: { ...now, until }, remark: `On to epoch ${grouped(until)}.` });
  }

  const actions = {
    train() {
      const { engine } = store.get();
      store.change({ refusal: null, training: true, remark: "" });
      if (engine === "failed") boot();
      if (engine !== "ready") return; // training begins when Python is ready
      slices.inTurn(prepare);
      slices.play();
    },

    /** Pause stops everything, also slow motion. */
    pause: () =>
      store.change(({ stepping }) => ({ training: false, stepping: stepping && { ...stepping, playing: false } })),

    step() {
      store.change(STOPPED);
      slices.inTurn(async () => {
        if (ready()) await oneEpoch();
      });
    },

    /** Takes the stepped epoch on the run itself. A recorded run is trained again first. */
    takeStep() {
      store.change(STOPPED);
      return slices.inTurn(async () => {
        if (!ready()) return;
        await runs.relive();
        await oneEpoch();
      });
    },

    reset() {
      store.change(STOPPED);
      slices.inTurn(async () => {
        if (ready()) await runs.begin("Back at epoch 0, with the same initial weights.");
      });
    },
  };
  return { actions, prepare };
}
