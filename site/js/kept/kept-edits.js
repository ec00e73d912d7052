/**
 * Keeps the reader's versions of functions in this browser, each with the program that it was made from. A page that opens
 * offers the newest text of each function, and lays the others aside.
 */

import { originalSource } from "../state/state.js";
import { isName, isOfFirstGlassnet } from "../state/versions.js";
import { canKeep, isText, NOT_KEPT, readKept } from "./kept.js";
import { createRecords, isKept, isTexts, together } from "./kept-records.js";

/**
 * @typedef {import("../run/texts.js").Edit} Edit
 * @typedef {import("../run/texts.js").Edits} Edits
 * @typedef {import("../state/state.js").Source} Source
 * @typedef {import("../state/state.js").State} State
 *
 * @typedef {import("./kept-records.js").Kept & {base?: Source[], from?: string}} KeptEdit
 *
 * @typedef {import("./kept-records.js").Kepts<KeptEdit>} Kepts
 */

const KEY = "glassnet.edits";
// The one record of all pages that earlier versions kept.
const [FROM_KEY, BASE_KEY, ASIDE_KEY] = [`${KEY}-from`, `${KEY}-base`, `${KEY}-aside`];
/** @type {Record<string, (value: unknown) => value is any>} */
const OLD = { [KEY]: isText, [FROM_KEY]: isText, [BASE_KEY]: isProgram, [ASIDE_KEY]: isTexts };

const records = createRecords(KEY, isKeptEdit, OLD);
/** What this page knows to be kept. @type {Kepts} */
let known = { texts: {}, aside: {} };

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
  /** @type {Record<string, KeptEdit>} */
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
  return records.keep(known);
}

/**
 * What this browser has kept from earlier visits and other pages. Texts that were written for the first Glassnet are laid
 * aside.
 *
 * @param {State} state
 * @returns {Pick<State, "edits" | "aside" | "notes">}
 */
export function keptEdits({ program, notes }) {
  known = together([oldRecord(), ...records.read()], isName);
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

/** @param {unknown} value @returns {value is Source[]} */
function isProgram(value) {
  return Array.isArray(value) && value.length > 0 && value.every((part) => isText(part?.name) && isText(part?.source));
}

/** @param {any} value @returns {value is KeptEdit} */
function isKeptEdit(value) {
  const { base, from } = value ?? {};
  return isKept(value) && (base === undefined || isProgram(base)) && (from === undefined || isText(from));
}
