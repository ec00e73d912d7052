/** The parts of pictures of two inputs: the coordinates, the field of predictions, and the points. */

import { classAt, inputsOf, shownRows } from "../state/data.js";
import { classColour, contour, divergingColour, isDark, paintDiverging, themeColour } from "./draw.js";

/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {CanvasRenderingContext2D} Context */

/**
 * @typedef {object} Plane A picture of two inputs.
 * @property {number} width
 * @property {number} height
 * @property {[number, number]} axes The inputs on its axes.
 * @property {(value: number) => number} x
 * @property {(value: number) => number} y
 */

/** @param {Data} data @param {[number, number]} axes @param {number} width @param {number} height @returns {Plane} */
export function planeOf({ ranges }, axes, width, height) {
  const [[left, right], [bottom, top]] = axes.map((axis) => ranges[axis]);
  return {
    width,
    height,
    axes,
    x: (value) => ((value - left) / (right - left)) * width,
    y: (value) => height - ((value - bottom) / (top - bottom)) * height,
  };
}

const heatMap = document.createElement("canvas");

/** Draws a grid's cells, from the lower left, over the picture. @param {Context} context @param {number} size @param {number} width @param {number} height @param {(image: ImageData, cellAt: (pixel: number) => number) => void} paint */
export function paintCells(context, size, width, height, paint) {
  const small = /** @type {Context} */ (heatMap.getContext("2d"));
  Object.assign(heatMap, { width: size, height: size });
  const image = small.createImageData(size, size);
  // Values start at the lower left, an image's pixels at the upper left.
  paint(image, (pixel) => (size - 1 - Math.floor(pixel / size)) * size + (pixel % size));
  small.putImageData(image, 0, 0);
  // The centres of the outermost cells lie on the picture's edge, so half a cell is cut off on each side.
  const [across, down] = [width / (size - 1), height / (size - 1)];
  context.imageSmoothingEnabled = true;
  context.drawImage(heatMap, -across / 2, -down / 2, width + across, height + down);
}

/**
 * One output as colours, and the line where it is 0.5.
 *
 * @param {Context} context
 * @param {ArrayLike<number>} values
 * @param {number} width
 * @param {number} height
 * @param {number} [strength] How much of the scale it takes; paler, many points stand out.
 */
export function paintField(context, values, width, height, strength = 1.7) {
  const size = Math.sqrt(values.length);
  paintCells(context, size, width, height, (image, cellAt) =>
    paintDiverging(image, (pixel) => strength * (values[cellAt(pixel)] - 0.5)),
  );
  strokeContour(context, values, 0.5, width, height);
}

/** @param {Context} context @param {ArrayLike<number>} values @param {number} level @param {number} width @param {number} height */
export function strokeContour(context, values, level, width, height) {
  const size = Math.sqrt(values.length);
  const [across, down] = [width / (size - 1), height / (size - 1)];
  context.strokeStyle = themeColour("ink");
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [x1, y1, x2, y2] of contour(values, size, level)) {
    context.moveTo(x1 * across, height - y1 * down);
    context.lineTo(x2 * across, height - y2 * down);
  }
  context.stroke();
}

/** Each class has its own shape, for colour-blind readers; circle and square come first. */
const SHAPES = [
  (/** @type {Context} */ to, /** @type {number} */ r) => to.arc(0, 0, r, 0, 2 * Math.PI),
  (/** @type {Context} */ to, /** @type {number} */ r) => to.rect(-0.9 * r, -0.9 * r, 1.8 * r, 1.8 * r),
  polygon([0, -1.2, 1.1, 0.8, -1.1, 0.8]),
  polygon([0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0]),
  polygon([0, 1.2, 1.1, -0.8, -1.1, -0.8]),
  polygon([
    -0.4, -1.1, 0.4, -1.1, 0.4, -0.4, 1.1, -0.4, 1.1, 0.4, 0.4, 0.4, 0.4, 1.1, -0.4, 1.1, -0.4, 0.4, -1.1, 0.4, -1.1,
    -0.4, -0.4, -0.4,
  ]),
];

