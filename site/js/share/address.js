/**
 * The address is a contract: `#key=value&...`, each key a choice or part of the presentation, each optional.
 *
 * Whatever stands in an address, the page opens: what is unknown or bad is left out, and said in a note.
 */

import { grouped } from "../draw/draw.js";
import { isPresentation, readPresentation, writePresentation } from "../state/presentation.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").Description} Description */
/** @typedef {import("../state/presentation.js").Presentation} Presentation */

export const CUSTOM = "custom";
const TRAINED = "trained";
const MOST_CHARACTERS = 10_000; // of a value; the longest that says something has half as many
const MOST_NOTES = 5;
const MOST_SHOWN = 80; // characters

/**
 * @param {string} hash With or without its `#`.
 * @param {Description} description
 * @returns {{choices: Choices, presentation: Presentation, trained: number, notes: string[]}} All choices, what else the
 *   address says, the epoch to which its run was trained (0 where it says none), and what could not be read.
 */
export function readAddress(hash, description) {
  /** @type {Choices} */
  const read = {};
  /** @type {Record<string, unknown>} */
  const presentation = {};
  const notes = [];
  let trained = 0;
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (text.length > MOST_CHARACTERS) {
      notes.push(`The address says “${cut(key)}” with ${grouped(text.length)} characters. It was left out.`);
      continue;
    }
    if (isPresentation(key)) {
      const { value, problem } = readPresentation(key, text, description.defaults);
      if (problem) notes.push(`The address says “${cut(`${key}=${text}`)}”: ${problem} It was left out.`);
      if (value?.length) presentation[key] = value;
      continue;
    }
    if (key === TRAINED) {
      const { value = 0, problem } = readNumber(text, description.limits.epochs);
      if (problem) notes.push(`The address says “${cut(`${key}=${text}`)}”: ${problem} It was left out.`);
      trained = value;
      continue;
    }
    if (!Object.hasOwn(description.defaults, key)) {
      notes.push(`The address says “${cut(`${key}=${text}`)}”, which this page does not know. It was left out.`);
      continue;
    }
    const { value, problem } = readChoice(key, text, description);
    if (problem) notes.push(`The address says “${cut(`${key}=${text}`)}”: ${problem} It was left out.`);
    else read[key] = /** @type {Choices[string]} */ (value);
  }
  /** @type {Choices} */
  const choices = { ...description.defaults, ...read };
  fitNames(choices, notes, description);
  fitTable(choices, read, notes, description);
  const more = notes.length - MOST_NOTES;
  if (more > 1) notes.splice(MOST_NOTES, more, `${grouped(more)} more of the address were left out.`);
  return { choices, presentation, trained, notes };
}

