/**
 * The one state object: everything that the page draws from. Imports nothing.
 *
 * A change is a function from the old state to the new one; it never alters the old. Views subscribe and draw the whole
 * of what they show from the state, so that nothing has to be read back from the page.
 */

/**
 * @typedef {Record<string, number | string | number[] | string[]>} Choices By the names that the address has for them.
 * @typedef {ArrayLike<number>[]} Matrix Rows of numbers.
 *
 * @typedef {object} Frame One answer of the session.
 * @property {number} epoch
 * @property {number} loss
 * @property {ArrayLike<number>} losses One an epoch since the last frame, each before that epoch's update.
 * @property {ArrayLike<number>} predictions One a row of the data.
 * @property {Record<string, Matrix>} parameters
 * @property {Record<string, Record<string, ArrayLike<number>>>} memories What the optimizer keeps.
 * @property {ArrayLike<number>} [boundary] Predictions on a grid, row by row from the lower left.
 *
 * @typedef {object} Curve The losses so far, thinned evenly when there are very many.
 * @property {number[]} epochs
 * @property {number[]} losses
 * @property {number} every One epoch in so many is kept.
 *
 * @typedef {object} Run
 * @property {number} id
 * @property {boolean} recorded Drawn from the recording; nothing has run here yet.
 * @property {Choices} choices Those that it began with.
 * @property {Frame} frame The last one.
 * @property {Curve} curve
 * @property {number} until The epoch at which training stops by itself.
 *
 * @typedef {{name: string, label: string, targets?: number[]}} MenuEntry
 * @typedef {{least?: number, most?: number, above?: number, whole?: boolean, longest?: number, one_for_each?: string}} Limits
 *
 * @typedef {{name: string, source: string}} Source Of a function, as it runs.
 *
 * @typedef {object} Description What `describe` of the session says, and the recording with it.
 * @property {Choices} defaults
 * @property {string[]} new_run The choices whose change starts a new run.
 * @property {Record<string, Limits>} limits
 * @property {Record<string, MenuEntry[]>} menus
 * @property {Record<"one" | "several", Record<string, Record<string, string>>>} advice On odd pairs: by the number of
 *   outputs, then by the loss, then by the output activation.
 * @property {{title: string, functions: Source[], choices: string[]}[]} steps
 * @property {Record<string, Record<string, Source[]>>} sources Of what the menus offer: by the choice, then by the name.
 * @property {[number, number]} boundary_range
 * @property {Frame & {recorded_epochs: number[]}} run
 * @property {{hidden: number, seeds: number, solved: number}[]} survey
 * @property {string[]} editable The functions that a reader may change.
 *
 * @typedef {object} State
 * @property {Description} description
 * @property {"recorded" | "starting" | "ready" | "failed"} engine
 * @property {{received: number, total: number} | null} download Bytes, while Python is on its way.
 * @property {string | null} failure Why Python is not there, in words.
 * @property {boolean} training Training, or about to as soon as Python is there.
 * @property {Choices} choices
 * @property {Record<string, string>} errors What was refused, by the control it was typed in.
 * @property {string[]} notes Said once, dismissible.
 * @property {string} remark The last thing that happened to the run, in words.
 * @property {Run | null} run None while choices differ from the recording and Python is not there.
 * @property {{inputs: number[], prediction: number | null}} tried
 * @property {"linear" | "log"} scale Of the loss curve.
 * @property {import("./edits.js").Edits} edits The reader's own versions of functions, by name.
 * @property {import("./edits.js").Printed} printed What they printed, the latest of it.
 * @property {import("./edits.js").Checked | null} checked The last check of the gradients.
 * @property {Record<string, import("./attempts.js").Attempt>} attempts At the exercises, by their names.
 */

const MOST_POINTS = 16384;
const LONG_RUN = 5000; // epochs; the tutorial's own run waits for 2,000 before its loss falls

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
 * The state that a page opens with: the recording on screen, Python not yet asked for.
 *
 * @param {Description} description
 * @param {Choices} choices
 * @param {string[]} notes
 * @returns {State}
 */
