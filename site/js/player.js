/**
 * Play, pause, step: what a click does to the run. The only file that asks Python for anything.
 *
 * Requests go to Python one after the other, in the order of the clicks. Training is a chain of slices; pausing is not
 * asking for the next one.
 */

import { EngineLost } from "./python.js";
import { newRun, runWithoutPython, sameRun, withFrame } from "./state.js";

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").State} State */

const SLICE_MS = 30;
const BOUNDARY_SIZE = 48;

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 * @param {(event: import("./outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createPlayer({ python, store, announce }) {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  let runs = 0;
  let playing = false;

  /** Do something with Python when all that was asked before is done. @param {() => Promise<void>} work */
  function inTurn(work) {
    last = last.then(work).catch((error) => {
      // A lost engine is told once, by whoever watches the worker.
      if (error instanceof EngineLost) return;
      store.change({ training: false, failure: `Python reported an error. ${error.message}` });
    });
    return last;
  }

  const ready = () => store.get().engine === "ready";

  /** What the pictures on the page need with each frame. */
  function pictures() {
    const { choices, tried } = store.get();
    const inputs = Math.log2(/** @type {number[]} */ (choices.targets).length);
    return { boundary: BOUNDARY_SIZE, tried: tried.inputs.slice(0, inputs) };
  }

  /** @param {import("./state.js").Frame} frame @param {Partial<State>} [others] */
  function show(frame, others = {}) {
    const { run, tried, choices } = store.get();
    const before = run && run.id === runs && !run.recorded ? run : newRun(runs, frame, choices);
    const prediction = /** @type {any} */ (frame).tried ?? null;
    store.change({ run: withFrame(before, frame), tried: { ...tried, prediction }, ...others });
    announce("frame");
  }

  /** A new run from epoch 0, with the choices as they are. @param {string} remark */
  async function begin(remark) {
    const frame = await python.call("start", { chosen: store.get().choices, pictures: pictures() });
    runs += 1;
    show(frame, { remark });
  }

  /** Go on in Python from a frame that the page has. @param {import("./state.js").Frame} frame */
  async function restore(frame) {
    const saved = { epoch: frame.epoch, parameters: plain(frame.parameters), memories: plain(frame.memories) };
    return await python.call("start", { chosen: store.get().choices, saved, pictures: pictures() });
  }

  /** Start Python, and give it the run that is on the page. */
  async function boot() {
    store.change({ engine: "starting", download: null, failure: null });
    document.documentElement.dataset.start = await python.start();
    const { run } = store.get();
    if (run) {
      const { tried } = await restore(run.frame);
      store.change((state) => ({ tried: { ...state.tried, prediction: tried } }));
    } else {
      await begin("");
    }
    store.change({ engine: "ready" });
    announce("ready");
    if (store.get().training) {
      await prepare();
      play();
    }
  }

  /** See to it that there is something left to train: a live run, and epochs to go. */
  async function prepare() {
    const { run } = store.get();
    if (!run || run.recorded) await begin("");
    const now = /** @type {import("./state.js").Run} */ (store.get().run);
    if (now.frame.epoch < now.until) return;
    store.change({ run: { ...now, until: now.frame.epoch + Number(store.get().choices.epochs) }, remark: "" });
  }

  /** Ask for slice after slice, until somebody pauses or the run is at its end. */
  async function play() {
    if (playing) return;
    playing = true;
    while (store.get().training && ready()) await inTurn(slice);
    playing = false;
  }

  async function slice() {
    const { run, training } = store.get();
    if (!training || !run) return;
    if (run.frame.epoch < run.until) {
      const epochs = run.until - run.frame.epoch;
      const frame = await python.call("train", { milliseconds: SLICE_MS, epochs, pictures: pictures() });
      show(frame);
    }
    const { frame, until } = /** @type {import("./state.js").Run} */ (store.get().run);
    if (!Number.isFinite(frame.loss)) store.change({ training: false, remark: whyDiverged(store.get().choices) });
    else if (frame.epoch >= until) store.change({ training: false });
    if (!store.get().training) announce("end");
  }

  /** Make the run follow the choices, once those have changed. @param {Choices} before @param {string} what */
  async function follow(before, what) {
    const { choices, description, run, training } = store.get();
    if (!ready() || !run) return;
    const changed = Object.keys(choices).filter((name) => String(choices[name]) !== String(before[name]));
    const finished = !training && run.frame.epoch >= run.until;
    if (run.recorded || finished || changed.some((name) => description.new_run.includes(name))) {
      if (finished && changed.every((name) => name === "epochs")) await goOn(changed, what);
      else await begin(`${what} changed: a new run, from epoch 0.`);
    } else await goOn(changed, what);
  }

  /** @param {string[]} changed @param {string} what */
  async function goOn(changed, what) {
    const { choices } = store.get();
    const changes = Object.fromEntries(changed.map((name) => [name, choices[name]]));
    const frame = await python.call("change", { changes, pictures: pictures() });
    show(frame, { remark: `${what} changed at epoch ${frame.epoch}: the run goes on from there.` });
    store.change(({ run }) => ({ run: run && { ...run, until: Math.max(Number(choices.epochs), frame.epoch) } }));
  }

  const actions = {
    boot: () => inTurn(boot),

    /** Python is gone: say so, and keep what is on the page. @param {EngineLost} lost */
    lost(lost) {
      const what = ready() ? "Python stopped" : "Python could not be started";
      store.change({ engine: "failed", training: false, failure: `${what}: ${lost.message.replace(/\.?$/, ".")}` });
      announce("failed");
    },

    train() {
      const { engine } = store.get();
      store.change({ training: true, remark: "" });
      if (engine === "failed") actions.boot();
      if (engine !== "ready") return; // remembered: training begins once Python is there
      inTurn(prepare);
      play();
    },

    pause: () => store.change({ training: false }),

    step() {
      store.change({ training: false });
      inTurn(async () => {
        if (!ready()) return;
        if (store.get().run?.recorded) await begin("");
        show(await python.call("train", { milliseconds: SLICE_MS, epochs: 1, pictures: pictures() }), { remark: "" });
      });
    },

    reset() {
      store.change({ training: false });
      inTurn(async () => {
        if (ready()) await begin("The same starting weights again, at epoch 0.");
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
        if (!ready() || store.get().tried.inputs !== inputs) return; // a newer input is on its way
        const { tried } = await python.call("look", { pictures: { tried: inputs } });
        store.change((state) => ({ tried: { ...state.tried, prediction: tried } }));
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
        show(await restore({ ...run.frame, parameters }), {
          remark: `${label} was set by hand at epoch ${run.frame.epoch}.`,
        });
      });
    },
  };
  return actions;
}

/** What a loss that is no number means, and what to do about it. @param {Choices} choices */
function whyDiverged({ loss, output }) {
  if (loss === "binary_cross_entropy" && output !== "sigmoid") {
    return "The loss is no longer a number: cross-entropy needs predictions between 0 and 1. Choose a sigmoid output.";
  }
  return "Training diverged: the steps were too large. Try a smaller learning rate, then Reset.";
}

/** The same with plain arrays, as Python takes them. @param {any} value @returns {any} */
function plain(value) {
  if (ArrayBuffer.isView(value)) return Array.from(/** @type {any} */ (value));
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  }
  return value;
}

/** @typedef {ReturnType<typeof createPlayer>} Actions */
