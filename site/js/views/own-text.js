/** Turns own data into rows and back into text, for drawing: adds or removes a point. */

import { classAt, inputsOf, shownRows } from "../state/data.js";

/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {{inputs: number[], name: string}} Point */

const MOST_CLASSES = 6;

/**
 * Whether points can be drawn into it: it is one of points, and its text holds nothing besides, which would be lost.
 *
 * @param {import("../state/state.js").State} state
 * @param {Data} data
 */
export function canBeDrawn(state, data) {
  return isOfPoints(state, data) && state.own.found?.whole !== false;
}

/** Whether it has two inputs, classes, and room for one more row that is shown. @param {import("../state/state.js").State} state @param {Data} data */
export function isOfPoints({ description }, { inputs, classes, rows }) {
  return inputs.length === 2 && classes.length > 1 && rows < description.most.shown_rows;
}

/** The classes that can be drawn: the existing ones, and the next letter. @param {Data} data */
export function drawableClasses({ classes }) {
  const letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("").find((one) => !classes.includes(one));
  const numbers = classes.every((name) => Number.isFinite(Number(name)));
  return classes.length < MOST_CLASSES && letter && !numbers ? [...classes, letter] : classes;
}

/** @param {Data} data @returns {Point[]} */
export function pointsOf(data) {
  return Array.from({ length: shownRows(data) }, (_, row) => ({
    inputs: inputsOf(data, row),
    name: data.classes[classAt(data.y, row, data.outputs.length)],
  }));
}

/** @param {Data} data @param {Point[]} points */
export function textOf({ inputs, outputs, classes }, points) {
  const target = classes.length === 2 ? outputs[0] : "class";
  const lines = points.map((point) => [...point.inputs, quoted(point.name)].join(","));
  return `${[...inputs, target].map(quoted).join(",")}\n${lines.join("\n")}\n`;
}

/** How that text is to be read: what was chosen of the scale stays. @param {import("../python/answers.js").Reading} asked */
export function readingOf({ scale_inputs }) {
  const reading = { separator: "comma", decimal: "point", header: true, classes: true };
  return scale_inputs === undefined ? reading : { ...reading, scale_inputs };
}

/** @param {string} cell */
function quoted(cell) {
  return /^[#%\s]|[",\n\r;\t]|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