export function openingState(description, choices, notes) {
  return {
    description,
    engine: "recorded",
    download: null,
    failure: null,
    training: false,
    choices,
    errors: {},
    notes,
    remark: "",
    run: runWithoutPython(null, choices, description),
    tried: { inputs: [0.5, 0.5], prediction: null },
    scale: "linear",
    edits: {},
    printed: { lines: [], dropped: 0 },
    checked: null,
    attempts: {},
  };
}

/** The package's own text of a function. @param {string} name @param {Description} description */
export function originalSource(name, { steps }) {
  return steps.flatMap(({ functions }) => functions).find((one) => one.name === name)?.source ?? "";
}

/** Whether two sets of choices give the same numbers. @param {Choices} one @param {Choices} other */
export function sameRun(one, other) {
  return Object.keys(one).every((name) => name === "dataset" || String(one[name]) === String(other[name]));
}

/**
 * What can be drawn while Python is not there: the recording where the choices are its own, else the run that there was,
 * as long as the choices still are those of its network.
 *
 * @param {Run | null} run
 * @param {Choices} choices
 * @param {Description} description
 */
export function runWithoutPython(run, choices, description) {
  if (
    run &&
    !run.recorded &&
    description.new_run.every((name) => String(choices[name]) === String(run.choices[name]))
  ) {
    return run;
  }
  return sameRun(choices, description.defaults) ? recordedRun(description) : null;
}

/**
 * @param {Description} description
 * @returns {Run}
 */
function recordedRun({ run, defaults }) {
  const curve = { epochs: run.recorded_epochs, losses: Array.from(run.losses), every: 1 };
  return { id: 0, recorded: true, choices: defaults, frame: run, curve, until: Number(defaults.epochs) };
}

/**
 * @param {number} id
 * @param {Frame} frame
 * @param {Choices} choices
 * @returns {Run}
 */
export function newRun(id, frame, choices) {
  const curve = { epochs: [], losses: [], every: 1 };
  return { id, recorded: false, choices, frame, curve, until: Number(choices.epochs) };
}

/**
 * The run with one more frame; a frame without a picture keeps the picture that there was.
 *
 * @param {Run} run
 * @param {Frame} frame
 * @returns {Run}
 */
export function withFrame(run, frame) {
  const first = frame.epoch - frame.losses.length;
  return { ...run, frame: { ...run.frame, ...frame }, curve: extended(run.curve, first, frame.losses) };
}

/**
 * @param {Curve} curve
 * @param {number} first The epoch of the first loss.
 * @param {ArrayLike<number>} losses
 * @returns {Curve}
 */
function extended(curve, first, losses) {
  let { epochs, losses: kept, every } = curve;
  // Appended to in place: copying the whole curve each frame would cost more than drawing it.
  for (let index = 0; index < losses.length; index += 1) {
    if ((first + index) % every !== 0) continue;
    epochs.push(first + index);
    kept.push(losses[index]);
  }
  while (epochs.length > MOST_POINTS) {
    every *= 2;
    const stays = (/** @type {number} */ _, /** @type {number} */ index) => epochs[index] % every === 0;
    kept = kept.filter(stays);
    epochs = epochs.filter((epoch) => epoch % every === 0);
  }
  return { epochs, losses: kept, every };
}

/**
 * Whether a prediction is right: on the target's side of 0.5 where the target is 0 or 1, within 0.1 of any other.
 *
 * @param {number} prediction
 * @param {number} target
 */
export function isRight(prediction, target) {
  return Math.abs(prediction - target) < (target === 0 || target === 1 ? 0.5 : 0.1);
}

/**
 * Whether a long run's loss has all but stopped falling: by less than 2 % over the last tenth of it. A loss that no
 * training led to, such as after a weight was set by hand, says nothing about that.
 *
 * @param {Run} run
 */
export function isStuck({ curve, frame }) {
  if (frame.epoch < LONG_RUN || frame.losses.length === 0) return false;
  const before = curve.epochs.findLastIndex((epoch) => epoch <= 0.9 * frame.epoch);
  return before >= 0 && frame.loss > 0.98 * curve.losses[before];
}
