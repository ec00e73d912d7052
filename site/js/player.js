/**
 * Play, pause, step: what a click does to the run. The only file that asks Python for anything.
 *
 * Requests go to Python one after the other, in the order of the clicks. Training is a chain of slices, each asked for
 * while Python is still at the one before, so that it never waits for the page to draw; pausing is not asking for more.
 */

import { middleOf, namesOf, OWN, shapeOf, wishesOf } from "./data.js";
import { createOwnData } from "./own-data.js";
import { EngineLost } from "./python.js";
import { isTable, newRun, runWithoutPython, sameRun, withFrame } from "./state.js";

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Frame} Frame */
/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Answer
 * @property {Frame} frame
 * @property {State["tried"]} tried The reader's own input, as it was when the frame was asked for, and its prediction.
 */

const SLICE_MS = 30;
/** So many rows may take a slow computer a second. */
const PATIENT_ROWS = 10_000;

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 * @param {(event: import("./outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createPlayer({ python, store, announce }) {
  const ownData = createOwnData({ python, store });
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  let runs = 0;
  let playing = false;
  /** The slice that was asked for ahead of its turn. @type {Promise<Answer> | null} */
  let ahead = null;
  /** Whether Python has answered anything since it was started and given the run. */
  let answered = false;

  /**
   * Do something with Python when all that was asked before is done.
   *
   * @param {() => Promise<void>} work
   * @param {boolean} [again] Whether to do it once more where Python is lost on the way and comes back.
   * @returns {Promise<unknown>}
   */
  function queue(work, again = false) {
    last = last.then(work).catch((error) => {
      if (!(error instanceof EngineLost)) {
        store.change({ training: false, failure: `Python reported an error. ${error.message}` });
      } else if (again && store.get().engine === "starting") queue(work);
      // Whoever watches the worker says that it is lost.
    });
    return last;
  }

  /** The same for all but slices: what was asked for ahead comes first. @param {() => Promise<void>} work */
  function inTurn(work) {
    queue(async () => {
      if (ahead) await showSlice();
    });
    return queue(work, true);
  }

  const ready = () => store.get().engine === "ready";

  /**
   * Ask for a frame, with what the pictures on the page need.
   *
   * @param {string} name
   * @param {Record<string, unknown>} args
   * @returns {Promise<Answer>}
   */
  async function ask(name, args) {
    const { tried, run } = store.get();
    // Choices may be ahead of the run that Python has.
    const inputs = name === "start" || !run ? namesOf(store.get()).inputs.length : inputsOfRun(run);
    const pictures = picturesFor(inputs);
    const { tried: prediction = null, ...frame } = await python.call(name, { ...args, pictures }, patience());
    answered = true;
    return { frame, tried: { inputs: tried.inputs, prediction } };
  }

  /** How much longer than usual an answer may take, because there are very many rows. */
  function patience() {
    const { choices, own } = store.get();
    return choices.dataset === OWN ? (own.data?.rows ?? 0) / PATIENT_ROWS : 0;
  }

  /** What is to be computed for the page, with so many inputs. @param {number} inputs */
  function picturesFor(inputs) {
    const { tried } = store.get();
    if (tried.inputs.length !== inputs) return {};
    return { ...wishesOf(store.get(), inputs), tried: tried.inputs };
  }

  /** @param {Answer} answer @param {Partial<State>} [others] */
  function show({ frame, tried }, others = {}) {
    const { run, choices } = store.get();
    const before = run && run.id === runs && !run.recorded ? run : newRun(runs, frame, choices);
    store.change({ run: withFrame(before, frame), ...others });
    showTried(tried);
    announce("frame");
  }

  /** Unless a newer input is on its way. @param {State["tried"]} tried */
  function showTried(tried) {
    if (store.get().tried.inputs === tried.inputs) store.change({ tried });
  }

  /** The choices, and the reader's own data with them where they speak of it: whatever a worker needs for a run. */
  async function exercise() {
    const { choices, own } = store.get();
    if (choices.dataset === OWN && !own.text) await ownData.open();
    fitTried();
    return { chosen: choices, ...ownText() };
  }

  /** The input that is tried has a number for each input of the data. */
  function fitTried() {
    const state = store.get();
    if (state.tried.inputs.length === namesOf(state).inputs.length) return;
    store.change({ tried: { inputs: middleOf(state), prediction: null }, axes: [0, 1] });
  }

  function ownText() {
    const { choices, own } = store.get();
    return choices.dataset === OWN ? { own: own.text } : {};
  }

  /** A new run from epoch 0, with the choices as they are. @param {string} remark */
  async function begin(remark) {
    const answer = await ask("start", await exercise());
    runs += 1;
    show(answer, { remark });
  }

  /** Go on in Python from a frame that the page has. @param {Frame} frame */
  async function restore(frame) {
    const saved = { epoch: frame.epoch, parameters: plain(frame.parameters), memories: plain(frame.memories) };
    return await ask("start", { ...(await exercise()), saved });
  }

  /** Start Python, and give it the run that is on the page. */
  async function boot() {
    store.change({ engine: "starting", download: null, failure: null });
    document.documentElement.dataset.start = await python.start();
    const { run } = store.get();
    if (run && inputsOfRun(run) === namesOf(store.get()).inputs.length) {
      showTried((await restore(run.frame)).tried);
    } else {
      await begin("");
    }
    answered = false;
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

  /** Slice after slice, until somebody pauses or the run is at its end. */
  async function play() {
    if (playing) return;
    playing = true;
    while (store.get().training && ready()) await queue(slice);
    playing = false;
    inTurn(async () => {});
  }

  async function slice() {
    const { run, training } = store.get();
    if (!training || !run) return;
    ahead ??= askForSlice(run);
    await showSlice(askForSlice(run));
    const { frame, until } = /** @type {import("./state.js").Run} */ (store.get().run);
    if (!Number.isFinite(frame.loss)) store.change({ training: false, remark: whyDiverged(store.get().choices) });
    else if (frame.epoch >= until) store.change({ training: false });
    if (!store.get().training) announce("end");
  }

  /** @param {import("./state.js").Run} run */
  function askForSlice({ until }) {
    const asked = ask("train", { milliseconds: SLICE_MS, until });
    asked.catch(() => {}); // whoever shows it is told
    return asked;
  }

  /** Show the slice that was asked for ahead, once it is there. @param {Promise<Answer> | null} following The one after it. */
  async function showSlice(following = null) {
    const asked = ahead;
    ahead = following;
    const answer = await asked;
    if (answer?.frame.losses.length) show(answer); // else it came after the end, and found nothing to do
  }

  /** Make the run follow the choices, once those have changed. @param {Choices} before @param {string} what */
  async function follow(before, what) {
    const { choices, description, run, training } = store.get();
    if (!ready() || !run) return;
    const changed = Object.keys(choices).filter((name) => String(choices[name]) !== String(before[name]));
    const finished = !training && run.frame.epoch >= run.until;
    const anew = changed.some((name) => description.new_run.includes(name)) || otherData(before);
    if (run.recorded || finished || anew) {
      if (finished && changed.every((name) => name === "epochs")) await goOn(changed, what);
      else await begin(`${what} changed: a new run, from epoch 0.`);
    } else await goOn(changed, what);
  }

  /** Whether the data is no longer that of the network: of another shape, or another kind than truth tables. @param {Choices} before */
  function otherData(before) {
    const state = store.get();
    const { choices, description } = state;
    if (shapeOf(state) !== shapeOf({ ...state, choices: before })) return true;
    const tables = isTable(choices.dataset, description) && isTable(before.dataset, description);
    return choices.dataset !== before.dataset && !tables;
  }

  /** @param {string[]} changed @param {string} what */
  async function goOn(changed, what) {
    const { choices } = store.get();
    const changes = Object.fromEntries(changed.map((name) => [name, choices[name]]));
    const answer = await ask("change", { changes, ...ownText() });
    const { epoch } = answer.frame;
    show(answer, { remark: `${what} changed at epoch ${epoch}: the run goes on from there.` });
    store.change(({ run }) => ({ run: run && { ...run, until: Math.max(Number(choices.epochs), epoch) } }));
  }

  /** Ask for the answer to the tried input and, if they have to follow it, for the pictures. @param {boolean} all */
  async function look(all) {
    const { tried, run } = store.get();
    const { inputs } = tried;
    if (!run || inputsOfRun(run) !== inputs.length) return; // they are of other data
    const pictures = all ? picturesFor(inputs.length) : { tried: inputs };
    const { boundary, curve, tried: prediction } = await python.call("look", { pictures });
    const seen = { ...(boundary && { boundary }), ...(curve && { curve }) };
    store.change(({ run }) => ({ run: run && { ...run, frame: { ...run.frame, ...seen } } }));
    showTried({ inputs, prediction });
  }

  const actions = {
    boot: () => inTurn(boot),

    /**
     * Python is gone. It is started again and goes on from the frame on the page; but where it never answered since the
     * last start, what it is asked for must be what ends it, and the page says so.
     *
     * @param {EngineLost} lost
     */
    lost(lost) {
      const { run, choices, description } = store.get();
      const what = ready() ? "Python stopped" : "Python could not be started";
      const why = `${what}: ${lost.message.replace(/\.?$/, ".")}`;
      if (ready() && answered) {
        // What was chosen last may not have reached Python.
        const stays = runWithoutPython(run, choices, description);
        const goesOn = stays && !stays.recorded ? ` The run goes on from epoch ${stays.frame.epoch}.` : "";
        store.change({ run: stays, engine: "starting", remark: `${why} It was started again.${goesOn}` });
        actions.boot();
      } else {
        store.change({ engine: "failed", training: false, failure: why });
        announce("failed");
      }
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
        const { run } = store.get();
        if (!run || run.recorded) await begin("");
        const { epoch } = /** @type {import("./state.js").Run} */ (store.get().run).frame;
        show(await ask("train", { milliseconds: SLICE_MS, until: epoch + 1 }), { remark: "" });
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
      if (sameRun(choices, before, description)) return;
      if (!ready()) {
        store.change(({ run }) => ({ run: runWithoutPython(run, choices, description) }));
        fitTried();
      }
      inTurn(() => follow(before, what));
    },

    /** @param {number[]} inputs */
    tryInput(inputs) {
      store.change({ tried: { inputs, prediction: null } });
      inTurn(async () => {
        if (!ready() || store.get().tried.inputs !== inputs) return; // a newer input is on its way
        await look(inputs.length > 2);
      });
    },

    /** Draw what a picture asks for that was folded away, or looks along other inputs. @param {Partial<State>} change */
    lookAt(change) {
      store.change(change);
      inTurn(async () => {
        if (ready()) await look(true);
      });
    },

    /**
     * Learn from the reader's own data; what cannot be read is refused in words, and the last good data kept.
     *
     * @param {string} text
     * @param {string} what For people: what was done.
     */
    useOwn(text, what) {
      store.change(({ own }) => ({ own: { ...own, typed: text, problem: "" } }));
      inTurn(async () => {
        if (!ready()) {
          store.change(({ own }) => ({ own: { ...own, problem: "Python is not running: the data was not read." } }));
          return;
        }
        const state = store.get();
        const before = `${state.choices.dataset} ${shapeOf(state)}`;
        const good = await ownData.take(text);
        ownData.keep(text, good);
        if (!good) return;
        store.change(({ choices }) => ({ choices: { ...choices, dataset: OWN } }));
        const { run, training } = store.get();
        const finished = !run || run.recorded || (!training && run.frame.epoch >= run.until);
        if (finished || before !== `${OWN} ${shapeOf(store.get())}`) await begin(`${what}: a new run, from epoch 0.`);
        else await goOn([], what);
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

/** How many inputs the network has that is on the page. @param {import("./state.js").Run} run */
function inputsOfRun({ frame }) {
  return frame.parameters.W1.length;
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