/** What came, no longer than can be read. @param {string} text */
function cut(text) {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/**
 * Targets, outputs and rows held out must fit together, and the table that is named.
 *
 * @param {Choices} choices
 * @param {Choices} read What of them the address says.
 * @param {string[]} notes
 * @param {Description} description
 */
function fitTable(choices, read, notes, description) {
  const { defaults } = description;
  const targets = /** @type {number[]} */ (choices.targets);
  const rows = targets.length / Number(choices.outputs);
  const near = Math.min(description.most.table_rows, 2 ** Math.max(1, Math.round(Math.log2(rows))));
  const wanted = Number(choices.outputs) * near;
  if (targets.length !== wanted) {
    const key = read.targets ? "targets" : "outputs";
    notes.push(
      `The address says “${cut(`${key}=${read[key]}`)}”: ${targets.length} targets; expected ${wanted}, for each row one for each output. ` +
        "It was left out.",
    );
    Object.assign(choices, { targets: defaults.targets, outputs: defaults.outputs });
    delete read.targets;
  }
  const { targets: kept, outputs } = choices;
  if (read.targets && !read.dataset) {
    choices.dataset = tableOf(/** @type {number[]} */ (kept), Number(outputs), description);
  }
  const table = description.menus.dataset.find((entry) => entry.name === choices.dataset);
  if (table?.targets) {
    if (read.targets && String(read.targets) !== String(table.targets)) {
      notes.push(
        `The address says “${cut(`targets=${read.targets}`)}”, but ${table.label} has its own. They were left out.`,
      );
    }
    Object.assign(choices, { targets: table.targets, outputs: table.outputs?.length ?? 1 });
  }
  const held = /** @type {number[]} */ (choices.held_rows);
  const count = /** @type {number[]} */ (choices.targets).length / Number(choices.outputs);
  if (held.length && (held.length >= count || held.some((row) => row >= count))) {
    notes.push(
      `The address says “${cut(`held_rows=${held}`)}”: expected rows from 0 to ${count - 1}, and one left. It was left out.`,
    );
    choices.held_rows = defaults.held_rows;
  }
}

/**
 * The name of the table with these targets.
 *
 * @param {number[]} targets
 * @param {number} outputs
 * @param {Description} description
 */
export function tableOf(targets, outputs, description) {
  const same = description.menus.dataset.find(
    (entry) => String(entry.targets) === String(targets) && entry.outputs?.length === outputs,
  );
  return same?.name ?? CUSTOM;
}

/**
 * The address of a set of choices: those that are not the tutorial's own.
 *
 * @param {Choices} choices
 * @param {Choices} defaults
 * @param {Presentation} [presentation]
 * @param {number} [trained] The epoch to which whoever opens it trains the run.
 */
export function writeAddress(choices, defaults, presentation = {}, trained = 0) {
  const chosen = Object.entries(choices)
    .filter(([key, value]) => {
      if (key === "targets") return choices.dataset === CUSTOM;
      if (key === "outputs" && choices.dataset !== CUSTOM) return false; // a table's name says it
      return String(value) !== String(defaults[key]);
    })
    // In an address a plus is a space: 1e+21 would not be read again.
    .map(([key, value]) => `${key}=${key === "hidden" ? hiddenInWords(value) : value}`.replaceAll("e+", "e"));
  const parts = [...chosen, ...writePresentation(presentation), ...(trained ? [`${TRAINED}=${trained}`] : [])];
  return parts.length ? `#${parts.join("&")}` : "";
}

/** The hidden layers as they are typed; 0 for none. @param {Choices[string]} hidden @param {string} [between] */
export function hiddenInWords(hidden, between = ",") {
  return [hidden].flat().join(between) || "0";
}

/**
 * One choice as it was typed: its value, or what is wrong with it, as a sentence.
 *
 * @param {string} name
 * @param {string} text
 * @param {Description} description
 * @returns {{value?: Choices[string], problem?: string}}
 */
export function readChoice(name, text, description) {
  if (description.menus[name]) return readNames(name, text, description);
  if (!Array.isArray(description.defaults[name])) return readNumber(text, description.limits[name]);
  return readNumbers(name, text, description);
}

/**
 * A choice that takes one name, or one for each of something, has no other number of them.
 *
 * @param {Choices} choices
 * @param {string[]} notes
 * @param {Description} description
 */
function fitNames(choices, notes, { defaults, limits }) {
  for (const [name, { one_for_each: each }] of Object.entries(limits)) {
    const names = choices[name];
    if (each === undefined || !Array.isArray(names)) continue;
    const { length } = /** @type {number[]} */ (choices[each]);
    if (names.length === length) continue;
    const expected = length > 1 ? `one name, or ${length}` : "one name";
    notes.push(
      `The address says “${cut(`${name}=${names}`)}”: these are ${names.length} names; expected ${expected}. It was left out.`,
    );
    choices[name] = defaults[name];
  }
}

/**
 * A name from a menu; or several, where the choice takes one for each of something.
 *
 * @param {string} name
 * @param {string} text
 * @param {Description} description
 * @returns {{value?: string | string[], problem?: string}}
 */
function readNames(name, text, { menus, limits }) {
  const known = menus[name].map((entry) => entry.name);
  const names = limits[name]?.one_for_each ? text.split(",") : [text];
  if (!names.every((one) => known.includes(one))) return { problem: `expected one of ${known.join(", ")}.` };
  return { value: names.length === 1 ? names[0] : names };
}

/**
 * @param {string} name
 * @param {string} text
 * @param {Description} description
 */
function readNumbers(name, text, description) {
  const limits = description.limits[name];
  const texts = text.split(/[,;\s]+/).filter(Boolean);
  const values = [];
  for (const one of texts) {
    const { value, problem } = readNumber(one, limits);
    if (problem) return { problem };
    values.push(/** @type {number} */ (value));
  }
  if (!values.length) return { problem: "numbers are needed here, such as 2, or 8, 8." };
  if (limits.longest && values.length > limits.longest) {
    return { problem: `these are ${values.length} numbers; expected at most ${limits.longest}.` };
  }
  if (name === "hidden" && values.includes(0)) {
    return values.length === 1
      ? { value: [] }
      : { problem: "a hidden layer has 1 neuron or more; 0 alone is no hidden layer." };
  }
  if (name === "held_rows") return { value: [...new Set(values)].sort((one, other) => one - other) };
  return { value: values };
}

/**
 * @param {string} text
 * @param {import("../state/state.js").Limits} limits
 * @returns {{value?: number, problem?: string}}
 */
export function readNumber(text, limits) {
  const value = text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
  const { least = -Infinity, most = Infinity, above = -Infinity, whole = false } = limits;
  const fits = Number.isFinite(value) && value >= least && value <= most && value > above;
  if (fits && (!whole || Number.isInteger(value))) return { value };
  const expected = inWords(limits);
  return { problem: text.trim() === "" ? `${expected} is needed here.` : `“${cut(text.trim())}” is not ${expected}.` };
}

/** @param {import("../state/state.js").Limits} limits */
function inWords({ least, most, above, whole }) {
  const kind = whole ? "a whole number" : "a number";
  if (above !== undefined) return `${kind} above ${above}`;
  if (most !== undefined) return `${kind} from ${least} to ${grouped(most)}`;
  if (least !== undefined) return `${kind} of ${least} or more`;
  return kind;
}
