/**
 * The one state object: everything that the page draws from.
 *
 * A change is a function from the old state to a new one; it never alters the old one. Views subscribe and draw everything
 * from the state, so nothing has to be read back from the page.
 */

import { openingPace } from "../run/pace.js";
import { cut, emptyCurve, extended } from "./curve.js";
import { emptyTimeline, withMoments } from "./timeline.js";

/**
 * @typedef {import("../python/answers.js").Choices} Choices
 * @typedef {import("../python/answers.js").Matrix} Matrix
 * @typedef {import("../python/answers.js").Frame} Frame
 * @typedef {import("../python/answers.js").Data} Data
 * @typedef {import("../python/answers.js").Reading} Reading
 * @typedef {import("../python/answers.js").Finding} Finding
 * @typedef {import("../python/answers.js").NeuronMaps} NeuronMaps
 * @typedef {import("../python/answers.js").HiddenSpace} HiddenSpace
 * @typedef {import("../python/answers.js").Histogram} Histogram
 * @typedef {import("../python/answers.js").RowErrors} RowErrors
 * @typedef {import("../python/answers.js").MenuEntry} MenuEntry
 * @typedef {import("../python/answers.js").Limits} Limits
 * @typedef {import("../python/answers.js").Source} Source
 * @typedef {import("../python/answers.js").Description} Description
 *
 * @typedef {object} Run
 * @property {number} id
 * @property {boolean} recorded From the recording; nothing has run here yet.
 * @property {Choices} choices The choices of this run; the page's may be newer.
 * @property {Frame} frame The frame shown: the last one or an earlier one.
 * @property {Frame} live The last frame.
 * @property {import("./timeline.js").Timeline} timeline
 * @property {import("./curve.js").Curve} curve
 * @property {number} until The epoch at which training stops by itself.
 * @property {import("./curves.js").KeptCurve | null} [before] The curve of the run that a number was dragged away from.
 * @property {boolean} [aside] Whether weights, settings or code were changed on its way, so that its settings alone do not lead
 *   to it.
 *
 * @typedef {object} Own The reader's own data.
 * @property {string} text The last readable text; empty before it.
 * @property {Reading} reading How that is read, where it was chosen by hand.
 * @property {Data | null} data Its rows.
 * @property {string} typed The last text given, good or bad.
 * @property {Reading} asked How that is to be read.
 * @property {Uint8Array | null} file The bytes that it was decoded from, if it came as a file.
 * @property {import("../python/answers.js").Found} [found] What each choice of the reading comes to.
 * @property {Record<string, MenuEntry[]>} [offered] What can be chosen.
 * @property {string} problem A sentence on what is wrong with it.
 * @property {{label: string, reading: Reading}[]} ways To read it all the same.
 * @property {import("../kept/some-rows.js").Part | null} part What can be taken of data that is too large.
 * @property {boolean} busy Whether much of it is being read.
 * @property {boolean} kept Whether the browser keeps it over a reload.
 *
 * @typedef {object} Stepping One epoch, line by line, on a copy of the run.
 * @property {import("./trace.js").Trace | null} trace
 * @property {number} position The index of the line that has just run.
 * @property {boolean} playing In slow motion.
 * @property {boolean} every Whether it stops at each line, or only where arrays are made.
 * @property {number | null} row The row that is followed; null for all.
 * @property {Choices | null} choices Those that the trace was made with.
 * @property {boolean} asked Whether Python is tracing.
 * @property {string} problem Why there is no trace, in words.
 *
 * @typedef {object} State
 * @property {Description} description
 * @property {"recorded" | "starting" | "ready" | "failed"} engine
 * @property {{received: number, total: number} | null} download Bytes, while Python is loading.
 * @property {string | null} failure Why Python is not running, in words.
 * @property {number} pace How fast the run is played (pace.js).
 * @property {boolean} compiling Whether epochs may run compiled.
 * @property {boolean} queued Python is not started before this frame is used, for others may have theirs (seat.js).
 * @property {boolean} training Training, or about to when Python is ready.
 * @property {Source[]} program The original of each part, for the choices of the run.
 * @property {Choices} choices
 * @property {import("./presentation.js").Presentation} presentation
 * @property {{field: string, words: string} | null} refusal The field that refused a value, and why, until the next action.
 * @property {string[]} notes Dismissible notes.
 * @property {string[]} missing The parts of the page that did not arrive, in words.
 * @property {number} trained The epoch to which the address wants the run trained, until it is; 0 for none.
 * @property {string} remark What last happened to the run, in words.
 * @property {Run | null} run Null while the choices differ from the recording and Python is not ready.
 * @property {{inputs: number[], prediction: number | number[] | null}} tried
 * @property {Own} own
 * @property {{name: string} | null} drawing The class whose points are being drawn.
 * @property {[number, number]} axes The inputs on the axes of pictures.
 * @property {boolean} planeSeen Whether the boundary is in sight; if not, it is not computed.
 * @property {"linear" | "log"} scale Of the loss curve.
 * @property {import("./curves.js").KeptCurve[]} curves Kept for comparison.
 * @property {import("./curves.js").KeptCurve | null} previous Of the run before this one.
 * @property {Choices | null} typed The choices of the last custom table, after another replaced it.
 * @property {number | null} sought The requested epoch, until it is shown.
 * @property {Record<string, unknown>} wishes The requests of visible pictures, besides the standard ones.
 * @property {Stepping | null} stepping Null without stepping.
 * @property {import("../run/live.js").Live | null} live The number that is being dragged.
 * @property {{undo: string, redo: string}} past What can be undone and done again, in words; empty for nothing.
 * @property {import("../run/texts.js").Edits} edits The reader's own versions of functions, by name.
 * @property {Record<string, string[]>} aside The reader's replaced texts of functions, the latest last.
 * @property {import("../run/texts.js").Printed} printed The latest that each printed.
 * @property {import("../run/gradients.js").Checked | null} checked The last check of the gradients.
 * @property {{choices: Choices, first: number, count: number} | null} seeds The seeds that were asked for last, elsewhere than in their picture.
 * @property {Record<string, import("../run/attempts.js").Attempt>} attempts At the exercises, by their names.
 */

