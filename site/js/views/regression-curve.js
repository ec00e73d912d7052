/** The regression curve: one input across, targets as points, predictions as a line. */

import { classColour, themeColour } from "../draw/draw.js";
import { markOf, paintMark, radiusFor } from "../draw/plane.js";
import { inputsOf, shownRows, unscaled } from "../state/data.js";

/** @typedef {import("../state/state.js").Data} Data */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Data} data
 * @param {ArrayLike<number> | undefined} curve One output after another.
 * @param {number} tried
 * @param {number} width
 * @param {number} height
 */
export function paintCurve(context, data, curve, tried, width, height) {
  const outputs = data.outputs.length;
  const [low, high] = heights(data, curve);
  const [[left, right]] = data.ranges;
  const x = (/** @type {number} */ value) => ((value - left) / (right - left)) * width;
  const y = (/** @type {number} */ value) => height - ((value - low) / (high - low)) * height;

  context.fillStyle = themeColour("sunken");
  context.fillRect(0, 0, width, height);
  paintLevels(context, data, y, width);
  for (let row = 0; row < shownRows(data); row += 1) {
    const [input] = inputsOf(data, row);
    for (let output = 0; output < outputs; output += 1) {
      const mark = outputs === 1 ? { ...markOf(data, row), shape: 0 } : { colour: classColour(output), shape: output };
      paintMark(context, x(input), y(data.y[row * outputs + output]), radiusFor(data), mark, Boolean(data.held[row]));
    }
  }
  for (let output = 0; curve && output < outputs; output += 1) {
    const size = curve.length / outputs;
    context.beginPath();
    for (let at = 0; at < size; at += 1) context.lineTo((at / (size - 1)) * width, y(curve[output * size + at]));
    context.lineWidth = 3;
    context.strokeStyle = outputs === 1 ? themeColour("accent") : classColour(output);
    context.stroke();
  }
  context.beginPath();
  context.moveTo(x(tried), 0);
  context.lineTo(x(tried), height);
  context.lineWidth = 1;
  context.strokeStyle = themeColour("ink");
  context.stroke();
}

/** The vertical range; a diverging curve does not flatten the rest. @param {Data} data @param {ArrayLike<number> | undefined} curve */
function heights({ y }, curve) {
  const seen = [0, 1, ...Array.from(y), ...Array.from(curve ?? []).filter((value) => value > -1 && value < 2)];
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const margin = 0.06 * (high - low);
  return [low - margin, high + margin];
}

/** @param {CanvasRenderingContext2D} context @param {Data} data @param {(value: number) => number} y @param {number} width */
function paintLevels(context, data, y, width) {
  context.font = "12px system-ui, sans-serif";
  for (const level of [0, 0.5, 1]) {
    context.fillStyle = themeColour("hairline");
    context.fillRect(0, y(level), width, 1);
    context.fillStyle = themeColour("quiet");
    context.fillText(String(Number(unscaled(data, level).toPrecision(4))), 4, y(level) - 3);
  }
}
