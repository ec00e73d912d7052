/**
 * Reads an exported file. A file is taken whole or refused whole: whatever in it is ill-formed, `read` throws an `Error`
 * that says what came and what was expected. Whether data and weights fit, only Python can say. Nothing of it runs.
 */

import { grouped } from "../draw/draw.js";
import { isName, isOfFirstGlassnet } from "../state/versions.js";
import { readAddress, writeAddress } from "./address.js";
import { MOST_NUMBERS, numbersIn } from "./exported.js";

/** @typedef {import("./exported.js").SavedRun} SavedRun */
/** @typedef {import("../state/state.js").Description} Description */

const READABLE = [1, 2];
const MOST_BYTES = 50_000_000;
const DEEPEST = 20; // brackets within each other; Export writes five
const KEYS = ["glassnet", "address", "data", "reading", "functions", "run"];

/**
 * What is in a file.
 *
 * @param {File} file
 * @param {Description} description
 * @returns {Promise<import("./exported.js").Exported>}
 */
export async function read(file, description) {
  if (file.size > MOST_BYTES) {
    throw new Error(`It has ${Math.round(file.size / 1e6)} MB; expected at most ${MOST_BYTES / 1e6} MB.`);
  }
  const content = parsed(await file.text());
  onlyKnown("The file", content, KEYS);
  const all = Object.entries(functionsIn(content.functions, description));
  const isOld = (/** @type {[string, string]} */ [name, text]) =>
    content.glassnet === 1 && isOfFirstGlassnet(name, text);
  return {
    file: file.name,
    ...addressIn(content.address, description),
    data: content.data === undefined ? null : textIn(content.data, "data"),
    reading: readingIn(content.reading),
    functions: Object.fromEntries(all.filter((one) => !isOld(one))),
    old: Object.fromEntries(all.filter(isOld)),
    run: runIn(content.run, content.glassnet === 1 ? "memories" : "training_state", description),
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
    const version = short(content.glassnet);
    throw new Error(`Its format is version ${version}; this page reads versions ${READABLE.join(" and ")}.`);
  }
  eachKeyOnce(text);
  return content;
}

/** Of a key that stands twice in a record, JSON takes the last alone. @param {string} text Good JSON. */
function eachKeyOnce(text) {
  /** @type {Set<string>[]} The keys so far of the records and lists that are open. */
  const open = [];
  for (const [token, string, colon] of text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g)) {
    if (token === "{" || token === "[") {
      if (open.push(new Set()) > DEEPEST)
        throw new Error(`It is nested more than ${DEEPEST} deep; Export writes none such.`);
    } else if (token === "}" || token === "]") open.pop();
    else if (colon) {
      const [keys, key] = [/** @type {Set<string>} */ (open.at(-1)), JSON.parse(string)];
      if (keys.has(key)) throw new Error(`It says ${short(key)} twice in one place; expected it once.`);
      keys.add(key);
    }
  }
}

/** @param {unknown} value @param {Description} description */
function addressIn(value = "", description) {
  if (typeof value !== "string") throw new Error(`${came("address", value)} a text.`);
  const { choices, presentation, notes } = readAddress(value, description);
  const [key] = Object.keys(presentation);
  if (key) throw new Error(`The file’s address says “${key}”; expected the settings of a run alone.`);
  if (notes.length) throw new Error(notes[0].replace(/^The address/, "The file’s address").replace(WAS_LEFT_OUT, ""));
  return { choices, address: writeAddress(choices, description.defaults) };
}

const WAS_LEFT_OUT = / (?:It was|They were) left out\.$/;

/** @param {unknown} value @param {Description} description @returns {Record<string, string>} */
function functionsIn(value = {}, { most }) {
  if (!isRecord(value)) throw new Error(`${came("functions", value)} texts by name.`);
  const texts = Object.entries(value).map(([name, lines]) => {
    if (!isName(name)) throw new Error(`The file has a version of “${name}”; expected the name of a function.`);
    const text = textIn(lines, name);
    if (text.length <= most.characters) return [name, text];
    throw new Error(`The file’s ${name} has ${text.length} characters; expected at most ${grouped(most.characters)}.`);
  });
  return Object.fromEntries(texts);
}

/** A text, line by line. @param {unknown} value @param {string} key */
function textIn(value, key) {
  if (Array.isArray(value) && value.length && value.every((line) => typeof line === "string")) return value.join("\n");
  throw new Error(`${came(key, value)} a list of lines.`);
}

/** @param {unknown} value @returns {import("../python/answers.js").Reading} */
function readingIn(value = {}) {
  if (!isRecord(value)) throw new Error(`${came("reading", value)} choices by name.`);
  return value;
}

/** @param {unknown} value @param {"memories" | "training_state"} stateKey @param {Description} description @returns {SavedRun | null} */
function runIn(value, stateKey, { most }) {
  if (value === undefined) return null;
  if (!isRecord(value)) throw new Error(`${came("run", value)} an epoch, parameters and a training state.`);
  onlyKnown("The file’s run", value, ["epoch", "parameters", stateKey, "frozen"]);
  const { epoch, parameters, [stateKey]: state, frozen = [] } = value;
  if (!Number.isInteger(epoch) || Number(epoch) < 0 || Number(epoch) > most.epochs) {
    throw new Error(`${came("epoch", epoch)} a whole number of 0 or more.`);
  }
  if (numbersIn([parameters, state]).length > MOST_NUMBERS) {
    throw new Error(`The file’s run has more than ${MOST_NUMBERS} numbers; expected fewer.`);
  }
  if (!isRecord(parameters) || !Object.values(parameters).every(isMatrix)) {
    throw new Error(`${came("parameters", parameters)} matrices of numbers by name.`);
  }
  const isState =
    isRecord(state) && Object.values(state).every((one) => isRecord(one) && Object.values(one).every(isArray));
  if (!isState) throw new Error(`${came(stateKey, state)} arrays of numbers for each parameter.`);
  if (!Array.isArray(frozen) || frozen.some((label) => typeof label !== "string"))
    throw new Error(`${came("frozen", frozen)} a list of labels.`);
  return /** @type {SavedRun} */ ({ epoch, parameters, training_state: state, frozen });
}

/** @param {string} where @param {Record<string, unknown>} record @param {string[]} keys */
function onlyKnown(where, record, keys) {
  const unknown = Object.keys(record).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Error(`${where} says ${short(unknown)}, which this page does not know.`);
}

/** @param {string} key @param {unknown} value */
const came = (key, value) =>
  value === undefined ? `The file has no “${key}”; expected` : `The file’s “${key}” is ${short(value)}; expected`;

/** @param {unknown} value */
function short(value) {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
const isRow = (value) => Array.isArray(value) && value.length > 0 && value.every(Number.isFinite);

/** @param {unknown} value */
const isMatrix = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((row) => isRow(row) && row.length === value[0].length);

/** @param {unknown} value */
const isArray = (value) => isRow(value) || isMatrix(value);
