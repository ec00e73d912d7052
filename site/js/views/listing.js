/** The lines of the program, with keywords, comments and array names marked. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { linesOf } from "../program/python-text.js";
import { codeLine } from "./line.js";

/** @typedef {import("../python/answers.js").LiveText} LiveText */
/** @typedef {import("../program/python-text.js").Word} Word */
/** @typedef {Word | {text: string, kind: "live", place: LiveText}} Piece */

/**
 * @typedef {object} Marks
 * @property {number} [now] The line that has just run, counted from 0.
 * @property {Set<number>} [changed] Lines that a choice has changed.
 * @property {Set<number>} [gaps] Lines before which lines were removed.
 *
 * @typedef {(place: Pick<LiveText, "choice" | "place">, text: string) => unknown} Live Draws a number that can be dragged, or a name that can be chosen.
 */

// The names of arrays that pictures, formulas and the inspector share.
const SHARED = /^(X|y|loss|y_pred|(z|a|W|b|dW|db|mask)\d+|(hidden\d*|output)_(error|delta))$/;
const NO_MARKS = new Set();

/** Computed once for each text. @type {Map<string, Word[][]>} */
const known = new Map();
const MOST_KNOWN = 100; // a number that is dragged makes many texts

/** @param {string} source */
function wordsOf(source) {
  const lines = known.get(source) ?? linesOf(source);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(source, lines);
  return lines;
}

/**
 * The lines of a function.
 *
 * @param {{name: string, source: string, live?: LiveText[]}} entry
 * @param {Marks} [marks]
 * @param {Live | null} [draw]
 */
export function listed({ source, live = [] }, { now = -1, changed = NO_MARKS, gaps = NO_MARKS } = {}, draw = null) {
  const lines = wordsOf(source);
  return lines.map((words, place) => {
    const gone = gaps.has(place)
      ? "gone-before"
      : place === lines.length - 1 && gaps.has(place + 1)
        ? "gone-behind"
        : "";
    const marks = [place === now && "now", changed.has(place) && "changed", gone].filter(Boolean).join(" ");
    const here = draw ? live.filter(({ line }) => line === place) : [];
    return codeLine(words.map(({ text }) => text).join(""), marked(apart(words, here), draw), marks);
  });
}

/** A line's words, with what is live as pieces of its own. @param {Word[]} words @param {LiveText[]} live @returns {Piece[]} */
function apart(words, live) {
  if (!live.length) return words;
  let begin = 0;
  return words.flatMap(({ text, kind }) => {
    const [start, end] = [begin, begin + text.length];
    begin = end;
    /** @type {Piece[]} */
    const pieces = [];
    let from = start;
    for (const place of live.filter(({ column }) => column >= start && column < end)) {
      pieces.push({ text: text.slice(from - start, place.column - start), kind });
      from = Math.min(place.end, end);
      pieces.push({ text: text.slice(place.column - start, from - start), kind: "live", place });
    }
    return [...pieces, { text: text.slice(from - start), kind }].filter((piece) => piece.text);
  });
}

/** A line's words; plain ones are joined. @param {Piece[]} words @param {Live | null} draw */
function marked(words, draw) {
  /** @type {unknown[]} */
  const pieces = [];
  for (const piece of words) {
    const { text, kind } = piece;
    const name = sharedName(text, kind);
    if (piece.kind === "live") pieces.push(draw?.(piece.place, text));
    else if (name) pieces.push(html`<span data-name=${name}>${text}</span>`);
    else if (kind === "keyword" || kind === "comment") pieces.push(html`<span class=${kind}>${text}</span>`);
    else if (typeof pieces.at(-1) === "string") pieces.push(`${pieces.pop()}${text}`);
    else pieces.push(text);
  }
  return pieces;
}

/** The array that a word names: `W1`, or `'W1'` as a dictionary key. @param {string} text @param {Piece["kind"]} kind */
function sharedName(text, kind) {
  const name = kind === "string" ? text.slice(1, -1) : kind === "name" ? text : "";
  if (name === "y_true") return "y";
  return SHARED.test(name) ? name : null;
}
