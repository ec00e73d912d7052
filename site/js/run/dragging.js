/** How a number follows the pointer and the keys, and which one it is. Imports nothing. */

/**
 * @typedef {object} Scale
 * @property {"linear" | "log"} by
 * @property {number} pixels Of one step; on a log scale, of a factor of ten.
 * @property {number} [step] The step of a linear scale; 1 by default.
 * @property {number} [digits] The significant digits on a log scale; 2 by default.
 * @property {boolean} [whole] Whether the values are whole numbers.
 * @property {number} [least]
 * @property {number} [most]
 */

/** @typedef {{choice: string, place: number} | {parameter: import("../views/diagram.js").Parameter}} Target What is dragged. */

/** Tells what is dragged apart. @param {Target} target */
export function idOf(target) {
  return "parameter" in target ? target.parameter.label : `${target.choice} ${target.place}`;
}

/** Of targets. @type {Scale} */
export const TARGETS = { by: "linear", pixels: 2, step: 0.01 };

const SMALLEST = 1e-9; // a log scale has no 0
export const FAR = 10; // steps of a page key, or with Shift

/**
 * The value after a drag.
 *
 * @param {number} start The value where the drag began.
 * @param {number} pixels To the right.
 * @param {Scale} scale
 */
export function moved(start, pixels, scale) {
  const { by, pixels: unit } = scale;
  if (by === "linear") return stepped(start, Math.trunc(pixels / unit), scale);
  if (Math.abs(pixels) < 1) return start;
  return within(rounded(Math.max(start, SMALLEST) * 10 ** (pixels / unit), scale), scale);
}

/**
 * The value so many steps up or down. On a log scale, a step is one more in the last digit.
 *
 * @param {number} value
 * @param {number} steps
 * @param {Scale} scale
 */
export function stepped(value, steps, scale) {
  const { by, step = 1 } = scale;
  if (!steps) return value;
  if (by === "linear") return within(tidy((Math.round(value / step) + steps) * step), scale);
  let at = Math.max(value, SMALLEST);
  for (let left = Math.abs(steps); left > 0; left -= 1) at = nextDigit(at, Math.sign(steps), scale);
  return within(at, scale);
}

/** @param {number} value @param {number} way 1 or -1. @param {Scale} scale */
function nextDigit(value, way, scale) {
  const unit = Math.max(unitOf(value, scale), scale.whole ? 1 : 0);
  const next = tidy((Math.round(value / unit) + way) * unit);
  // Down from 1.0 comes 0.99, not 0.9.
  const finer = Math.max(unitOf(next, scale), scale.whole ? 1 : 0);
  return next > 0 && way < 0 && finer < unit ? tidy((Math.round(value / finer) + way) * finer) : next;
}

/** One in the last significant digit. @param {number} value @param {Scale} scale */
function unitOf(value, { digits = 2 }) {
  return 10 ** (Math.floor(Math.log10(value) + 1e-12) - digits + 1);
}

/** @param {number} value @param {Scale} scale */
function rounded(value, { digits = 2, whole = false }) {
  const short = Number(value.toPrecision(digits));
  return whole ? Math.round(short) : short;
}

/** Without the last bits that decimal steps leave: 0.30000000000000004 is 0.3. @param {number} value */
function tidy(value) {
  return Number(value.toPrecision(12));
}

/** @param {number} value @param {Scale} scale */
function within(value, { least = -Infinity, most = Infinity }) {
  return Math.min(Math.max(value, least), most);
}
