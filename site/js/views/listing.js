/** The source of a function, as it runs: its words marked, its names linked, what does not compute folded behind them. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { foldsOf, linesOf } from "../python-text.js";

/** @typedef {import("../python-text.js").Word} Word */

// What names in the functions of the steps stand for, by the names that formulas and pictures have. The layer is open.
/** @type {Record<string, string>} */
const SHARED = {
  X: "X",
  y: "y",
  y_true: "y",
  y_pred: "a",
  z: "z",
  a: "a",
  inputs: "a",
  W: "W",
  b: "b",
  dW: "dW",
  db: "db",
  delta: "delta",
};
const OF_THE_STEPS = /^(forward_propagation|compute_loss|backward_propagation|output_delta|predict)$/;
const SHARED_NAME = /^(X|y|loss|all|(z|a|W|b|dW|db|delta)\d+)$/;

/** Worked out once for each text. @type {Map<string, {lines: Word[][], folds: {head: number, end: number}[]}>} */
const known = new Map();

/** @param {string} source */
function textOf(source) {
  const text = known.get(source) ?? { lines: linesOf(source), folds: foldsOf(source) };
  known.set(source, text);
  return text;
}

/**
 * The lines of a function. A line that has just run can be marked; `here` says what the function's names stand for now.
 *
 * @param {{name: string, source: string}} entry
 * @param {{now?: number, here?: Record<string, string>}} [running]
 */
export function listed({ name, source }, { now = -1, here = {} } = {}) {
  const { lines, folds } = textOf(source);
  /** @param {string} word */
  const shared = (word) => {
    const stands = here[word];
    if (stands && SHARED_NAME.test(stands)) return stands;
    return OF_THE_STEPS.test(name) ? SHARED[word] : undefined;
  };
  /** @param {number} place */
  const line = (place) =>
    html`<span class=${place === now ? "now line" : "line"}>${lines[place].map((word) => marked(word, shared))}</span>`;
  const shown = [];
  for (let place = 0; place < lines.length; place += 1) {
    const fold = folds.find(({ head }) => head === place);
    // A line that runs is never hidden.
    if (!fold || (now > fold.head && now < fold.end)) {
      shown.push(line(place));
      continue;
    }
    const rest = Array.from({ length: fold.end - place - 1 }, (_, after) => line(place + 1 + after));
    shown.push(html`<details class="behind"><summary>${line(place)}</summary>${rest}</details>`);
    place = fold.end - 1;
  }
  return shown;
}

/** @param {Word} word @param {(name: string) => string | undefined} shared */
function marked({ text, kind }, shared) {
  if (kind === "") return text;
  const name = kind === "name" ? shared(text) : undefined;
  if (kind === "name" && !name) return text;
  return html`<span class=${kind} data-name=${name ?? nothing}>${text}</span>`;
}
