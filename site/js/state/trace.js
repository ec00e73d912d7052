/**
 * Reads the trace of one epoch: the arrays after each line, and the parts of expressions.
 */

import { labelOf } from "./labels.js";

/**
 * @typedef {{shape: [number, number], cells: ArrayLike<number>}} Matrix
 *
 * @typedef {object} Node A part of an expression; py/glassnet/glass/nodes.py lists the kinds.
 * @property {string} kind
 * @property {string} text Its source.
 * @property {Node[]} parts
 * @property {number | null} [values] Values are indices into the trace's arrays.
 * @property {string} [name]
 * @property {string} [sign]
 * @property {string} [function]
 * @property {boolean} [by_cell]
 * @property {Node} [returned]
 * @property {string} [how]
 * @property {number | null} [axis]
 * @property {number} [places]
 *
 * @typedef {{name: string, values: number, explanation?: Node | null}} Made
 * @typedef {object} Line
 * @property {string} function
 * @property {string} part The part of the program with the line.
 * @property {number} line In the source of the part.
 * @property {boolean} helper Whether the function is an activation or a derivative.
 * @property {Made[]} made
 *
 * @typedef {object} Trace
 * @property {number} epoch
 * @property {number | null} [row]
 * @property {import("./labels.js").Labels} labels How single numbers are called.
 * @property {Record<string, number>} given
 * @property {Line[]} lines
 * @property {Record<string, string>} sources
 * @property {Matrix[]} arrays
 *
 * @typedef {Made & {line: number}} Known An array, and the line that made it; -1 for what was given.
 */

const RETURNED = /^returned\b/; // a returned value has no name

/**
 * All arrays after a line, in order of computation, separate for each function.
 *
 * @param {Trace} trace
 * @param {number} position
 * @returns {Known[]}
 */
export function arraysAt({ given, lines }, position) {
  /** @type {Map<string, Known>} */
  const arrays = new Map(Object.entries(given).map(([name, values]) => [name, { name, values, line: -1 }]));
  lines.slice(0, position + 1).forEach(({ function: made_by, made }, line) => {
    for (const one of made) {
      const key = `${made_by} ${one.name}`;
      arrays.delete(key); // an array computed again moves to the end
      if (!RETURNED.test(one.name)) arrays.set(key, { ...one, line });
    }
  });
  return [...arrays.values()];
}

/** The latest array with a name. @param {Known[]} arrays @param {string} name */
export function lastOf(arrays, name) {
  return arrays.findLast((array) => array.name === name);
}

/** Whether a line is shown without "Every line": it makes something with a name, outside helpers. @param {Line} line */
export function computes({ made, helper }) {
  return !helper && made.some(({ name }) => !RETURNED.test(name));
}

/** How many shown lines there are up to a position: the first, and those that compute; or all. @param {Trace} trace @param {number} position @param {boolean} every */
export function shownUntil({ lines }, position, every) {
  return lines.slice(0, position + 1).filter((line, place) => every || place === 0 || computes(line)).length;
}

/** @param {Trace} trace @param {number} from @param {1 | -1} way @param {boolean} every @returns {number} At the end, the same. */
export function nextPosition({ lines }, from, way, every) {
  for (let place = from + way; place >= 0 && place < lines.length; place += way) {
    if (every || computes(lines[place])) return place;
  }
  return way < 0 ? 0 : from;
}

/** A cell; a single row or column is broadcast, as in NumPy. @param {Matrix} matrix @param {number} row @param {number} column */
export function cellOf({ shape: [rows, columns], cells }, row, column) {
  return cells[(rows === 1 ? 0 : row) * columns + (columns === 1 ? 0 : column)];
}

/** @param {Matrix} matrix */
export function shapeOf({ shape }) {
  return `(${shape.join(", ")})`;
}

/** The name of a cell in an array; a single number has the variable's name, unless it is a layer's. @param {Pick<Trace, "labels">} trace @param {string} name @param {Matrix} matrix @param {number} row @param {number} column */
export function cellIn({ labels }, name, { shape: [rows, columns] }, row, column) {
  if (rows * columns === 1 && !/^(d?[Wb]|[za])\d/.test(name)) return name;
  return labelOf(name, rows === 1 ? 0 : row, columns === 1 ? 0 : column, labels);
}

/** The values of a part of an expression. @param {Trace} trace @param {Node} node @returns {Matrix | undefined} */
export function valuesOf(trace, node) {
  if (node.kind !== "transposed") return trace.arrays[node.values ?? -1];
  const matrix = valuesOf(trace, node.parts[0]);
  if (!matrix) return undefined;
  const [rows, columns] = matrix.shape;
  const cells = Float64Array.from(
    matrix.cells,
    (_, place) => matrix.cells[(place % rows) * columns + Math.floor(place / rows)],
  );
  return { shape: [columns, rows], cells };
}

/** All parts of an expression, and of what its calls returned. @param {Node | null | undefined} node @returns {Node[]} */
export function partsOf(node) {
  if (!node) return [];
  return [node, ...node.parts.flatMap(partsOf), ...partsOf(node.returned)];
}
