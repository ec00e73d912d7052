/** The lines of the program, with keywords, comments and array names marked. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { linesOf } from "../python-text.js";
import { codeLine } from "./line.js";

/** @typedef {import("../python-text.js").Word} Word */

/**
 * @typedef {object} Marks
 * @property {number} [now] The line that has just run, counted from 0.
 * @property {Set<number>} [changed] Lines that a choice has changed.
 * @property {Set<number>} [gaps] Lines before which lines were removed.
 */

// The names of arrays that pictures, formulas and the inspector share.
const SHARED = /^(X|y|loss|y_pred|(z|a|W|b|dW|db|mask)\d+|(hidden\d*|output)_(error|delta))$/;
const NO_MARKS = new Set();

/** Computed once for each text. @type {Map<string, Word[][]>} */
const known = new Map();

/** @param {string} source */
function wordsOf(source) {
  const lines = known.get(source) ?? linesOf(source);
  known.set(source, lines);
  return lines;
}

/**
 * The lines of a function.
 *
 * @param {{name: string, source: string}} entry
 * @param {Marks} [marks]
 */
export function listed({ source }, { now = -1, changed = NO_MARKS, gaps = NO_MARKS } = {}) {
  const lines = wordsOf(source);
  return lines.map((words, place) => {
    const gone = gaps.has(place)
      ? "gone-before"
      : place === lines.length - 1 && gaps.has(place + 1)
        ? "gone-behind"
        : "";
    const marks = [place === now && "now", changed.has(place) && "changed", gone].filter(Boolean).join(" ");
    return codeLine(words.map(({ text }) => text).join(""), marked(words), marks);
  });
}

/** A line's words; plain ones are joined. @param {Word[]} words */
function marked(words) {
  /** @type {unknown[]} */
  const pieces = [];
  for (const { text, kind } of words) {
    const name = sharedName(text, kind);
    if (name) pieces.push(html`<span data-name=${name}>${text}</span>`);
    else if (kind === "keyword" || kind === "comment") pieces.push(html`<span class=${kind}>${text}</span>`);
    else if (typeof pieces.at(-1) === "string") pieces.push(`${pieces.pop()}${text}`);
    else pieces.push(text);
  }
  return pieces;
}

/** The array that a word names: `W1`, or `'W1'` as a dictionary key. @param {string} text @param {Word["kind"]} kind */
function sharedName(text, kind) {
  const name = kind === "string" ? text.slice(1, -1) : kind === "name" ? text : "";
  if (name === "y_true") return "y";
  return SHARED.test(name) ? name : null;
}
