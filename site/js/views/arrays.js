/** The numbers: arrays with their shapes and cells; a cell that is pointed at, or reached by the arrows, says how it came. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { accountOf, arraysAt, cellName, equationOf, shapeOf } from "../trace.js";

/** @typedef {import("../trace.js").Known} Known */
/** @typedef {{name: string, row: number, column: number, line: number}} Cell With the line that made its array. */

/**
 * @typedef {object} Inspector
 * @property {Cell | null} cell The one that is looked at.
 * @property {(value: number) => string} digits
 * @property {(cell: Cell | null) => void} look
 * @property {import("../trace.js").Trace} trace
 * @property {number} position
 */

const MOST = 8; // rows, and columns, of an array that are shown

const GIVEN = "Given, before the update";

/** The functions by which arrays are grouped. @type {Record<string, string>} */
const GROUPS = {
  forward_propagation: "Forward propagation",
  compute_loss: "Loss",
  output_delta: "Backpropagation",
  backward_propagation: "Backpropagation",
  update_parameters: "Update",
};

/**
 * What the line has made, and of what.
 *
 * @param {import("../trace.js").Line} line
 * @param {Map<string, Known>} arrays
 * @param {Map<string, Known>} before
 * @param {Inspector} inspector
 */
export function madeNow(line, arrays, before, inspector) {
  const used = usedCells(inspector);
  return html`<div class="made">
    ${line.made.length ? nothing : html`<p class="caption">This line makes no numbers.</p>`}
    ${line.made.map(({ name }) => {
      const array = /** @type {Known} */ (arrays.get(name));
      const pieces = equationOf(array, before);
      const operands = operandsOf(array).filter((operand) => operand !== name && before.has(operand));
      return html`
        <p class="equation">
          ${named(name)} ${shapeOf(array.values)}
          ${pieces.length ? " = " : nothing}${pieces.map((piece) =>
            typeof piece === "string"
              ? piece
              : html`${named(piece.name)}${piece.transposed ? ".T" : ""} ${piece.shape}`,
          )}
        </p>
        <div class="arrays">
          ${grid(array, inspector, used, inspector.position)}
          ${operands.map((operand) => grid(/** @type {Known} */ (before.get(operand)), inspector, used))}
        </div>
      `;
    })}
    ${account(inspector)}
  </div>`;
}

/**
 * Every array until now, by the functions that made them, in the order in which they did; what was given stays, also
 * where the update has made new parameters of it. Folded away until somebody wants it.
 *
 * @param {Map<string, Known>} arrays
 * @param {Inspector} inspector
 * @param {{open: boolean, toggled: (event: Event) => void}} fold
 */
export function allArrays(arrays, inspector, { open, toggled }) {
  const given = arraysAt(inspector.trace, -1).values();
  const made = [...arrays.values()].filter(({ line }) => line >= 0).sort((one, other) => one.line - other.line);
  const all = [...given, ...made];
  return html`
    <details class="numbers" @toggle=${toggled}>
      <summary>All numbers until here<span class="aside">${all.length} arrays</span></summary>
      ${open ? grouped(all, inspector) : nothing}
    </details>
  `;
}

/** @param {Known[]} arrays @param {Inspector} inspector */
function grouped(arrays, inspector) {
  /** @type {Map<string, Known[]>} */
  const groups = new Map();
  for (const array of arrays) {
    const made = array.line < 0 ? "" : inspector.trace.lines[array.line].function;
    const group = array.line < 0 ? GIVEN : (GROUPS[made] ?? made);
    groups.set(group, [...(groups.get(group) ?? []), array]);
  }
  const used = usedCells(inspector);
  return [...groups].map(
    ([group, members]) => html`
      <section role="group" aria-label=${group}>
        <h3>${group}</h3>
        <div class="arrays">${members.map((array) => grid(array, inspector, used))}</div>
      </section>
    `,
  );
}

/** A name that is linked. @param {string} name */
function named(name) {
  return html`<code data-name=${name}>${name}</code>`;
}

