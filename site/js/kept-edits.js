/**
 * Keeps the reader's versions of functions in this browser, each with the program that it was made from.
 *
 * Each page has a record of its own, so that none overwrites what another has kept. A page that opens offers the newest
 * text of each function, and lays the others aside. With its first change it takes over the records that it has read.
 */

import { canKeep, isText, keep, keysOf, NOT_KEPT, only, readKept } from "./kept.js";
import { originalSource } from "./state.js";
import { isName, isOfFirstGlassnet } from "./versions.js";

/**
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {import("./edits.js").Edits} Edits
 * @typedef {import("./state.js").Source} Source
 * @typedef {import("./state.js").State} State
 *
 * @typedef {object} Kept A function's text; null once it was given up.
 * @property {number} at When it was changed last.
 * @property {string | null} text
 * @property {Source[]} [base]
 * @property {string} [from]
 *
 * @typedef {{texts: Record<string, Kept>, aside: Record<string, string[]>}} Kepts
 */

const KEY = "glassnet.edits";
const OWN_KEY = `${KEY}.${Math.random().toString(36).slice(2)}`;
// The one record of all pages that earlier versions kept.
const [FROM_KEY, BASE_KEY, ASIDE_KEY] = [`${KEY}-from`, `${KEY}-base`, `${KEY}-aside`];
/** @type {Record<string, (value: unknown) => value is any>} */
const OLD = { [KEY]: isText, [FROM_KEY]: isText, [BASE_KEY]: isProgram, [ASIDE_KEY]: isTexts };

/** @type {Kepts} */
const NOTHING = { texts: {}, aside: {} };
/** What this page knows to be kept. */
let known = NOTHING;
/** The other records that it has read, by key, as JSON. @type {Record<string, string>} */
let read = {};

/** @type {Edit} */
export const UNTOUCHED = {
  text: "",
  base: [],
  running: null,
  open: false,
  trying: false,
  earlier: false,
  from: "",
  unfit: false,
  because: "",
  compared: false,
  problem: null,
  remark: "",
};

/** @param {State} state @returns {boolean} Whether this browser keeps them. */
export function keepEdits({ edits, aside, program }) {
  /** @type {Record<string, Kept>} */
  const texts = {};
  for (const [name, before] of Object.entries(known.texts)) {
    texts[name] = before.text === null ? before : { at: Date.now(), text: null };
  }
  for (const [name, { text, base, from }] of Object.entries(edits)) {
    if (text === originalSource(name, { program })) continue;
    const { [name]: before } = known.texts;
    texts[name] = { at: before?.text === text ? before.at : Date.now(), text, base, from };
  }
  known = { texts, aside };
  if (!keep(OWN_KEY, known)) return false;
  // Another page may have changed its own record since.
  for (const [key, values] of Object.entries(read)) if (JSON.stringify(readKept(key, isAny)) === values) keep(key, {});
  read = {};
  return true;
}

/**
 * What this browser has kept from earlier visits and other pages. Texts that were written for the first Glassnet are laid
 * aside.
 *
 * @param {State} state
 * @returns {Pick<State, "edits" | "aside" | "notes">}
 */
export function keptEdits({ program, notes }) {
  known = together([oldRecord(), ...records()]);
  const { aside } = known;
  /** @type {Edits} */
  const edits = {};
  const old = [];
  for (const [name, { text, base, from = "" }] of Object.entries(known.texts)) {
    if (text === null) continue;
    if (!base && isOfFirstGlassnet(name, text)) {
      aside[name] = [...(aside[name] ?? []), text];
      old.push(name);
    } else edits[name] = { ...UNTOUCHED, text, base: base ?? program, earlier: true, from };
  }
  const said = [...offered(edits), ...(old.length ? [laidAside(old)] : []), ...(canKeep() ? [] : [NOT_KEPT])];
  return { edits, aside, notes: [...notes, ...said] };
}

/** What earlier versions kept. @returns {Kepts} */
function oldRecord() {
  const [bases, files] = [readKept(BASE_KEY, isProgram), readKept(FROM_KEY, isText)];
  const texts = Object.entries(readKept(KEY, isText)).map(([name, text]) => [
    name,
    { at: 0, text, base: bases[name], from: files[name] },
  ]);
  return { texts: Object.fromEntries(texts), aside: readKept(ASIDE_KEY, isTexts) };
}

/** The records of pages. What is not ours in them is left out, and stays where it is. @returns {Kepts[]} */
function records() {
  read = {};
  return keysOf(KEY).map((key) => {
    const values = readKept(key, isAny);
    const { texts, aside } = /** @type {any} */ (values);
    const ours = OLD[key] ? readKept(key, OLD[key]) : { texts: only(texts, isKept), aside: only(aside, isTexts) };
    const whole = JSON.stringify(values);
    if (JSON.stringify(ours) === whole && whole !== "{}") read[key] = whole;
    return OLD[key] ? NOTHING : /** @type {Kepts} */ (ours);
  });
}

/** One record of several: of each function the newest text, the others aside. @param {Kepts[]} all @returns {Kepts} */
function together(all) {
  /** @type {Kepts} */
  const whole = { texts: {}, aside: {} };
  const names = new Set(
    all.flatMap(({ texts, aside }) => [...Object.keys(texts), ...Object.keys(aside)]).filter(isName),
  );
  for (const name of names) {
    const texts = all.flatMap(({ texts: { [name]: one } }) => one ?? []).sort((one, other) => one.at - other.at);
    const newest = texts.pop();
    if (newest) whole.texts[name] = newest;
    const others = [...all.flatMap(({ aside }) => aside[name] ?? []), ...texts.map(({ text }) => text)];
    const aside = [...new Set(others)].filter((text) => isText(text) && text !== newest?.text);
    if (aside.length) whole.aside[name] = /** @type {string[]} */ (aside);
  }
  return whole;
}

/** What is said of versions that were written for the first Glassnet. @param {string[]} names @param {string} [file] */
export function laidAside(names, file = "") {
  const where = file ? `${file} has` : "From an earlier visit you have";
  return `${where} a version of ${names.join(", ")} that was written for an earlier Glassnet. It does not fit this program, so it is laid aside. Its text is kept.`;
}

/** Said once, because nothing of it runs by itself. @param {Edits} edits */
function offered(edits) {
  const names = Object.keys(edits);
  if (!names.length) return [];
  const foreign = names.filter((name) => edits[name].from);
  const files = foreign.length ? ` From a file: ${foreign.join(", ")}.` : "";
  const what = `From an earlier visit you have your own version of ${names.join(", ")}.${files}`;
  return [`${what} The original runs, until you press “Run my version” under Code.`];
}

/** @param {unknown} value @returns {value is string[]} */
function isTexts(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

/** @param {unknown} value @returns {value is Source[]} */
function isProgram(value) {
  return Array.isArray(value) && value.length > 0 && value.every((part) => isText(part?.name) && isText(part?.source));
}

/** @param {any} value @returns {value is Kept} */
const isKept = (value) =>
  Number.isFinite(value?.at) &&
  (value.text === null || isText(value.text)) &&
  (value.base === undefined || isProgram(value.base)) &&
  (value.from === undefined || isText(value.from));

/** @param {unknown} _ @returns {_ is unknown} */
const isAny = (_) => true;
