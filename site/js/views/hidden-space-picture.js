/** Paints hidden space: the predictions as background, the rows, and the names of a few. */

import { contour, divergingColour, paintDiverging, themeColour } from "../draw/draw.js";
import { numbersOf } from "../state/data.js";

/** @typedef {import("../state/state.js").HiddenSpace} HiddenSpace */

const MOST_NAMED = 16;
const MARK = 6;
const tile = document.createElement("canvas");

/**
 * @param {CanvasRenderingContext2D} context
 * @param {HiddenSpace} space
 * @param {string[]} axes The names of the two directions.
 * @param {number | null} pointed The index of the row pointed at.
 * @param {number} width
 * @param {number} height
 */
export function paintSpace(context, space, axes, pointed, width, height) {
  paintField(context, space, width, height);
  const place = placing(space, width, height);
  for (const [index, point] of space.points.entries()) {
    const [x, y] = place(point);
    if (Number.isFinite(x + y)) paintRow(context, x, y, space.targets[index], index === pointed);
  }
  if (space.points.length <= MOST_NAMED) paintNames(context, space, place, width);
  const [across, up] = axes;
  // In the middle of each side: rows tend to lie in corners.
  write(context, `${across} →`, width / 2, height - 12, "center");
  if (space.neurons > 1) write(context, `↑ ${up}`, 8, height / 2, "left");
}

/**
 * Text readable on any background.
 *
 * @param {CanvasRenderingContext2D} context @param {string} words @param {number} x @param {number} y
 * @param {CanvasTextAlign} align
 */
function write(context, words, x, y, align) {
  Object.assign(context, { font: "600 12px system-ui, sans-serif", textBaseline: "middle", textAlign: align });
  Object.assign(context, { lineJoin: "round", lineWidth: 4, strokeStyle: themeColour("paper") });
  context.strokeText(words, x, y);
  context.fillStyle = themeColour("ink");
  context.fillText(words, x, y);
}

/** @param {CanvasRenderingContext2D} context @param {HiddenSpace} space @param {number} width @param {number} height */
function paintField(context, { field, targets }, width, height) {
  const outputs = targets[0].length;
  const size = Math.sqrt(field.length / outputs);
  const cell = width / (size - 1);
  if (outputs === 1) {
    const small = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    Object.assign(tile, { width: size, height: size });
    const image = small.createImageData(size, size);
    // Values start at the lower left, an image's pixels at the upper left.
    paintDiverging(image, (pixel) => field[(size - 1 - Math.floor(pixel / size)) * size + (pixel % size)] - 0.5);
    small.putImageData(image, 0, 0);
    context.drawImage(tile, -cell / 2, -cell / 2, width + cell, height + cell);
  }
  for (let output = 0; output < outputs; output += 1) {
    const values = Array.from(field).slice(output * size ** 2, (output + 1) * size ** 2);
    context.strokeStyle = outputs === 1 ? themeColour("ink") : classColour(output, outputs);
    context.lineWidth = 1.5;
    context.beginPath();
    for (const [x1, y1, x2, y2] of contour(values, size, 0.5)) {
      context.moveTo(x1 * cell, height - y1 * cell);
      context.lineTo(x2 * cell, height - y2 * cell);
    }
    context.stroke();
  }
}

/** From hidden space to the canvas. @param {HiddenSpace} space @param {number} width @param {number} height */
export function placing({ ranges: [[left, right], [low, high]] }, width, height) {
  return (/** @type {ArrayLike<number>} */ point) => [
    ((point[0] - left) / (right - left)) * width,
    height - ((point[1] - low) / (high - low)) * height,
  ];
}

/** The colour of one of several outputs. @param {number} output @param {number} outputs */
function classColour(output, outputs) {
  return divergingColour(-0.75 + (1.5 * output) / (outputs - 1));
}

/**
 * A row: a circle for a target below 0.5, else a square; with several outputs, polygons with more and more corners.
 *
 * @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {ArrayLike<number>} target
 * @param {boolean} pointed
 */
function paintRow(context, x, y, target, pointed) {
  const outputs = target.length;
  const size = MARK + (pointed ? 2 : 0);
  const targets = Array.from(target);
  const output = targets.indexOf(Math.max(...targets));
  context.fillStyle = outputs === 1 ? divergingColour(1.2 * (target[0] - 0.5)) : classColour(output, outputs);
  context.beginPath();
  if (outputs === 1 && target[0] >= 0.5) context.rect(x - size, y - size, 2 * size, 2 * size);
  else if (outputs === 1 || output === 0) context.arc(x, y, size + 1, 0, 2 * Math.PI);
  else polygon(context, x, y, size + 2, output + 2);
  context.fill();
  // A rim of both colours is visible on any background.
  for (const [thickness, colour] of /** @type {[number, string][]} */ ([
    [3.5, "ink"],
    [1.75, "paper"],
  ])) {
    context.lineWidth = thickness;
    context.strokeStyle = themeColour(colour);
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} size @param {number} corners */
function polygon(context, x, y, size, corners) {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = (2 * Math.PI * corner) / corners - Math.PI / 2;
    context.lineTo(x + size * Math.cos(angle), y + size * Math.sin(angle));
  }
  context.closePath();
}

/**
 * The rows' names beside them; rows at one position are listed one below the other.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {HiddenSpace} space
 * @param {(point: ArrayLike<number>) => number[]} place
 * @param {number} width
 */
function paintNames(context, space, place, width) {
  context.font = "600 12px system-ui, sans-serif";
  /** @type {[number, number][]} */
  const taken = [];
  for (const [index, point] of space.points.entries()) {
    const name = numbersOf(space.inputs[index]);
    let [x, y] = place(point);
    if (!Number.isFinite(x + y)) continue;
    const wide = context.measureText(name).width;
    x += x + wide + 14 > width ? -wide - 12 : 12;
    while (taken.some(([left, top]) => Math.abs(left - x) < wide + 2 && Math.abs(top - y) < 13)) y += 14;
    taken.push([x, y]);
    write(context, name, x, y, "left");
  }
}