/** @param {Known} array */
function operandsOf({ explanation }) {
  if (!explanation) return [];
  switch (explanation.kind) {
    case "product":
      return [explanation.left, explanation.right, ...(explanation.plus ? [explanation.plus] : [])];
    case "parts":
      return [...new Set(explanation.parts.flatMap((part) => part.of))];
    case "rows":
      return [explanation.of];
    case "step":
      return [explanation.gradient];
    default:
      return explanation.of;
  }
}

/** The account of the cell that is looked at, and the arrays that there were before its line. @param {Inspector} inspector */
function accountNow({ cell, digits, trace }) {
  const array = cell && arraysAt(trace, cell.line).get(cell.name);
  if (!cell || !array) return { array: null, told: null, before: new Map() };
  // Its operands are those of the moment: later lines may have changed them.
  const before = arraysAt(trace, cell.line - 1);
  return { array, told: accountOf(array, cell.row, cell.column, before, digits), before };
}

/** Tells of a cell whether the one that is looked at was made of it. @param {Inspector} inspector */
function usedCells(inspector) {
  const { told, before } = accountNow(inspector);
  const used = new Set(told?.used ?? []);
  return (/** @type {Known} */ { name, line }, /** @type {string} */ label) =>
    used.has(label) && before.get(name)?.line === line;
}

/** @param {Inspector} inspector */
function account(inspector) {
  const { cell, digits } = inspector;
  const { array, told } = accountNow(inspector);
  const value = array && cell ? digits(array.values[cell.row]?.[cell.column]) : "";
  return html`<div class="account" role="status" aria-label="How this number came about">
    ${
      cell && array
        ? html`<p><code>${cellName(cell.name, cell.row, cell.column)}</code> ${told ? `is ${told.words}:` : `= ${value}, as it was given.`}</p>
            ${told?.calls?.map((call) => html`<p class="sum">${call}</p>`)}
            ${told ? html`<p class="sum result">${told.sum.map((term) => html`<span>${term}</span> `)}</p>` : nothing}`
        : html`<p class="caption">Point at a number, tap it, or go there with the arrow keys, to see how it came about.</p>`
    }
  </div>`;
}

/**
 * One array. A flash, once, says that it has just been made.
 *
 * @param {Known} array
 * @param {Inspector} inspector
 * @param {ReturnType<typeof usedCells>} used
 * @param {number} [flash]
 */
function grid(array, { cell, digits, look }, used, flash) {
  const { name, values, line } = array;
  const rows = Array.from(values).slice(0, MOST);
  const [down, across] = [values.length, values[0].length];
  const here = cell?.name === name && cell.line === line ? cell : { row: 0, column: 0 };
  /** @param {KeyboardEvent} event */
  const moved = (event) => {
    const step = /** @type {Record<string, [number, number]>} */ ({
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    })[event.key];
    if (!step) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(rows.length - 1, here.row + step[0]));
    const column = Math.max(0, Math.min(Math.min(across, MOST) - 1, here.column + step[1]));
    const table = /** @type {HTMLTableElement} */ (event.currentTarget);
    table.rows[row].cells[column].focus();
  };
  const state = flash === undefined ? "array" : `array flash-${flash % 2}`;
  return html`
    <div class=${state}>
      <p class="title">${named(name)} <span class="aside">${name === "loss" ? "one number" : shapeOf(values)}</span></p>
      <table role="grid" aria-label=${name} @keydown=${moved}>
        <tbody>
          ${rows.map(
            (cells, row) => html`<tr>
              ${Array.from(cells)
                .slice(0, MOST)
                .map((value, column) => {
                  const label = cellName(name, row, column);
                  const at = { name, row, column, line };
                  return html`<td
                    tabindex=${here.row === row && here.column === column ? 0 : -1}
                    class=${used(array, label) ? "used" : nothing}
                    data-name=${label}
                    aria-label="${label} is ${digits(value)}"
                    @pointerenter=${() => look(at)}
                    @focus=${() => look(at)}
                  >${digits(value)}</td>`;
                })}
            </tr>`,
          )}
        </tbody>
      </table>
      ${
        down > MOST || across > MOST
          ? html`<p class="caption">The first ${Math.min(down, MOST)} of ${down} rows, ${Math.min(across, MOST)} of ${across} columns.</p>`
          : nothing
      }
    </div>
  `;
}
