/** Play, pause, step, choose: what a click does to the run. */

import { grouped } from "./draw.js";
import { createFrames, plain } from "./frames.js";
import { createQueue } from "./queue.js";
import { createRestart } from "./restart.js";
import { createSlices } from "./slices.js";
import { runWithoutPython, sameRun } from "./state.js";
import { epochsToLookAt, looksBack, momentAt, nearest, placeOf } from "./timeline.js";

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Run} Run */

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 * @param {(event: import("./outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createPlayer({ python, store, announce }) {
  const frames = createFrames({ python, store, announce });
  const queue = createQueue(store);
  const slices = createSlices({ frames, queue, store, announce });
  const { inTurn, play } = slices;
  const { boot, lost } = createRestart({ python, frames, slices, store, announce, prepare });
  const ready = () => store.get().engine === "ready";

  /** See to it that there is a live run, and that it stands where the page looks: what came after that epoch is dropped. */
  async function standHere() {
    const { run } = store.get();
    if (!run || run.recorded) await frames.begin("");
    else if (looksBack(run))
      frames.show(await frames.restore(run.frame), {
        remark: `Training goes on from epoch ${grouped(run.frame.epoch)}.`,
      });
    return /** @type {Run} */ (store.get().run);
  }

  /** See to it that there is something left to train: a live run, and epochs to go. */
  async function prepare() {
    const now = await standHere();
    if (now.frame.epoch < now.until) return;
    store.change({ run: { ...now, until: now.frame.epoch + Number(store.get().choices.epochs) }, remark: "" });
  }

  /** Make the run follow the choices, once those have changed. @param {Choices} before @param {string} what */
  async function follow(before, what) {
    const { choices, description, run, training } = store.get();
    if (!ready() || !run) return;
    const changed = Object.keys(choices).filter((name) => String(choices[name]) !== String(before[name]));
    const finished = !training && run.frame.epoch >= run.until;
    if (run.recorded || finished || changed.some((name) => description.new_run.includes(name))) {
      if (finished && changed.every((name) => name === "epochs")) await goOn(changed, what);
      else await frames.begin(`${what} changed: a new run, from epoch 0.`);
    } else await goOn(changed, what);
  }

  /** @param {string[]} changed @param {string} what */
  async function goOn(changed, what) {
    const { choices, run: before } = store.get();
    const changes = Object.fromEntries(changed.map((name) => [name, choices[name]]));
    const back = before && placeOf(before);
    const answer = await frames.ask("change", { changes }, before?.live.epoch);
    const epoch = back?.epoch ?? answer.frame.epoch;
    frames.show(answer, { remark: `${what} changed at epoch ${epoch}: the run goes on from there.` });
    store.change(({ run }) => ({ run: run && { ...run, choices, until: Math.max(Number(choices.epochs), epoch) } }));
    if (back) await frames.look(back);
  }

  return {
    boot,
    lost,

    train() {
      const { engine } = store.get();
      store.change({ training: true, remark: "" });
      if (engine === "failed") boot();
      if (engine !== "ready") return; // remembered: training begins once Python is there
      inTurn(prepare);
      play();
    },

    pause: () => store.change({ training: false }),

    step() {
      store.change({ training: false });
      inTurn(async () => {
        if (!ready()) return;
        const { frame } = await standHere();
        frames.show(await frames.train(frame.epoch + 1, true), { remark: "" });
      });
    },

    reset() {
      store.change({ training: false });
      inTurn(async () => {
        if (ready()) await frames.begin("The same starting weights again, at epoch 0.");
      });
    },

    /**
     * Look at the run as it was at an epoch, or at the nearest that was kept; it stays as it is.
     *
     * @param {number} epoch
     */
    lookAt(epoch) {
      store.change({ training: false, sought: epoch });
      inTurn(async () => {
        if (store.get().sought !== epoch) return; // another one is looked for by now
        if (ready()) {
          await frames.relive();
          const run = /** @type {Run} */ (store.get().run);
          const epochs = epochsToLookAt(run);
          await frames.look(momentAt(run, epochs[nearest(epochs, epoch)]));
          announce("frame");
        }
        store.change(({ sought }) => ({ sought: sought === epoch ? null : sought }));
      });
    },

    /** Change one or more choices. @param {Choices} changes @param {string} what For people: what was changed. */
    choose(changes, what) {
      const { choices: before, description } = store.get();
      const choices = { ...before, ...changes };
      store.change({ choices });
      if (sameRun(choices, before)) return;
      if (!ready()) store.change(({ run }) => ({ run: runWithoutPython(run, choices, description) }));
      inTurn(() => follow(before, what));
    },

    /** @param {number[]} inputs */
    tryInput(inputs) {
      store.change({ tried: { inputs, prediction: null } });
      inTurn(async () => {
        // Unless a newer input is on its way.
        if (ready() && store.get().tried.inputs === inputs) await frames.tryInput(inputs);
      });
    },

    /**
     * Set one parameter by hand.
     *
     * @param {{name: string, row: number, column: number, label: string}} place
     * @param {number} value
     */
    setParameter({ name, row, column, label }, value) {
      store.change({ training: false });
      inTurn(async () => {
        const { run } = store.get();
        if (!ready() || !run) return;
        const parameters = plain(run.frame.parameters);
        parameters[name][row][column] = value;
        frames.show(await frames.restore({ ...run.frame, parameters }), {
          remark: `${label} was set by hand at epoch ${run.frame.epoch}.`,
        });
      });
    },
  };
}

/** @typedef {ReturnType<typeof createPlayer>} Actions */
