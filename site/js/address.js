/**
 * The address is a contract: `#key=value&...`, each key a choice, each optional. Imports nothing.
 *
 * Whatever stands in an address, the page opens: what is unknown or bad is left out, and said in a note.
 */

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Description} Description */

export const CUSTOM = "custom";

/**
 * @param {string} hash With or without its `#`.
 * @param {Description} description
 * @returns {{choices: Choices, notes: string[]}} All choices, and what could not be read.
 */
export function readAddress(hash, description) {
  /** @type {Choices} */
  const read = {};
  const notes = [];
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (!Object.hasOwn(description.defaults, key)) {
      notes.push(`The address says “${key}=${text}”, which this page does not know. It was left out.`);
      continue;
    }
    const { value, problem } = readChoice(key, text, description);
    if (problem) notes.push(`The address says “${key}=${text}”: ${problem} It was left out.`);
    else read[key] = /** @type {Choices[string]} */ (value);
  }
  /** @type {Choices} */
  const choices = { ...description.defaults, ...read };
  fitNames(choices, notes, description);
  if (read.targets && !read.dataset) choices.dataset = tableOf(/** @type {number[]} */ (read.targets), description);
  const table = description.menus.dataset.find((entry) => entry.name === choices.dataset);
  if (table?.targets) {
    if (read.targets && String(read.targets) !== String(table.targets)) {
      notes.push(`The address says “targets=${read.targets}”, but ${table.label} has its own. They were left out.`);
    }
    choices.targets = table.targets;
  }
  return { choices, notes };
}

/** The name of the table with these targets. @param {number[]} targets @param {Description} description */
export function tableOf(targets, description) {
  return description.menus.dataset.find((entry) => String(entry.targets) === String(targets))?.name ?? CUSTOM;
}

/**
 * The address of a set of choices: those that are not the tutorial's own.
 *
 * @param {Choices} choices
 * @param {Choices} defaults
 */
export function writeAddress(choices, defaults) {
  const parts = Object.entries(choices)
    .filter(([key, value]) =>
      key === "targets" ? choices.dataset === CUSTOM : String(value) !== String(defaults[key]),
    )
    .map(([key, value]) => `${key}=${value}`);
  return parts.length ? `#${parts.join("&")}` : "";
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
    const expected = length === 1 ? "one name" : `one name, or ${length}`;
    notes.push(
      `The address says “${name}=${names}”: ${names.length} names came; expected ${expected}. It was left out.`,
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
  const { length } = /** @type {number[]} */ (description.defaults[name]);
  if (name === "targets" && values.length !== length) {
    return { problem: `${values.length} numbers came; expected ${length}, one for each row.` };
  }
  if (!values.length) return { problem: "nothing came; expected numbers such as 2, or 8, 8." };
  if (limits.longest && values.length > limits.longest) {
    return { problem: `${values.length} numbers came; expected at most ${limits.longest}.` };
  }
  return { value: values };
}

/**
 * @param {string} text
 * @param {import("./state.js").Limits} limits
 * @returns {{value?: number, problem?: string}}
 */
export function readNumber(text, limits) {
  const value = text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
  const { least = -Infinity, most = Infinity, above = -Infinity, whole = false } = limits;
  const fits = Number.isFinite(value) && value >= least && value <= most && value > above;
  if (fits && (!whole || Number.isInteger(value))) return { value };
  const came = text.trim() === "" ? "nothing that is a number came" : `“${text.trim()}” came`;
  return { problem: `${came}; expected ${inWords(limits)}.` };
}

/** @param {import("./state.js").Limits} limits */
function inWords({ least, most, above, whole }) {
  const kind = whole ? "a whole number" : "a number";
  if (above !== undefined) return `${kind} above ${above}`;
  if (most !== undefined) return `${kind} from ${least} to ${most}`;
  if (least !== undefined) return `${kind} of ${least} or more`;
  return kind;
}
