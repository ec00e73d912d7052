/**
 * Writes an exercise as a file; `read-exported.js` reads it.
 *
 * It is JSON, so that people can read it, too: `glassnet` is the version of the format, `address` the exercise as an
 * address, `data` the reader's own data, `reading` how that is read, `functions` the texts that are not the original, and
 * `run` the weights and the training state. Texts are lists of lines. All but the version may be missing. Version 1 had
 * `memories` for `training_state`, and functions that do not fit a program.
 */

import { OWN } from "../state/data.js";
import { originalSource, ownFunctions as runningFunctions, sameRun } from "../state/state.js";
import { writeAddress } from "./address.js";

/**
 * @typedef {import("../state/state.js").Choices} Choices
 * @typedef {import("../state/state.js").State} State
 *
 * @typedef {{text: string, reading?: import("../python/answers.js").Reading}} Own
 *
 * @typedef {object} SavedRun
 * @property {number} epoch
 * @property {Record<string, number[][]>} parameters
 * @property {Record<string, Record<string, number[] | number[][]>>} training_state
 * @property {string[]} frozen
 *
 * @typedef {object} Exported What a file holds, read and checked; only Python can say whether data and weights fit.
 * @property {string} file Its name.
 * @property {string} address
 * @property {Choices} choices
 * @property {string | null} data
 * @property {import("../python/answers.js").Reading} reading How the data is to be read.
 * @property {Record<string, string>} functions
 * @property {Record<string, string>} old Functions that were written for the first Glassnet.
 * @property {SavedRun | null} run
 */

const VERSION = 2;
export const MOST_NUMBERS = 100_000; // of a run; more would make the file larger than the training is long

/** What a file of it is called. @param {State} state @param {string} ending */
export function fileName({ choices }, ending) {
  return `glassnet-${choices.dataset}.${ending}`;
}

/** The reader's texts that are not the original. @param {State} state @returns {Record<string, string>} */
export function ownFunctions({ edits, program }) {
  const changed = Object.entries(edits).filter(([name, { text }]) => text !== originalSource(name, { program }));
  return Object.fromEntries(changed.map(([name, { text }]) => [name, text]));
}

/**
 * The epoch that the page shows, where the settings alone lead to it: no code, data or weights of the reader's. 0
 * where they do not, or where nothing was trained, or where the page opens with that run anyway.
 *
 * @param {State} state
 */
export function reachedBySettings(state) {
  const { run, choices, description } = state;
  if (!run || run.recorded || run.aside || !sameRun(run.choices, choices, description)) return 0;
  const { epoch, frozen } = run.frame;
  const isReaders = runningFunctions(state).length || choices.dataset === OWN || frozen?.length;
  return isReaders || epoch > Number(description.limits.epochs.most) ? 0 : epoch;
}

/** The run on the page, where it can be kept in a file. @param {State} state @returns {SavedRun | null} */
export function savedRun({ run }) {
  if (!run || run.recorded) return null;
  const { epoch, parameters, training_state, frozen } = run.frame;
  /** @type {SavedRun} */
  const saved = JSON.parse(JSON.stringify({ epoch, parameters, training_state, frozen }, plain));
  const numbers = numbersIn([saved.parameters, saved.training_state]);
  return epoch > 0 && numbers.length <= MOST_NUMBERS && numbers.every(Number.isFinite) ? saved : null;
}

/**
 * The exercise on the page as the text of a file.
 *
 * @param {State} state
 * @param {{run?: SavedRun | null, own?: Own | null}} [others] The run; the data, if not that which is learned from.
 */
export function written(state, { run = null, own = learnedFrom(state) } = {}) {
  const { choices, description } = state;
  const functions = Object.entries(ownFunctions(state)).map(([name, text]) => [name, text.split("\n")]);
  const content = {
    glassnet: VERSION,
    address: writeAddress(choices, description.defaults),
    ...(own && { data: own.text.split("\n") }),
    ...(own && Object.keys(own.reading ?? {}).length && { reading: own.reading }),
    ...(functions.length && { functions: Object.fromEntries(functions) }),
    ...(run && { run }),
  };
  // Numbers side by side; a line break in the file is never one in a text, which has `\n` for it.
  const text = JSON.stringify(content, null, 2);
  return `${text.replace(/\[\n([-+.\de,\s]+?)\n\s*\]/g, (_, row) => `[${row.trim().replace(/\s+/g, " ")}]`)}\n`;
}

/** The reader's own data, where the network learns from it. @param {State} state @returns {Own | null} */
function learnedFrom({ choices, own }) {
  return choices.dataset === OWN ? own : null;
}

/** All that stands in lists and records, however deep. @param {unknown} value @returns {unknown[]} */
export function numbersIn(value) {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [value];
}

/** Typed arrays become plain ones on their way into JSON. @param {string} _ @param {any} value */
function plain(_, value) {
  return ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value;
}
