/** Where the numbers of the weights stand: along their lines, and on no line. Imports nothing. */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x1: number, y1: number, x2: number, y2: number}} Line */
/** @typedef {{x: number, y: number, angle: number}} Place Its middle; degrees. */

const ALONG = [0.3, 0.7, 0.36, 0.64, 0.24, 0.76, 0.5, 0.43, 0.57]; // shares of the line, the best first
const HALF_LINE = 3; // of the widest
const HALF_TEXT = { width: 15, height: 5 };
const OFF = HALF_LINE + HALF_TEXT.height + 1;

/**
 * For each line the middle of its label; null where there is no room for one.
 *
 * @param {Line[]} lines
 * @param {{sizes: number[], radius: number, place: (layer: number, neuron: number) => Point}} geometry
 * @returns {(Place | null)[]}
 */
export function labelPlaces(lines, { sizes, radius, place }) {
  const neurons = sizes.flatMap((size, layer) => Array.from({ length: size }, (_, neuron) => place(layer, neuron)));
  /** @type {Point[]} */
  const taken = [];
  return lines.map((line) => {
    for (const candidate of candidates(line)) {
      const points = pointsOf(candidate);
      const free = points.every(
        (point) =>
          lines.every((other) => distance(point, other) >= OFF - 1) &&
          neurons.every((neuron) => Math.hypot(point.x - neuron.x, point.y - neuron.y) >= radius + HALF_TEXT.height) &&
          taken.every((other) => Math.hypot(point.x - other.x, point.y - other.y) >= 2 * HALF_TEXT.height + 1),
      );
      if (!free) continue;
      taken.push(...points);
      return candidate;
    }
    return null;
  });
}

/** Above the line, then below it. @param {Line} line @returns {Place[]} */
function candidates({ x1, y1, x2, y2 }) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  return [-1, 1].flatMap((side) =>
    ALONG.map((part) => ({
      x: round(x1 + (x2 - x1) * part - (side * OFF * (y2 - y1)) / length),
      y: round(y1 + (y2 - y1) * part + (side * OFF * (x2 - x1)) / length),
      angle: round(angle),
    })),
  );
}

/** Points along the middle of a label. @param {Place} place @returns {Point[]} */
function pointsOf({ x, y, angle }) {
  const turned = (angle * Math.PI) / 180;
  return [-1, -0.5, 0, 0.5, 1].map((part) => ({
    x: x + part * HALF_TEXT.width * Math.cos(turned),
    y: y + part * HALF_TEXT.width * Math.sin(turned),
  }));
}

/** @param {Point} point @param {Line} line */
function distance({ x, y }, { x1, y1, x2, y2 }) {
  const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2);
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - part * (x2 - x1), y - y1 - part * (y2 - y1));
}

/** @param {number} value */
const round = (value) => Math.round(10 * value) / 10;
