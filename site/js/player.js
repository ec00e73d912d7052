/** The actions of the page: play, pause, step, choose and so on. */

import { CUSTOM } from "./address.js";
import { OWN, shapeOf } from "./data.js";
import { grouped } from "./draw.js";
import { createEdits } from "./edits.js";
import { createExercise } from "./exercise.js";
import { createFrames, plain } from "./frames.js";
import { load } from "./lazy.js";
import { createPast } from "./past.js";
import { isDataLocked, isLocked } from "./presentation.js";
import { EngineLost } from "./python.js";
import { createQueue } from "./queue.js";
import { createRestart } from "./restart.js";
import { createSlices, endedAt } from "./slices.js";
import { isFinished, nextEnd, runWithoutPython, sameRun } from "./state.js";
import { looksBack, momentBefore, placeOf } from "./timeline.js";

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Run} Run */
/** @typedef {import("./state.js").State} State */

// A new action removes the old refusals.
const nothingRefused = { refusal: null };
const stopped = { ...nothingRefused, training: false };

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 * @param {(event: import("./outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createPlayer({ python, store, announce }) {
  const exercise = createExercise({ python, store });

  /**
   * Requests to the reader's own code are never repeated, so it cannot end one worker after another. Its errors are told
   * in the answer; one that is raised says that Python itself is broken.
   */
  const call = (
    /** @type {string} */ name,
    /** @type {Record<string, unknown>} */ args,
    /** @type {number} */ patience,
  ) => {
    frames.answered = true;
    return python.call(name, args, patience).catch((error) => {
      throw error instanceof EngineLost ? error : python.end(`${error.type}: ${error.message}.`);
    });
  };
  const inTurn = (/** @type {() => Promise<void>} */ work) => slices.inTurn(work);
  /** @param {() => Promise<import("./frames.js").Answer>} [first] */
  const renew = (first) => restart.renew(first);
  const edits = createEdits({ store, inTurn, takeUp, call, renew });

  const frames = createFrames({ python, exercise, edits, store, announce, renew });
  const queue = createQueue(store, edits, python);
  const slices = createSlices({ frames, queue, store, announce });
  const restart = createRestart({ python, frames, queue, slices, edits, store, announce, prepare });
  const ready = () => store.get().engine === "ready";
  /** The last changes of the dataset. @type {Choices | null} */
  let lastDataset = null;

  /** Makes Python's run match the epoch shown; later epochs are dropped. */
  async function standHere() {
    const { run } = store.get();
    if (!run || run.recorded) await frames.begin("");
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
    if (now.frame.ended) await frames.begin("A new run, from epoch 0.");
    if (now.frame.ended || now.frame.epoch < now.until) return;
    const until = nextEnd(now, store.get().choices);
    store.change({ run: { ...now, until }, remark: `On to epoch ${grouped(until)}.` });
  }

  /**
   * Applies changed choices to the run.
   *
   * @param {Choices} before
   * @param {string} what
   * @param {boolean} another Whether this is another exercise, with nothing frozen.
   */
  async function follow(before, what, another) {
    const { choices, description, run } = store.get();
    if (!ready() || !run) return;
    const changed = Object.keys(choices).filter((name) => String(choices[name]) !== String(before[name]));
    const finished = isFinished(store.get());
    const anew = changed.some((name) => description.new_run.includes(name)) || exercise.hasOtherData(before);
    if (run.recorded || finished || anew) {
      if (finished && changed.every((name) => name === "epochs")) await goOn(changed, what);
      else await frames.begin(`${what}: a new run, from epoch 0.`, another ? [] : undefined);
    } else await goOn(changed, what);
  }

  /** @param {string[]} changed @param {string} what */
  async function goOn(changed, what) {
    const { choices, run: before } = store.get();
    const changes = Object.fromEntries(changed.map((name) => [name, choices[name]]));
    const back = before && placeOf(before);
    const answer = await frames.ask("change", { changes, ...exercise.ownText() }, before?.live.epoch);
    const epoch = back?.epoch ?? answer.frame.epoch;
    const when = answer.frame.epoch
      ? ` at epoch ${epoch}: the run goes on from there.`
      : "; the run has not begun yet.";
    frames.show(answer, { remark: `${what}${when}` });
    store.change(({ run }) => ({ run: run && { ...run, choices, until: Math.max(Number(choices.epochs), epoch) } }));
    if (back) await frames.look(back);
  }

  /**
   * Applies the reader's changed code to the run. A run that is going on stays where it is.
   *
   * @param {string} what
   * @param {boolean} fromTheStart
   * @param {boolean} plays Whether a new run is trained, at the reader's pace.
   */
  async function takeUp(what, fromTheStart, plays) {
    const { run } = store.get();
    if (run && !run.recorded && run.live.epoch > 0 && !isFinished(store.get()) && !fromTheStart) {
      frames.show(await frames.ask("look", {}, run.live.epoch), { remark: `${what} from epoch ${run.live.epoch} on.` });
      return;
    }
    await frames.begin(`${what}: a new run, from epoch 0.`);
    if (!plays) return;
    store.change({ training: true });
    slices.play();
  }

  const past = createPast({ store, inTurn, frames, edits, play: slices.play });
  /** @type {import("./live.js").LiveNumbers | null} */
  let live = null;
  /** @type {Promise<import("./live.js").LiveNumbers> | null} */
  let loading = null;
  const loadLive = () => {
    const make = (/** @type {typeof import("./views/live-text.js")} */ { createLive }) =>
      createLive({ store, frames, past, inTurn, play: slices.play, choose: actions.choose });
    loading ??= load("live-text").then((module) => (live = make(module)));
    return loading;
  };
  /** Tells the numbers that are dragged something: at once where they are there. @param {(live: import("./live.js").LiveNumbers) => void} work */
  const withLive = (work) => {
    if (live) work(live);
    else loadLive().then(work);
  };
  const endDrag = () => loading && withLive(({ keep }) => keep());

  const unnoted = {
    ...edits.actions,
    boot: restart.boot,
    lost: restart.lost,

    train() {
      const { engine } = store.get();
      store.change({ ...nothingRefused, training: true, remark: "" });
      if (engine === "failed") restart.boot();
      if (engine !== "ready") return; // training begins when Python is ready
      inTurn(prepare);
      slices.play();
    },

    /** What is done to the exercises, fetched with them. */
    async attempts() {
      const { createAttempts } = await load("attempts");
      return createAttempts({ store, inTurn, call, renew });
    },

    async checkGradients() {
      const { checkGradients } = await load("gradients");
      checkGradients({ store, inTurn, call, print: edits.print });
    },

    /** Pause stops everything, also slow motion. */
    pause: () =>
      store.change(({ stepping }) => ({ training: false, stepping: stepping && { ...stepping, playing: false } })),

    step() {
      store.change(stopped);
      inTurn(async () => {
        if (ready()) await oneEpoch();
      });
    },

    /** Takes the stepped epoch on the run itself. A recorded run is trained again first. */
    takeStep() {
      store.change(stopped);
      return inTurn(async () => {
        if (!ready()) return;
        await frames.relive();
        await oneEpoch();
      });
    },

    /**
     * Traces the epoch after the one on the page, line by line, on a copy of the run.
     *
     * @param {number | null} row
     * @returns {Promise<import("./trace.js").Trace>} Rejects with Python's error if it cannot be followed.
     */
    trace(row) {
      store.change(stopped);
      return new Promise((resolve, reject) => {
        inTurn(async () => {
          if (!ready()) return;
          await frames.trace(row).then(resolve, (error) => {
            if (error instanceof EngineLost) throw error;
            reject(error);
          });
        });
      });
    },

    /**
     * The epoch after the one on the page as the operations that are compiled, on a copy of the run.
     *
     * @param {number | null} which One of them, from 1, for its numbers; null for the list.
     * @returns {Promise<import("./answers.js").Operations>} Rejects with Python's error.
     */
    operations(which) {
      return new Promise((resolve, reject) => {
        inTurn(async () => {
          if (ready()) await frames.operations(which).then(resolve, reject);
          else reject(new Error("Python is not running"));
        });
      });
    },

    /**
     * A slice of the loss through the parameters on the page. A recorded run is trained again first.
     *
     * @param {"path" | "random"} directions
     * @param {number} seed Of random ones.
     * @returns {Promise<import("./answers.js").LossSlice>} Rejects with Python's error.
     */
    lossSlice(directions, seed) {
      return new Promise((resolve, reject) => {
        inTurn(async () => {
          if (!ready() || !store.get().run) return reject(new Error("Python is not running."));
          await frames.relive();
          await frames.lossSlice(directions, seed).then(resolve, reject);
        });
      });
    },

    /**
     * Opens the picture of many seeds, and runs so many, from 0.
     *
     * @param {Choices} choices Of these runs; the page's stay as they are.
     * @param {number} count
     */
    runSeeds: (choices, count) => store.change({ seeds: { choices, first: 0, count } }),

    /** @param {number} pace How fast the run is played (pace.js). */
    playAt: (pace) => store.change({ pace }),

    /** @param {boolean} compiling Whether epochs may run compiled. */
    compileEpochs: (compiling) => store.change({ compiling }),

    /**
     * The program as a file, with the reader's versions that run.
     *
     * @param {"python" | "notebook"} form
     * @returns {Promise<import("./answers.js").Program>} Rejects with a message if there is none.
     */
    program(form) {
      return new Promise((resolve, reject) => {
        inTurn(async () => {
          if (ready()) await frames.program(form).then(resolve, reject);
          else reject(new Error("Python is not running."));
        });
      });
    },

    /** Replaces what is on the page by the contents of a file. @param {import("./exported.js").Exported} exported */
    async open(exported) {
      store.change(stopped);
      const [{ openExported }] = await Promise.all([load("open-exported"), load("own-data")]);
      inTurn(async () => {
        if (ready()) await openExported(exported, { store, frames, exercise, edits });
      });
    },

    reset() {
      store.change(stopped);
      inTurn(async () => {
        if (ready()) await frames.begin("Back at epoch 0, with the same initial weights.");
      });
    },

    /**
     * Shows the run at an epoch, computed again from the last kept one before it; the run stays as it is.
     *
     * @param {number} epoch
     */
    lookAt(epoch) {
      store.change({ ...stopped, sought: epoch });
      inTurn(async () => {
        if (store.get().sought !== epoch) return; // a newer request has replaced this one
        if (ready()) {
          await frames.relive();
          const run = /** @type {Run} */ (store.get().run);
          await frames.look(momentBefore(run, epoch), epoch);
          announce("frame");
        }
        store.change(({ sought }) => ({ sought: sought === epoch ? null : sought }));
      });
    },

    /**
     * Changes one or more choices.
     *
     * @param {Choices} changes
     * @param {string} what For the reader: what happened, such as `The seed changed`.
     * @param {boolean} [another] Whether this is another exercise, such as an address; it may change locked choices.
     */
    async choose(changes, what, another = false) {
      if (changes.dataset) lastDataset = changes;
      if (changes.dataset === OWN) {
        await load("own-data"); // what waits for a file must not keep others from their turn
        if (lastDataset !== changes) return;
      }
      const state = store.get();
      const { choices: before, description } = state;
      const locked = Object.keys(changes).find(
        (name) => isLocked(state, name) && String(changes[name]) !== String(before[name]),
      );
      if (locked && !another) {
        store.change({ remark: `This exercise does not let its ${locked.replace("_", " ")} be changed.` });
        return;
      }
      const choices = { ...before, ...changes };
      const typed = before.dataset === CUSTOM && choices.dataset !== CUSTOM ? before : state.typed;
      store.change({ ...nothingRefused, choices, typed: another ? null : typed });
      if (sameRun(choices, before, description)) return;
      if (!ready()) {
        store.change(({ run }) => ({ run: runWithoutPython(run, choices, description) }));
        exercise.fitTried();
      }
      inTurn(() => follow(before, what, another));
    },

    /** @param {number[]} inputs */
    tryInput(inputs) {
      store.change({ tried: { inputs, prediction: null } });
      inTurn(async () => {
        if (!ready() || store.get().tried.inputs !== inputs) return; // a newer input is pending
        if (inputs.length > 2)
          await frames.look(); // pictures of two inputs depend on the others
        else await frames.tryInput(inputs);
      });
    },

    /** Requests a picture that was opened, or has new axes. @param {Partial<State>} change */
    lookAlong(change) {
      store.change(change);
      inTurn(async () => {
        if (ready()) await frames.look();
      });
    },

    /**
     * Trains on the reader's own data. Refuses unreadable data in words, and keeps the last good data.
     *
     * @param {import("./own-data.js").Given} given
     * @param {string} what For the reader: what happened, such as `A point was added`.
     */
    async useOwn(given, what) {
      if (isDataLocked(store.get())) return;
      store.change(({ own }) => ({ own: { ...own, typed: given.text ?? own.typed, problem: "" }, remark: "" }));
      await load("own-data");
      inTurn(async () => {
        if (!ready()) {
          store.change(({ own }) => ({ own: { ...own, problem: "Python is not running: the data was not read." } }));
          return;
        }
        const state = store.get();
        const before = `${state.choices.dataset} ${shapeOf(state)}`;
        const ownData = await exercise.ownData();
        const good = await ownData.take(given);
        ownData.keep(good);
        if (!good) return;
        store.change(({ choices }) => ({ choices: { ...choices, dataset: OWN } }));
        const { run } = store.get();
        const finished = !run || run.recorded || isFinished(store.get());
        if (finished || before !== `${OWN} ${shapeOf(store.get())}`) {
          await frames.begin(`${what}: a new run, from epoch 0.`);
        } else await goOn([], what);
      });
    },

    /**
     * Requests a picture with each frame while it is visible; `undefined` ends the request.
     *
     * @param {string} name
     * @param {unknown} wish
     */
    wish(name, wish) {
      const { [name]: before, ...others } = store.get().wishes;
      if (JSON.stringify(before) === JSON.stringify(wish)) return;
      store.change({ wishes: wish === undefined ? others : { ...others, [name]: wish } });
      if (wish === undefined) return; // the last drawing stays until the picture is visible again
      inTurn(async () => {
        if (ready() && store.get().wishes[name] === wish) await frames.lookAtOne(name, wish);
      });
    },

    /**
     * Freezes or unfreezes one parameter.
     *
     * @param {string} label Such as `W1[0,1]`.
     * @param {boolean} frozen
     */
    freeze(label, frozen) {
      if (isLocked(store.get(), "weights")) return;
      inTurn(async () => {
        const { run, training } = store.get();
        if (!ready() || !run) return;
        const others = run.frame.frozen.filter((other) => other !== label);
        const diagnosed = training ? undefined : run.live.epoch;
        const answer = await frames.ask("freeze", { frozen: frozen ? [...others, label] : others }, diagnosed);
        frames.show(answer, { remark: frozen ? `${label} is frozen: it stays as it is.` : `${label} trains again.` });
      });
    },

    /**
     * Sets one parameter by hand.
     *
     * @param {{name: string, row: number, column: number, label: string}} place
     * @param {number} value
     */
    setParameter({ name, row, column, label }, value) {
      if (isLocked(store.get(), "weights")) return;
      store.change(stopped);
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

    /** Of a number that is dragged (live.js). */
    drag: {
      /** @param {import("./live.js").Target} target @param {string} what */
      start: (target, what) => withLive(({ start }) => start(target, what)),
      /** @param {number | string} value @param {number} since */
      to: (value, since) => withLive(({ to }) => to(value, since)),
      keep: endDrag,
      back: () => loading && withLive(({ back }) => back()),
    },

    undo() {
      endDrag();
      past.undo();
    },

    redo() {
      endDrag();
      past.redo();
    },
  };
  const actions = past.noting(unnoted, endDrag);
  return actions;
}

/** @typedef {ReturnType<typeof createPlayer>} Actions */
