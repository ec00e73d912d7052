/** Requests frames from Python, and shows them. */

import { emptyCurve, lossesUntil } from "../state/curve.js";
import { keptIfSame, namesOf, wishesOf } from "../state/data.js";
import { whatChanged } from "../state/remarks.js";
import { newRun, withFrame, withLook } from "../state/state.js";
import { momentOf, placeOf } from "../state/timeline.js";
import { inputsOfRun } from "./exercise.js";
import { PICTURE_MS } from "./pace.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").Frame} Frame */
/** @typedef {import("../state/state.js").Run} Run */
/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/timeline.js").Moment} Moment */

/**
 * @typedef {object} Answer
 * @property {Frame} frame
 * @property {State["tried"]} tried The tried input at the time of the request, and its prediction.
 */

const DIAGNOSED_LOSSES = 400;

/**
 * @param {object} parts
 * @param {import("../python/python.js").Python} parts.python
 * @param {import("./exercise.js").Exercise} parts.exercise
 * @param {import("./texts.js").Texts} parts.texts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(event: import("../share/outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 * @param {(first: () => Promise<Answer>) => Promise<Answer | null>} parts.renew Asks a new Python.
 */
export function createFrames({ python, exercise, texts, store, announce, renew }) {
  /** Of the run in Python. */
  let id = 0;

  /** The pictures to compute, for a number of inputs. @param {number} inputs */
  function picturesFor(inputs) {
    const { tried } = store.get();
    if (tried.inputs.length !== inputs) return {};
    return { ...wishesOf(store.get(), inputs), tried: tried.inputs };
  }

  /** Calls Python with the run's timeout. @param {string} name @param {Record<string, unknown>} args */
  const call = (name, args) => python.call(name, args, texts.patience() ?? exercise.patience());

  /** The run of the page, if it is Python's. */
  function theOneInPython() {
    const { run } = store.get();
    return run && run.id === id && !run.recorded ? run : null;
  }

  const frames = {
    /** Whether Python has answered since it was started with the run. */
    answered: false,
    call,
    /** Python begins another run. */
    newId: () => ++id,

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
      const diagnosis =
        diagnosed === undefined
          ? {}
          : { diagnosis: lossesUntil(run?.curve ?? emptyCurve(), diagnosed, DIAGNOSED_LOSSES) };
      const pictures = { ...picturesFor(inputs), ...store.get().wishes, ...texts.wishes(), ...diagnosis };
      const answer = await call(name, { ...args, pictures });
      const { tried: prediction = null, printed, program, unfit = {}, back = [], left, ...frame } = answer;
      texts.print(printed);
      if (frame.data) frame.data = keptIfSame(run?.frame.data, frame.data);
      frames.answered = true;
      if (program) texts.follow(program, unfit, back, whatChanged(store.get(), frame.frozen));
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
      const before = run ?? newRun(id, frame, choices);
      // Without training, weights, data, choices or code have changed.
      const another = frame.losses.length ? {} : { checked: null };
      const aside = before.aside || (run !== null && !frame.losses.length && frame.epoch > 0);
      const changed = frame.program ? { program: frame.program } : {};
      store.change({ run: { ...withFrame(before, frame), aside }, ...changed, ...another, ...others });
      frames.showTried(tried);
      announce("frame");
    },

    /** Unless a newer input is pending. @param {State["tried"]} tried */
    showTried(tried) {
      if (store.get().tried.inputs === tried.inputs) store.change({ tried });
    },

    /** Resumes in Python from a frame of the page. @param {Frame} frame */
    async restore(frame) {
      const given = { ...(await exercise.whole()), saved: momentOf(frame), frozen: frame.frozen ?? [] };
      return await frames.ask("start", given, frame.epoch);
    },

    /** Takes over the visible pictures' data, of the run on the page. @param {Record<string, any>} frame */
    showPictures(frame) {
      const wished = Object.keys(store.get().wishes).filter((name) => name in frame);
      const pictures = Object.fromEntries(wished.map((name) => [name, frame[name]]));
      store.change(({ run }) => ({ run: run && { ...run, frame: { ...run.frame, ...pictures } } }));
    },
  };
  return frames;
}

/** @typedef {ReturnType<typeof createFrames>} Frames */
