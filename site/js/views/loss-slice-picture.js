/** Paints a slice of the loss: colours, lines of equal loss, and the path. */

import { contour, decimal, fitCanvas, paintDiverging, themeColour } from "../draw/draw.js";

/** @typedef {import("../python/answers.js").LossSlice} LossSlice */
/** @typedef {CanvasRenderingContext2D} Context */

const LEVELS = 9;
const ROOM = 24; // pixels round a label
const STRONG = 0.75; // the ends of the scale are almost black
const tile = document.createElement("canvas");

/** From the plane to pixels, and back. @param {LossSlice} slice @param {number} width @param {number} height */
export function placing({ ranges: [[left, right], [bottom, top]] }, width, height) {
  return {
    x: (/** @type {number} */ value) => ((value - left) / (right - left)) * width,
    y: (/** @type {number} */ value) => height - ((value - bottom) / (top - bottom)) * height,
    /** @type {(x: number, y: number) => [number, number]} */
    back: (x, y) => [left + (x / width) * (right - left), bottom + (1 - y / height) * (top - bottom)],
  };
}

/** The loss of the nearest cell. @param {LossSlice} slice @param {[number, number]} place */
export function lossNear({ ranges, side, losses }, place) {
  const [column, row] = place.map((value, axis) => {
    const [low, high] = ranges[axis];
    return Math.max(0, Math.min(side - 1, Math.round(((value - low) / (high - low)) * (side - 1))));
  });
  return losses[row * side + column];
}

/** @param {HTMLCanvasElement} canvas @param {LossSlice} slice @param {number | null} pointed A point of the path. */
export function paintSlice(canvas, slice, pointed) {
  const { context, width, height } = fitCanvas(canvas);
  if (!width) return;
  context.clearRect(0, 0, width, height);
  const { heights, lossAt } = heightsOf(slice);
  paintHeights(context, heights, slice.side, width, height);
  paintLevels(context, slice.side, heights, lossAt, width, height);
  paintPath(context, slice, pointed, width, height);
}

/** The losses from 0 to 1, by their logarithms: a valley is narrow beside its slopes; and the loss at a height. @param {LossSlice} slice */
function heightsOf({ losses, at_points: atPoints }) {
  const finite = [...Array.from(losses), ...Array.from(atPoints)].filter((loss) => Number.isFinite(loss) && loss > 0);
  const [low, high] = [Math.min(...finite), Math.max(...finite)].map(Math.log);
  const span = Math.max(high - low, 1e-12);
  const heights = Array.from(losses, (loss) => (Math.log(Math.max(loss, Number.MIN_VALUE)) - low) / span);
  return { heights, lossAt: (/** @type {number} */ height) => Math.exp(low + span * height) };
}

/** @param {Context} context @param {number[]} heights @param {number} side @param {number} width @param {number} height */
function paintHeights(context, heights, side, width, height) {
  const small = /** @type {Context} */ (tile.getContext("2d"));
  Object.assign(tile, { width: side, height: side });
  const image = small.createImageData(side, side);
  // Heights start at the lower left, an image's pixels at the upper left.
  paintDiverging(
    image,
    (pixel) => STRONG * (2 * heights[(side - 1 - Math.floor(pixel / side)) * side + (pixel % side)] - 1),
  );
  small.putImageData(image, 0, 0);
  const [across, down] = [width / (side - 1), height / (side - 1)];
  context.imageSmoothingEnabled = true;
  context.drawImage(tile, -across / 2, -down / 2, width + across, height + down);
}

/**
 * Lines of equal loss; some have their loss beside them, where there is room.
 *
 * @param {Context} context
 * @param {number} side
 * @param {number[]} heights
 * @param {(height: number) => number} lossAt
 * @param {number} width
 * @param {number} height
 */
function paintLevels(context, side, heights, lossAt, width, height) {
  const [across, down] = [width / (side - 1), height / (side - 1)];
  /** @type {{words: string, x: number, y: number}[]} */
  const labels = [];
  Object.assign(context, { strokeStyle: themeColour("ink"), lineWidth: 1, globalAlpha: 0.45 });
  for (let level = 1; level <= LEVELS; level += 1) {
    const pieces = contour(heights, side, level / (LEVELS + 1));
    context.beginPath();
    for (const [x1, y1, x2, y2] of pieces) {
      context.moveTo(x1 * across, height - y1 * down);
      context.lineTo(x2 * across, height - y2 * down);
    }
    context.stroke();
    const [x, y] = (pieces[Math.floor(pieces.length / 3)] ?? []).map((at, axis) =>
      axis ? height - at * down : at * across,
    );
    const inside = x > ROOM && x < width - ROOM && y > ROOM && y < height - ROOM;
    const free = labels.every((other) => Math.abs(other.x - x) > 2 * ROOM || Math.abs(other.y - y) > ROOM);
    if (inside && free) labels.push({ words: decimal(lossAt(level / (LEVELS + 1)), 3), x, y });
  }
  context.globalAlpha = 1;
  for (const { words, x, y } of labels) write(context, words, x, y);
}

/** Text that can be read on any colour. @param {Context} context @param {string} words @param {number} x @param {number} y */
function write(context, words, x, y) {
  Object.assign(context, { font: "12px system-ui, sans-serif", textBaseline: "middle", textAlign: "center" });
  Object.assign(context, { lineJoin: "round", lineWidth: 4, strokeStyle: themeColour("paper") });
  context.strokeText(words, x, y);
  context.fillStyle = themeColour("ink");
  context.fillText(words, x, y);
  Object.assign(context, { lineWidth: 1, strokeStyle: themeColour("ink") });
}

/** A line with a rim, a ring at its beginning, dots on it, and a large dot at its end. @param {Context} context @param {LossSlice} slice @param {number | null} pointed @param {number} width @param {number} height */
function paintPath(context, slice, pointed, width, height) {
  const { points, epochs } = slice;
  const { x, y } = placing(slice, width, height);
  const at = epochs.map((_, place) => [x(points[2 * place]), y(points[2 * place + 1])]);
  for (const [colour, wide] of /** @type {[string, number][]} */ ([
    ["paper", 5],
    ["ink", 2],
  ])) {
    Object.assign(context, { strokeStyle: themeColour(colour), lineWidth: wide, lineJoin: "round" });
    context.beginPath();
    for (const [left, top] of at) context.lineTo(left, top);
    context.stroke();
  }
  const dot = (/** @type {number[]} */ [left, top], /** @type {number} */ radius, /** @type {string} */ fill) => {
    context.beginPath();
    context.arc(left, top, radius, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: themeColour(fill), strokeStyle: themeColour("ink"), lineWidth: 2 });
    context.fill();
    context.stroke();
  };
  dot(at[0], 5, "paper");
  dot(at[at.length - 1], 5, "ink");
  if (pointed !== null) dot(at[pointed], 6, "accent");
}
