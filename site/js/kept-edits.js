/** Keeps the reader's versions of functions in this browser, each with the program that it was made from. */

import { isText, keep, readKept } from "./kept.js";
import { originalSource } from "./state.js";
import { isName, isOfFirstGlassnet } from "./versions.js";

/**
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {import("./edits.js").Edits} Edits
 * @typedef {import("./state.js").Source} Source
 * @typedef {import("./state.js").State} State
 */

const KEY = "glassnet.edits";
const FROM_KEY = "glassnet.edits-from";
const BASE_KEY = "glassnet.edits-base";
const ASIDE_KEY = "glassnet.edits-aside";

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
};

/** @param {State} state */
export function keepEdits({ edits, aside, program }) {
  const changed = Object.entries(edits).filter(([name, { text }]) => text !== originalSource(name, { program }));
  const each = (/** @type {(edit: Edit) => unknown} */ value) =>
    Object.fromEntries(changed.map(([name, edit]) => [name, value(edit)]).filter(([, one]) => one));
  keep(
    KEY,
    each(({ text }) => text),
  );
  keep(
    BASE_KEY,
    each(({ base }) => base),
  );
  keep(
    FROM_KEY,
    each(({ from }) => from),
  );
  keep(ASIDE_KEY, aside);
}

/**
 * What this browser has kept from an earlier visit. Texts that were written for the first Glassnet are laid aside.
 *
 * @param {State} state
 * @returns {Pick<State, "edits" | "aside" | "notes">}
 */
export function keptEdits({ program, notes }) {
  const [texts, bases, files] = [readKept(KEY, isText), readKept(BASE_KEY, isProgram), readKept(FROM_KEY, isText)];
  const aside = readKept(ASIDE_KEY, isTexts);
  /** @type {Edits} */
  const edits = {};
  const old = [];
  for (const [name, text] of Object.entries(texts).filter(([one]) => isName(one))) {
    if (!bases[name] && isOfFirstGlassnet(name, text)) {
      aside[name] = [...(aside[name] ?? []), text];
      old.push(name);
    } else {
      edits[name] = { ...UNTOUCHED, text, base: bases[name] ?? program, earlier: true, from: files[name] ?? "" };
    }
  }
  if (old.length) {
    keep(KEY, Object.fromEntries(Object.entries(edits).map(([name, { text }]) => [name, text])));
    keep(ASIDE_KEY, aside);
  }
  return { edits, aside, notes: [...notes, ...offered(edits), ...(old.length ? [laidAside(old)] : [])] };
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
  return Array.isArray(value) && value.every((part) => isText(part?.name) && isText(part?.source));
}
