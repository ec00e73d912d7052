/**
 * Play, pause, step: what a click does to the run. The only file that asks Python for anything.
 *
 * Requests go to Python one after the other, in the order of the clicks. Training is a chain of slices, each asked for
 * while Python is still at the one before, so that it never waits for the page to draw; pausing is not asking for more.
 */

import { adviceOn } from "./advice.js";
import { createAttempts } from "./attempts.js";
import { createEdits } from "./edits.js";
import { EngineLost } from "./python.js";
import { newRun, runWithoutPython, sameRun, withFrame } from "./state.js";

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Frame} Frame */
/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Answer
 * @property {Frame} frame
 * @property {State["tried"]} tried The reader's own input, as it was when the frame was asked for, and its prediction.
 */

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
        if (edits.blame(error)) return;
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
    const { choices, tried } = store.get();
    const inputs = tried.inputs.slice(0, Math.log2(/** @type {number[]} */ (choices.targets).length));
    const wishes = { boundary: BOUNDARY_SIZE, tried: inputs, ...edits.wishes() };
    const { tried: prediction, printed, ...frame } = await python.call(name, { ...args, pictures: wishes });
    answered = true;
    edits.print(printed);
    return { frame, tried: { inputs: tried.inputs, prediction } };
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

  /** A new run from epoch 0, with the choices as they are. @param {string} remark */
  async function begin(remark) {
    const answer = await ask("start", { chosen: store.get().choices });
    runs += 1;
    show(answer, { remark });
  }

  /** Go on in Python from a frame that the page has. @param {Frame} frame */
  async function restore(frame) {
    const saved = { epoch: frame.epoch, parameters: plain(frame.parameters), memories: plain(frame.memories) };
    return await ask("start", { chosen: store.get().choices, saved });
  }

  /** Start Python, and give it the run that is on the page. */
  async function boot() {
    store.change({ engine: "starting", download: null, failure: null });
    document.documentElement.dataset.start = await python.start();
    const { run } = store.get();
    const restored = run && (await restore(run.frame));
    const edited = await edits.giveAgain();
    if (!restored) await begin("");
    else showTried((edited ? await ask("look", {}) : restored).tried);
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
    if (!Number.isFinite(frame.loss)) store.change({ training: false, remark: whyDiverged(store.get()) });
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
    if (run.recorded || finished || changed.some((name) => description.new_run.includes(name))) {
      if (finished && changed.every((name) => name === "epochs")) await goOn(changed, what);
      else await begin(`${what} changed: a new run, from epoch 0.`);
    } else await goOn(changed, what);
  }

  /** @param {string[]} changed @param {string} what */
  async function goOn(changed, what) {
    const { choices } = store.get();
    const changes = Object.fromEntries(changed.map((name) => [name, choices[name]]));
    const answer = await ask("change", { changes });
    const { epoch } = answer.frame;
    show(answer, { remark: `${what} changed at epoch ${epoch}: the run goes on from there.` });
    store.change(({ run }) => ({ run: run && { ...run, until: Math.max(Number(choices.epochs), epoch) } }));
  }

  /** Make the run follow the reader's code, once that has changed. @param {string} what @param {boolean} fromTheStart */
  async function takeUp(what, fromTheStart) {
    const { run, training } = store.get();
    const finished = !training && run !== null && run.frame.epoch >= run.until;
    if (!run || run.recorded || finished || fromTheStart) await begin(`${what}: a new run, from epoch 0.`);
    else show(await ask("look", {}), { remark: `${what} from epoch ${run.frame.epoch} on.` });
  }

  /** What a reader's own code is asked for is asked once, so it cannot end one worker after the other. */
  const call = (
    /** @type {string} */ name,
    /** @type {Record<string, unknown>} */ args,
    /** @type {number} */ patience,
  ) => {
    answered = true;
    return python.call(name, args, patience);
  };
  const edits = createEdits({ store, inTurn, takeUp, call });
  const attempts = createAttempts({ store, inTurn, call });

  const actions = {
    ...edits.actions,
    ...attempts,

    boot: () => inTurn(boot),

    /**
     * Python is gone. It is started again and goes on from the frame on the page; but where it never answered since the
     * last start, what it is asked for must be what ends it, and the page says so.
     *
     * @param {EngineLost} lost
     */
    lost(lost) {
      edits.lost(lost);
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
      if (sameRun(choices, before)) return;
      if (!ready()) store.change(({ run }) => ({ run: runWithoutPython(run, choices, description) }));
      inTurn(() => follow(before, what));
    },

    /** @param {number[]} inputs */
    tryInput(inputs) {
      store.change({ tried: { inputs, prediction: null } });
      inTurn(async () => {
        if (!ready() || store.get().tried.inputs !== inputs) return; // a newer input is on its way
        const { tried: prediction } = await python.call("look", { pictures: { tried: inputs } });
        showTried({ inputs, prediction });
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

/** What a loss that is no number means, and what to do about it. @param {State} state */
function whyDiverged(state) {
  const advice = adviceOn(state);
  if (advice) return `The loss is no longer a number. ${advice}`;
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