/** @param {number[]} corners x and y of each, in radii. */
function polygon(corners) {
  return (/** @type {Context} */ to, /** @type {number} */ r) => {
    for (let at = 0; at < corners.length; at += 2) to.lineTo(r * corners[at], r * corners[at + 1]);
    to.closePath();
  };
}

/** @param {Data} data */
export function radiusFor(data) {
  const rows = shownRows(data);
  return rows <= 20 ? 8 : rows <= 150 ? 5.5 : rows <= 600 ? 4 : 2.75;
}

/** The colour and the shape of a row. @param {Data} data @param {number} row */
export function markOf({ y, outputs, classes }, row) {
  if (classes.length > 2) {
    const index = classAt(y, row, outputs.length);
    return { colour: classColour(index), shape: index };
  }
  const target = y[row * outputs.length];
  return { colour: divergingColour(1.2 * (target - 0.5)), shape: target >= 0.5 ? 1 : 0 };
}

/** @param {Context} context @param {number} x @param {number} y @param {number} radius @param {{colour: string, shape: number}} mark @param {boolean} hollow */
export function paintMark(context, x, y, radius, { colour, shape }, hollow) {
  context.save();
  context.translate(x, y);
  context.beginPath();
  SHAPES[shape % SHAPES.length](context, radius);
  // A rim of both colours is visible on any background; a held-out row is only a rim.
  const rim = hollow || radius > 6 ? radius / 4 : radius / 7;
  if (!hollow) {
    context.fillStyle = colour;
    context.fill();
  }
  context.lineWidth = 2 * rim;
  context.strokeStyle = themeColour("ink");
  context.stroke();
  context.lineWidth = rim;
  context.strokeStyle = themeColour("paper");
  context.stroke();
  context.restore();
}

/** Points seldom change, so they are painted once and drawn over each frame as an image. */
export function createPointLayer() {
  const layer = document.createElement("canvas");
  /** @type {unknown[]} */
  let painted = [];

  /**
   * @param {Context} context
   * @param {Data} data
   * @param {Plane} plane
   * @param {(row: number) => boolean} shown Whether a row lies in the picture.
   * @param {unknown[]} key The values that the points depend on.
   */
  return (context, data, plane, shown, key) => {
    const density = window.devicePixelRatio || 1;
    const now = [data, plane.width, plane.height, ...plane.axes, density, isDark(), ...key];
    if (now.length !== painted.length || now.some((one, index) => one !== painted[index])) {
      painted = now;
      Object.assign(layer, { width: Math.round(plane.width * density), height: Math.round(plane.height * density) });
      const to = /** @type {Context} */ (layer.getContext("2d"));
      to.scale(density, density);
      paintPoints(to, data, plane, shown);
    }
    if (layer.width && layer.height) context.drawImage(layer, 0, 0, plane.width, plane.height);
  };
}

/** @param {Context} context @param {Data} data @param {Plane} plane @param {(row: number) => boolean} shown */
function paintPoints(context, data, { axes: [across, up], x, y }, shown) {
  const radius = radiusFor(data);
  for (let row = 0; row < shownRows(data); row += 1) {
    if (!shown(row)) continue;
    const inputs = inputsOf(data, row);
    paintMark(context, x(inputs[across]), y(inputs[up]), radius, markOf(data, row), Boolean(data.held[row]));
  }
}

/** A cross at the tried input. @param {Context} context @param {number} x @param {number} y */
export function paintCross(context, x, y) {
  context.beginPath();
  context.moveTo(x - 6, y);
  context.lineTo(x + 6, y);
  context.moveTo(x, y - 6);
  context.lineTo(x, y + 6);
  for (const [colour, thickness] of /** @type {[string, number][]} */ ([
    ["paper", 4.5],
    ["ink", 1.75],
  ])) {
    context.strokeStyle = themeColour(colour);
    context.lineWidth = thickness;
    context.stroke();
  }
}