/** An exercise before anything was done to it. @type {import("../run/attempts.js").Attempt} */
export const UNTRIED = { option: null, text: null, others: [], busy: false, answer: null, problem: null };

/** What an action that stops the training changes; any action removes the old refusal. */
export const STOPPED = { refusal: null, training: false };

/**
 * @param {State} initial
 */
export function createState(initial) {
  let current = initial;
  /** @type {Set<() => void>} */
  const subscribers = new Set();
  return {
    /** @returns {State} */
    get: () => current,
    /** @param {Partial<State> | ((state: State) => Partial<State>)} change */
    change(change) {
      current = { ...current, ...(typeof change === "function" ? change(current) : change) };
      for (const subscriber of subscribers) subscriber();
    },
    /** @param {() => void} subscriber */
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
}

/** @typedef {ReturnType<typeof createState>} Store */

/**
 * The opening state: shows the recording, Python not yet started.
 *
 * @param {Description} description
 * @param {Omit<ReturnType<typeof import("../share/address.js").readAddress>, "trained"> & {trained?: number}} asked The
 *   contents of the address.
 * @returns {State}
 */
export function openingState(description, { choices, presentation, trained = 0, notes }) {
  const run = runWithoutPython(null, choices, description);
  return {
    description,
    engine: "recorded",
    download: null,
    failure: null,
    pace: openingPace(),
    compiling: true,
    queued: false,
    training: false,
    program: description.program,
    choices,
    presentation,
    refusal: null,
    notes,
    missing: [],
    trained,
    remark: "",
    run: trained && trained !== run?.frame.epoch ? null : run,
    tried: { inputs: [0.5, 0.5], prediction: null },
    own: {
      ...{ text: "", reading: {}, data: null, typed: "", asked: {}, file: null, kept: true },
      ...{ problem: "", ways: [], part: null, busy: false },
    },
    drawing: null,
    planeSeen: true,
    axes: [0, 1],
    scale: "linear",
    curves: [],
    previous: null,
    typed: null,
    sought: null,
    wishes: {},
    stepping: null,
    live: null,
    past: { undo: "", redo: "" },
    edits: {},
    aside: {},
    printed: {},
    checked: null,
    seeds: null,
    attempts: {},
  };
}

/** Whether a dataset is a truth table. @param {unknown} name @param {Description} description */
export function isTable(name, { menus }) {
  return menus.dataset.some((entry) => entry.name === name && entry.group === "tables");
}

/** The original of a function in the current program; empty if it has no such function. @param {string} name @param {Pick<State, "program">} state */
export function originalSource(name, { program }) {
  return program.find((part) => part.name === name)?.source ?? "";
}

/** The program's functions for which the reader's version runs. @param {State} state */
export function ownFunctions({ edits, program }) {
  return program.map(({ name }) => name).filter((name) => (edits[name]?.running ?? null) !== null);
}

/**
 * Whether two sets of choices give the same numbers. For truth tables, the targets count, not the name.
 *
 * @param {Choices} one
 * @param {Choices} other
 * @param {Description} description
 */
export function sameRun(one, other, description) {
  const tables = isTable(one.dataset, description) && isTable(other.dataset, description);
  return Object.keys(one).every((name) => (tables && name === "dataset") || String(one[name]) === String(other[name]));
}

/** Whether training has reached the end of the run, or the reader's own loop has ended. @param {State} state */
export function isFinished({ training, run }) {
  return !training && run !== null && (run.frame.epoch >= run.until || run.frame.ended === true);
}

/** The epoch at which Train will stop after the end of a run: the chosen number more. @param {Run} run @param {Choices} choices */
export function nextEnd({ frame }, { epochs }) {
  return frame.epoch + Number(epochs);
}

/**
 * The run to draw without Python: the recording if the choices match it, else the last run, if its network matches the
 * choices.
 *
 * @param {Run | null} run
 * @param {Choices} choices
 * @param {Description} description
 */
export function runWithoutPython(run, choices, description) {
  const same = (/** @type {string} */ name) => run && String(choices[name]) === String(run.choices[name]);
  if (run && !run.recorded && description.new_run.every(same) && sameShape(run.choices, choices, description))
    return run;
  return sameRun(choices, description.defaults, description) ? recordedRun(description) : null;
}

/** Whether one's network fits the other's data. @param {Choices} one @param {Choices} other @param {Description} description */
function sameShape(one, other, description) {
  if (one.dataset === other.dataset && !isTable(one.dataset, description)) return true;
  const rows = (/** @type {Choices} */ { targets }) => /** @type {number[]} */ (targets).length;
  const tables = isTable(one.dataset, description) && isTable(other.dataset, description);
  return tables && rows(one) === rows(other) && one.outputs === other.outputs;
}

/**
 * @param {Description} description
 * @returns {Run}
 */
function recordedRun({ run, defaults }) {
  const curve = { ...emptyCurve(), epochs: run.recorded_epochs, losses: Array.from(run.losses) };
  const timeline = emptyTimeline();
  return {
    id: 0,
    recorded: true,
    choices: defaults,
    frame: run,
    live: run,
    timeline,
    curve,
    until: Number(defaults.epochs),
  };
}

/**
 * @param {number} id
 * @param {Frame} frame
 * @param {Choices} choices
 * @returns {Run}
 */
export function newRun(id, frame, choices) {
  const [curve, timeline] = [emptyCurve(), emptyTimeline()];
  return { id, recorded: false, choices, frame, live: frame, timeline, curve, until: Number(choices.epochs) };
}

/** What a frame has only with held-out rows or classes. */
const NO_SCORES = { held_loss: undefined, accuracy: undefined, held_accuracy: undefined };

/**
 * The run with one more frame; a frame without a picture keeps the last picture. A frame from an earlier epoch drops the
 * later epochs.
 *
 * @param {Run} run
 * @param {Frame} answer
 * @returns {Run}
 */
export function withFrame(run, answer) {
  const first = answer.epoch - answer.losses.length;
  const { kept: _, ...frame } = { ...run.live, ...NO_SCORES, ...answer };
  const before = first < run.live.epoch ? cut(run.curve, first) : run.curve;
  const timeline = withMoments(run.timeline, answer);
  return { ...run, frame, live: frame, timeline, curve: extended(before, answer) };
}

/**
 * The run showing one of its epochs again; the run itself stays as it is.
 *
 * @param {Run} run
 * @param {Frame} answer
 * @returns {Run}
 */
export function withLook(run, answer) {
  const losses = answer.epoch === run.live.epoch ? run.live.losses : answer.losses;
  return { ...run, frame: { ...run.frame, ...NO_SCORES, ...answer, losses } };
}

export const NEAR = 0.1; // the allowed distance from a target that is neither 0 nor 1

/**
 * Whether a prediction is right: on the target's side of 0.5 if the target is 0 or 1, else near the target.
 *
 * @param {number} prediction
 * @param {number} target
 */
export function isRight(prediction, target) {
  if (target === 0) return prediction < 0.5;
  if (target === 1) return prediction > 0.5;
  return Math.abs(prediction - target) < NEAR;
}

/**
 * Whether a long run's loss has almost stopped falling, as Python says what that is. A loss after a weight was set by hand
 * does not count.
 *
 * @param {Run} run
 * @param {Pick<Description, "stuck">} description
 */
export function isStuck({ curve, frame }, { stuck }) {
  if (frame.losses.length === 0) return false;
  return stuck.some(({ epochs, part, share }) => {
    const before = curve.epochs.findLastIndex((epoch) => epoch <= (1 - part) * frame.epoch);
    return frame.epoch >= epochs && before >= 0 && frame.loss > (1 - share) * curve.losses[before];
  });
}
