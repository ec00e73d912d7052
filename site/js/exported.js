/**
 * Writes an exercise as a file; `read-exported.js` reads it.
 *
 * It is JSON, so that people can read it, too: `glassnet` is the version of the format, `address` the exercise as an
 * address, `data` the reader's own data, `reading` how that is read, `functions` the texts that are not the original, and
 * `run` the weights and the training state. Texts are lists of lines. All but the version may be missing. Reading a file
 * runs nothing of it. Version 1 had `memories` for `training_state`, and functions that do not fit a program.
 */

import { writeAddress } from "./address.js";
import { OWN } from "./data.js";
import { originalSource } from "./state.js";

/**
 * @typedef {import("./state.js").Choices} Choices
 * @typedef {import("./state.js").State} State
 *
 * @typedef {{text: string, reading?: import("./answers.js").Reading}} Own
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
 * @property {import("./answers.js").Reading} reading How the data is to be read.
 * @property {Record<string, string>} functions
 * @property {Record<string, string>} old Functions that were written for the first Glassnet.
 * @property {SavedRun | null} run
 */

const VERSION = 2;
const READABLE = [1, 2];
const MOST_BYTES = 50_000_000;
const MOST_CHARACTERS = 50_000; // of one function; Python takes no more
const MOST_NUMBERS = 100_000; // of a run; more would make the file larger than the training is long
const KEYS = ["glassnet", "address", "data", "reading", "functions", "run"];

/** What a file of it is called. @param {State} state @param {string} ending */
export function fileName({ choices }, ending) {
  return `glassnet-${choices.dataset}.${ending}`;
}

/** The reader's texts that are not the original. @param {State} state @returns {Record<string, string>} */
export function ownFunctions({ edits, program }) {
  const changed = Object.entries(edits).filter(([name, { text }]) => text !== originalSource(name, { program }));
  return Object.fromEntries(changed.map(([name, { text }]) => [name, text]));
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

/**
 * What is in a file. Throws an `Error` for a file that “Export” has not made. A part that is wrong is left out, and noted.
 *
 * @param {File} file
 * @param {Description} description
 * @returns {Promise<Exported>}
 */
export async function read(file, description) {
  if (file.size > MOST_BYTES) {
    throw new Error(`It has ${Math.round(file.size / 1e6)} MB; expected at most ${MOST_BYTES / 1e6} MB.`);
  }
  const content = parsed(await file.text());
  /** @type {string[]} */
  const notes = [];
  for (const key of Object.keys(content).filter((one) => !KEYS.includes(one))) {
    notes.push(`The file says “${key}”, which this page does not know. It was left out.`);
  }
  const { choices, address } = addressIn(content.address, notes, description);
  const all = Object.entries(functionsIn(content.functions, notes));
  const isOld = (/** @type {[string, string]} */ [name, text]) =>
    content.glassnet === 1 && isOfFirstGlassnet(name, text);
  return {
    file: file.name,
    address,
    choices,
    data: textIn(content.data, "data", notes),
    reading: readingIn(content.reading, notes),
    functions: Object.fromEntries(all.filter((one) => !isOld(one))),
    old: Object.fromEntries(all.filter(isOld)),
    run: runIn(content.run, notes),
    notes,
  };
}

/** @param {string} text @returns {Record<string, unknown>} */
function parsed(text) {
  const expected = "expected a file that “Export” has made on a page such as this.";
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error(`It is not JSON; ${expected}`);
  }
  if (!isRecord(content) || content.glassnet === undefined) throw new Error(`It is JSON of another kind; ${expected}`);
  if (!READABLE.includes(/** @type {number} */ (content.glassnet))) {
    const came = JSON.stringify(content.glassnet).slice(0, 40);
    throw new Error(`Its format is version ${came}; this page reads versions ${READABLE.join(" and ")}.`);
  }
  return content;
}

/** @param {unknown} value @param {string[]} notes @param {Description} description */
function addressIn(value, notes, description) {
  if (value !== undefined && typeof value !== "string")
    notes.push(`${came("address", value)} a text. It was left out.`);
  const { choices, notes: unread } = readAddress(typeof value === "string" ? value : "", description);
  notes.push(...unread.map((note) => note.replace(/^The address/, "The file’s address")));
  return { choices, address: writeAddress(choices, description.defaults) };
}

/** @param {unknown} value @param {string[]} notes @returns {Record<string, string>} */
function functionsIn(value, notes) {
  if (value === undefined) return {};
  if (!isRecord(value)) {
    notes.push(`${came("functions", value)} texts by name. They were left out.`);
    return {};
  }
  /** @type {[string, string][]} */
  const functions = [];
  for (const [name, lines] of Object.entries(value)) {
    if (!isName(name)) {
      notes.push(`The file has a version of “${name}”; expected the name of a function. It was left out.`);
      continue;
    }
    const text = textIn(lines, name, notes);
    if (text === null) continue;
    if (text.length <= MOST_CHARACTERS) functions.push([name, text]);
    else notes.push(`The file’s ${name} has ${text.length} characters; expected at most 50,000. It was left out.`);
  }
  return Object.fromEntries(functions);
}

/** A text, line by line. @param {unknown} value @param {string} key @param {string[]} notes */
function textIn(value, key, notes) {
  if (value === undefined) return null;
  if (Array.isArray(value) && value.length && value.every((line) => typeof line === "string")) return value.join("\n");
  notes.push(`${came(key, value)} a list of lines. It was left out.`);
  return null;
}

/** Only Python can say whether it fits. @param {unknown} value @param {string[]} notes */
function readingIn(value, notes) {
  if (value === undefined) return {};
  if (isRecord(value)) return value;
  notes.push(`${came("reading", value)} choices by name. It was left out.`);
  return {};
}

/** @param {unknown} value @param {string[]} notes @returns {SavedRun | null} */
function runIn(value, notes) {
  if (value === undefined) return null;
  /** @type {any} */
  const saved = isRecord(value) ? value : {};
  const { epoch, parameters, memories = {}, training_state = memories, frozen = [] } = saved;
  const fits =
    Number.isInteger(epoch) &&
    epoch >= 0 &&
    isRecord(parameters) &&
    isRecord(training_state) &&
    numbersIn([parameters, training_state]).every(Number.isFinite) &&
    Array.isArray(frozen) &&
    frozen.every((label) => typeof label === "string");
  if (fits) return { epoch, parameters: saved.parameters, training_state: saved.training_state ?? memories, frozen };
  notes.push(`${came("run", value)} an epoch, parameters and a training state in numbers. The weights were left out.`);
  return null;
}

/** @param {string} key @param {unknown} value */
function came(key, value) {
  const text = JSON.stringify(value);
  return `The file’s “${key}” is ${text.length > 40 ? `${text.slice(0, 40)}…` : text}; expected`;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** All that stands in lists and records, however deep. @param {unknown} value @returns {unknown[]} */
export function numbersIn(value) {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [value];
}

/** Typed arrays become plain ones on their way into JSON. @param {string} _ @param {any} value */
function plain(_, value) {
  return ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value;
}
