/** Requests frames from Python, and shows them. */

import { cut } from "./curve.js";
import { choicesInWords, keptCurve } from "./curves.js";
import { namesOf, wishesOf } from "./data.js";
import { inputsOfRun } from "./exercise.js";
import { joined } from "./joined.js";
import { PICTURE_MS } from "./pace.js";
import { newRun, withFrame, withLook } from "./state.js";
import { emptyTimeline, momentOf, placeOf } from "./timeline.js";

/** @typedef {import("./curves.js").KeptCurve} KeptCurve */
/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Frame} Frame */
/** @typedef {import("./state.js").Run} Run */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./timeline.js").Moment} Moment */

/**
 * @typedef {object} Answer
 * @property {Frame} frame
 * @property {State["tried"]} tried The tried input at the time of the request, and its prediction.
 */

const LIVE_MS = 40; // at least half of it for training: a run of 20 ms is seen at once
const TRACE_MS = 8000; // following an epoch takes long
const DIAGNOSED_LOSSES = 400;
const MOST_ON_PATH = 100; // moments
const ONLY_IN_THE_END = ["dataset", "targets", "epochs", "rate"]; // of the program; no function has them

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./exercise.js").Exercise} parts.exercise
 * @param {import("./edits.js").EditsOfTheReader} parts.edits
 * @param {import("./state.js").Store} parts.store
 * @param {(event: import("./outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 * @param {(first: () => Promise<Answer>) => Promise<Answer | null>} parts.renew Asks a new Python.
 */
export function createFrames({ python, exercise, edits, store, announce, renew }) {
  let runs = 0;

  /** The pictures to compute, for a number of inputs. @param {number} inputs */
  function picturesFor(inputs) {
    const { tried } = store.get();
    if (tried.inputs.length !== inputs) return {};
    return { ...wishesOf(store.get(), inputs), tried: tried.inputs };
  }

  /** Calls Python with the run's timeout. @param {string} name @param {Record<string, unknown>} args */
  const call = (name, args) => python.call(name, args, edits.patience() ?? exercise.patience());

  /** The checkpoint that the page shows, for Python. */
  function here() {
    const { run } = store.get();
    const saved = run && placeOf(run);
    return saved ? { saved } : {};
  }

  /** The run of the page, if it is Python's. */
  function theOneInPython() {
    const { run } = store.get();
    return run && run.id === runs && !run.recorded ? run : null;
  }

  /**
   * Starts a run and trains it for a slice, in one request.
   *
   * @param {Record<string, unknown>} args
   * @param {number} until
   */
  function startAndTrain(args, until) {
    const trained = {
      milliseconds: LIVE_MS,
      until,
      keep: emptyTimeline().perDoubling,
      compiled: store.get().compiling,
    };
    return frames.ask("start", { ...args, trained });
  }

  const frames = {
    /** Whether Python has answered since it was started with the run. */
    answered: false,

    /**
     * Requests a frame, with the data for the open pictures.
     *
     * @param {string} name
     * @param {Record<string, unknown>} args
     * @param {number} [diagnosed] Requests a diagnosis, too, from the losses up to this epoch. Not in each slice of
     *   training.
     * @returns {Promise<Answer>}
     */
    async ask(name, args, diagnosed) {
      const { tried, run } = store.get();
      // The choices may be newer than Python's run.
      const inputs = name === "start" || !run ? namesOf(store.get()).inputs.length : inputsOfRun(run);
      const diagnosis = diagnosed === undefined ? {} : { diagnosis: lossesUntil(run, diagnosed) };
      const pictures = { ...picturesFor(inputs), ...store.get().wishes, ...edits.wishes(), ...diagnosis };
      const answer = await call(name, { ...args, pictures });
      const { tried: prediction = null, printed, program, unfit = {}, back = [], left, ...frame } = answer;
      edits.print(printed);
      frames.answered = true;
      if (program) edits.follow(program, unfit, back, whatChanged(store.get(), frame.frozen));
      // What the versions that do not fit have changed outside themselves would change this frame.
      if (left) {
        const goesOn = /** @type {Run} */ (run);
        const again = () => (name === "start" ? frames.ask(name, args, diagnosed) : frames.restore(goesOn.live));
        return /** @type {Answer} */ (await renew(again));
      }
      return { frame: { diagnosis: null, ended: false, ...frame }, tried: { inputs: tried.inputs, prediction } };
    },

    /**
     * Requests a slice of training with its checkpoints.
     *
     * @param {number} until The epoch to stop at.
     * @param {boolean} [alone] Whether no other slice follows.
     */
    train(until, alone = false) {
      const { run, compiling } = store.get();
      const keep = run?.timeline.perDoubling ?? 0;
      return frames.ask(
        "train",
        { milliseconds: PICTURE_MS, until, keep, compiled: compiling },
        alone ? until : undefined,
      );
    },

    /**
     * Requests the current run again, with all pictures and a diagnosis; it does not train.
     *
     * @param {Moment | null} [moment] The checkpoint to show; null for the current run; by default, what the page shows.
     * @param {number} [until] The epoch to compute from that checkpoint, and to show.
     */
    async look(moment, until) {
      const { run } = store.get();
      if (!run) return;
      const saved = moment === undefined ? placeOf(run) : moment;
      const args = {
        ...(saved && { saved }),
        ...(saved && until !== undefined && { until, compiled: store.get().compiling }),
      };
      const answer = await frames.ask("look", args, saved ? (until ?? saved.epoch) : run.live.epoch);
      store.change((now) => ({ run: now.run && withLook(now.run, answer.frame) }));
      frames.showTried(answer.tried);
    },

    /**
     * @param {Answer} answer
     * @param {Partial<State>} [others]
     * @param {Choices} [choices] The choices of a new run.
     * @param {Run | null} [run] The run that the frame belongs to; null for a new one.
     */
    show({ frame, tried }, others = {}, choices = store.get().choices, run = theOneInPython()) {
      const before = run ?? newRun(runs, frame, choices);
      // Without training, weights, data, choices or code have changed.
      const another = frame.losses.length ? {} : { checked: null };
      const changed = frame.program ? { program: frame.program } : {};
      store.change({ run: withFrame(before, frame), ...changed, ...another, ...others });
      frames.showTried(tried);
      announce("frame");
    },

    /** Unless a newer input is pending. @param {State["tried"]} tried */
    showTried(tried) {
      if (store.get().tried.inputs === tried.inputs) store.change({ tried });
    },

    /** Requests only the prediction for the tried input. @param {number[]} inputs */
    async tryInput(inputs) {
      const { run } = store.get();
      if (!run || inputsOfRun(run) !== inputs.length) return; // it is one of other data
      const { tried: prediction } = await call("look", { ...here(), pictures: { tried: inputs } });
      frames.showTried({ inputs, prediction });
    },

    /** Requests one picture that came into view, of the run on the page. @param {string} name @param {unknown} wish */
    async lookAtOne(name, wish) {
      const { [name]: picture } = await call("look", { ...here(), pictures: { [name]: wish } });
      frames.showPictures({ [name]: picture });
    },

    /** Traces the next epoch line by line, from the epoch shown. @param {number | null} row One training row; null for all. */
    async trace(row) {
      const args = { ...(row !== null && { row }), ...here() };
      return await python.call("trace", args, TRACE_MS + exercise.patience());
    },

    /** One epoch as operations, from the epoch shown. @param {number | null} which One of them, for its numbers; null for the list. */
    async operations(which) {
      const args = { ...(which !== null && { which }), ...here() };
      return await python.call("operations", args, TRACE_MS + exercise.patience());
    },

    /**
     * The loss around the parameters on the page, and the path to them.
     *
     * @param {"path" | "random"} directions
     * @param {number} seed Of random ones.
     */
    async lossSlice(directions, seed) {
      const { frame, timeline } = /** @type {Run} */ (store.get().run);
      const before = timeline.moments.filter(({ epoch }) => epoch < frame.epoch);
      const every = Math.ceil(before.length / MOST_ON_PATH) || 1;
      const moments = [...before.filter((_, index) => index % every === 0), momentOf(frame)];
      const path = joined(
        moments.map(({ parameters }) => parameters),
        Float64Array,
      );
      const slice = await python.call("loss_slice", { path, directions, seed }, TRACE_MS + exercise.patience());
      return { ...slice, epochs: moments.map(({ epoch }) => epoch) };
    },

    /** @param {"python" | "notebook"} form @returns {Promise<import("./answers.js").Program>} */
    program: (form) => call("program", { form }),

    /** Takes over the visible pictures' data, of the run on the page. @param {Record<string, any>} frame */
    showPictures(frame) {
      const wished = Object.keys(store.get().wishes).filter((name) => name in frame);
      const pictures = Object.fromEntries(wished.map((name) => [name, frame[name]]));
      store.change(({ run }) => ({ run: run && { ...run, frame: { ...run.frame, ...pictures } } }));
    },

    /**
     * Starts a new run from epoch 0, with the current choices.
     *
     * @param {string} remark
     * @param {string[]} [frozen] The parameters to freeze; by default, those frozen now.
     */
    async begin(remark, frozen = store.get().run?.frame.frozen ?? []) {
      const given = await exercise.whole();
      const answer = await frames.ask("start", { ...given, frozen }, 0);
      const { run } = store.get();
      runs += 1;
      const others = {
        remark: `${remark} ${whatStaysFrozen(frozen, answer.frame.frozen)}`.trim(),
        failure: null,
        ...(run?.curve.epochs.length && { previous: keptCurve(run) }),
      };
      frames.show(answer, others, given.chosen);
    },

    /** Resumes in Python from a frame of the page. @param {Frame} frame */
    async restore(frame) {
      const given = { ...(await exercise.whole()), saved: momentOf(frame), frozen: frame.frozen ?? [] };
      return await frames.ask("start", given, frame.epoch);
    },

    /**
     * Trains the run of other choices anew, as far as it comes in one slice. The page has the choices once it has the run.
     *
     * @param {Choices} choices Of as many inputs and outputs.
     * @param {KeptCurve | null} previous The curve to compare it with.
     */
    async anew(choices, previous) {
      const given = { ...(await exercise.whole()), chosen: choices };
      const frozen = store.get().run?.frame.frozen ?? [];
      const answer = await startAndTrain({ ...given, frozen }, Number(choices.epochs));
      runs += 1;
      const run = { ...newRun(runs, answer.frame, choices), before: previous };
      frames.show(answer, { choices, previous, failure: null, checked: null }, choices, run);
    },

    /**
     * Goes on from the epoch that a run shows with other parameters, as far as it comes in one slice.
     *
     * @param {Run} run
     * @param {Frame["parameters"]} parameters
     * @param {KeptCurve | null} previous The curve to compare it with.
     */
    async from(run, parameters, previous) {
      const frame = { ...run.frame, parameters };
      const given = { ...(await exercise.whole()), saved: momentOf(frame), frozen: frame.frozen ?? [] };
      const until = Math.max(run.until, frame.epoch);
      const answer = await startAndTrain(given, until);
      runs += 1;
      const begun = { ...runUntil(run, frame.epoch), id: runs, until, before: previous };
      frames.show(answer, { previous, failure: null, checked: null }, run.choices, begun);
    },

    /** Trains one slice more, to the end of the run. */
    async goOn() {
      const { run } = store.get();
      if (run) frames.show(await frames.train(run.until), { checked: null });
    },

    /** Brings back a run as it was, with what the page showed of it. @param {Run} run */
    async takeBack(run) {
      runs += 1;
      store.change({ run: { ...run, id: runs }, failure: null, checked: null });
      await frames.restore(run.live);
      await frames.look();
      announce("frame");
    },

    /** Trains the recorded run again without showing it, to get all its checkpoints. */
    async relive() {
      const { run: recorded, choices } = store.get();
      if (!recorded?.recorded) return;
      let { frame } = await frames.ask("start", await exercise.whole());
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

/** A run without what came from an epoch on. @param {Run} run @param {number} epoch @returns {Run} */
function runUntil({ recorded: _, ...run }, epoch) {
  const moments = run.timeline.moments.filter((moment) => moment.epoch < epoch);
  return { ...run, recorded: false, curve: cut(run.curve, epoch), timeline: { ...run.timeline, moments } };
}

/** The losses before an epoch, thinned if there are many, except the last ones. @param {Run | null} run @param {number} end */
function lossesUntil(run, end) {
  const { epochs, losses } = run?.curve ?? { epochs: [], losses: [] };
  const count = epochs.findLastIndex((epoch) => epoch < end) + 1;
  const every = Math.ceil(count / DIAGNOSED_LOSSES);
  const stays = (/** @type {unknown} */ _, /** @type {number} */ index) =>
    index < count && (index % every === 0 || index >= count - DIAGNOSED_LOSSES / 4);
  return { epochs: epochs.filter(stays), losses: losses.filter(stays) };
}

/** What has changed the program, as the subject of a sentence. @param {State} state @param {string[]} frozen */
function whatChanged({ run, choices, description }, frozen) {
  const before = run?.choices ?? description.defaults;
  const changed = Object.keys(choices).filter(
    (name) => !ONLY_IN_THE_END.includes(name) && String(choices[name]) !== String(before[name]),
  );
  if (changed.length) return `Choosing ${choicesInWords(changed, choices, description)}`;
  return String(run?.frame.frozen ?? []) === String(frozen) ? "What you chose" : "What you froze";
}

/** A remark on the parameters that were frozen in the last run. @param {string[]} before @param {string[]} now */
function whatStaysFrozen(before, now) {
  const list = (/** @type {string[]} */ labels) =>
    labels.length > 3 ? `${labels.slice(0, 2).join(", ")} and ${labels.length - 2} more` : labels.join(", ");
  const gone = before.filter((label) => !now.includes(label));
  const stay = now.length ? `Still frozen: ${list(now)}.` : "";
  return gone.length ? `${stay} No longer frozen, because this network lacks it: ${list(gone)}.`.trim() : stay;
}

/** A copy with plain arrays, for editing. @param {any} value @returns {any} */
export function plain(value) {
  if (ArrayBuffer.isView(value)) return Array.from(/** @type {any} */ (value));
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  }
  return value;
}

/** @typedef {ReturnType<typeof createFrames>} Frames */
