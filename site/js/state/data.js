/** The data of a run, for the views: its shape, its rows, and how many are right. */

import { percent } from "../draw/draw.js";
import { CUSTOM } from "../share/address.js";
import { isRight, isTable } from "./state.js";

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Data} Data */
/** @typedef {import("./state.js").Description} Description */
/** @typedef {import("./state.js").State} State */

export const OWN = "own";

/** The names of inputs and outputs, as far as known. @param {State} state */
export function namesOf({ choices, description, own, run }) {
  const entry = description.menus.dataset.find((one) => one.name === choices.dataset);
  if (entry?.inputs && entry.outputs) return { inputs: entry.inputs, outputs: entry.outputs };
  if (choices.dataset === CUSTOM) {
    const outputs = Number(choices.outputs);
    const inputs = Math.log2(/** @type {number[]} */ (choices.targets).length / outputs);
    return { inputs: description.tables.inputs[inputs], outputs: description.tables.outputs[outputs] };
  }
  const { inputs, outputs } = own.data ?? run?.frame.data ?? { inputs: ["x1", "x2"], outputs: ["y"] };
  return { inputs, outputs };
}

/** The kind of the chosen data, as its menu has it. @param {State} state */
export function groupOf({ choices, description }) {
  return description.menus.dataset.find(({ name }) => name === choices.dataset)?.group;
}

/** The numbers of inputs and outputs, as text: a network must match them. @param {State} state */
export function shapeOf(state) {
  const { inputs, outputs } = namesOf(state);
  return `${inputs.length} ${outputs.length}`;
}

/** Neurons in each layer, the inputs first; null where nobody knows the data yet. @param {State} state */
export function sizesChosen(state) {
  const { choices, own, run } = state;
  if (choices.dataset === OWN && !own.data && !run) return null;
  const { inputs, outputs } = namesOf(state);
  const hidden = /** @type {number[]} */ (choices.hidden).filter((size) => size > 0);
  return [inputs.length, ...hidden, outputs.length];
}

/** The rows of a truth table, computed once for each set of choices. @type {WeakMap<Choices, Data>} */
const tables = new WeakMap();

/** The rows to draw and list; null before Python has sent them. @param {State} state @returns {Data | null} */
export function dataOf(state) {
  const { choices, description, run } = state;
  if (!isTable(choices.dataset, description)) return run?.frame.data ?? null;
  const known = tables.get(choices);
  if (known) return known;
  const made = tableOf(state);
  tables.set(choices, made);
  return made;
}

/** @param {State} state @returns {Data} */
function tableOf(state) {
  const names = namesOf(state);
  const y = /** @type {number[]} */ (state.choices.targets);
  const rows = y.length / names.outputs.length;
  const held = /** @type {number[]} */ (state.choices.held_rows);
  return {
    ...names,
    rows,
    held_rows: held.length,
    X: state.description.tables.rows[names.inputs.length].flat(),
    y,
    held: Array.from({ length: rows }, (_, row) => Number(held.includes(row))),
    classes: [],
    counts: [],
    ranges: names.inputs.map(() => state.description.boundary_range),
    mean: names.inputs.map(() => 0.5),
    target_ranges: names.outputs.map(() => [0, 1]),
    target_limits: [0, 1],
    notes: [],
  };
}

/**
 * The newer of two, or the older if nothing differs: what is drawn of it is kept, then.
 *
 * @template {Data | null | undefined} Some
 * @param {Some} older
 * @param {Some} newer
 */
export function keptIfSame(older, newer) {
  return isSame(older, newer) ? older : newer;
}

/** Whether lists, numbers and texts are the same. @param {any} one @param {any} other @returns {boolean} */
function isSame(one, other) {
  if (Object.is(one, other) || typeof one !== "object" || !one || !other) return Object.is(one, other);
  if (typeof one.length === "number")
    return (
      one.length === other.length &&
      one.every((/** @type {any} */ entry, /** @type {number} */ at) => isSame(entry, other[at]))
    );
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]));
}

/** How many rows the arrays have. @param {Data} data */
export function shownRows({ held }) {
  return held.length;
}

/** The inputs of a row. @param {Data} data @param {number} row */
export function inputsOf({ X, inputs }, row) {
  return inputs.map((_, input) => X[row * inputs.length + input]);
}

/** The class of a row of targets or predictions, by its number. @param {ArrayLike<number>} values @param {number} row @param {number} outputs */
export function classAt(values, row, outputs) {
  if (outputs === 1) return values[row] > 0.5 ? 1 : 0;
  let best = 0;
  for (let output = 1; output < outputs; output += 1) {
    if (values[row * outputs + output] > values[row * outputs + best]) best = output;
  }
  return best;
}

/** A target or prediction in the units it came in. @param {Data} data @param {number} value @param {number} [output] */
export function unscaled({ target_ranges }, value, output = 0) {
  const [low, high] = target_ranges[output] ?? [0, 1];
  return low + value * (high - low);
}

/** Whether all outputs of a row are right. @param {Data} data @param {ArrayLike<number>} predictions @param {number} row */
export function rowIsRight({ y, outputs }, predictions, row) {
  return outputs.every((_, output) => {
    const at = row * outputs.length + output;
    return isRight(predictions[at], y[at]);
  });
}

/** How many rows of a truth table are right. @param {Data} data @param {ArrayLike<number>} predictions */
export function rightRows(data, predictions) {
  return Array.from(data.held).filter((_, row) => rowIsRight(data, predictions, row)).length;
}

/** Says how well a run does: right rows of a table, or accuracy of classes. @param {State} state */
export function score(state) {
  const { run, choices, description } = state;
  const data = dataOf(state);
  if (!run || !data) return "";
  if (isTable(choices.dataset, description)) {
    return `${rightRows(data, run.frame.predictions)} of ${data.rows} rows right`;
  }
  const { accuracy, held_accuracy: held, held_loss: heldLoss } = run.frame;
  if (accuracy !== undefined) {
    return `accuracy ${percent(accuracy)}${held === undefined ? "" : `, held out ${percent(held)}`}`;
  }
  return heldLoss === undefined ? "" : `held-out loss ${heldLoss.toPrecision(3)}`;
}

/** The input first tried in a new run: the middle of the data, or of a truth table's first two inputs. @param {State} state */
export function middleOf(state) {
  const { choices, description, own, run } = state;
  const { inputs } = namesOf(state);
  if (isTable(choices.dataset, description)) return inputs.map((_, index) => (index < 2 ? 0.5 : 0));
  const mean = choices.dataset === OWN ? (own.data ?? run?.frame.data)?.mean : undefined;
  return inputs.map((_, index) => Number((mean?.[index] ?? 0).toPrecision(3)));
}

const GRID_SIZE = 48;
const CURVE_SIZE = 128;

/** What each frame must contain for the open pictures. @param {State} state @param {number} inputs */
export function wishesOf({ axes, planeSeen, tried }, inputs) {
  if (!planeSeen) return {};
  if (inputs === 1) return { curve: CURVE_SIZE };
  if (inputs === 2) return { boundary: GRID_SIZE };
  return { boundary: { size: GRID_SIZE, axes, at: tried.inputs } };
}

const MOST_NUMBERS = 24; // of a row

/** A row's inputs, or targets, as text; of very many the first. @param {ArrayLike<number>} numbers */
export function numbersOf(numbers) {
  const first = Array.from(numbers).slice(0, MOST_NUMBERS);
  const words = first.map((one) => String(Number(one.toPrecision(3)))).join(" ");
  return numbers.length > MOST_NUMBERS ? `${words} …` : words;
}
