/** Shows arrays with shapes and cells. A cell that is pointed at, or reached by arrow keys, explains its value. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { accountOf, equationOf } from "../program/account.js";
import { arraysAt, cellIn, cellOf, partsOf, shapeOf } from "../state/trace.js";

/** @typedef {import("../state/trace.js").Known} Known */
/** @typedef {import("../state/trace.js").Node} Node */
/** @typedef {import("../state/trace.js").Trace} Trace */
/** @typedef {{array: Known, row: number, column: number}} Cell */
/** @typedef {{array: Known, title: string}} Table */

/**
 * @typedef {object} Inspector
 * @property {Cell | null} cell The selected cell.
 * @property {(value: number) => string} digits
 * @property {(cell: Cell | null) => void} look
 * @property {Trace} trace
 * @property {number} position
 */

const MOST = 8; // the most rows, and columns, shown of an array
const ELSEWHERE = -2; // for an array that no line has made: an argument under another name, a part of an expression

const GIVEN = "Given, before the update";

/** The functions by which arrays are grouped. @type {Record<string, string>} */
const GROUPS = {
  train_network: "Training",
  forward_propagation: "Forward propagation",
  compute_loss: "Loss",
  backward_propagation: "Backpropagation",
  update_parameters: "Update",
};

/**
 * The arrays that the line computed, and their operands. The weight before its update, the step and the new weight stand
 * side by side.
 *
 * @param {import("../state/trace.js").Line} line
 * @param {Inspector} inspector
 */
export function madeNow(line, inspector) {
  const { trace, position } = inspector;
  const used = account(inspector)?.used;
  return html`<div class="made">
    ${line.made.length ? nothing : html`<p class="caption">This line makes no numbers.</p>`}
    ${line.made.map((made) => {
      const array = { ...made, line: position };
      const pieces = made.explanation ? [" = ", ...equationOf(trace, made.explanation)] : [];
      return html`
        <p class="equation">
          ${named(made.name)} ${shapeOf(trace.arrays[made.values])}${pieces.map((piece) =>
            typeof piece === "string"
              ? piece
              : html`${named(piece.name, piece.text)}${piece.shape && ` ${piece.shape}`}`,
          )}
        </p>
        ${tablesOf(array, inspector, used)}
      `;
    })}
    ${told(inspector)}
  </div>`;
}

/** The tables of the arrays that a line computed. @param {Known} array @param {Inspector} inspector @param {Set<string>} [used] */
function tablesOf(array, inspector, used) {
  const { name, explanation } = array;
  const operands = operandsOf(explanation, inspector).filter(({ title }) => title !== name);
  const show = (/** @type {Table} */ table) => grid(table, inspector, used);
  const made = show({ array, title: name });
  const [before, step] = explanation?.kind === "operator" ? explanation.parts : [];
  if (before?.name !== name || !step) return html`<div class="arrays">${made} ${operands.map(show)}</div>`;
  const change = step.kind === "name" ? tableOf(step, inspector) : { ...tableOf(step, inspector), title: "step" };
  return html`
    <div class="arrays update">
      ${show({ ...tableOf(before, inspector), title: `${name} before` })}
      <span class="sign">${explanation?.sign}</span> ${show(change)} <span class="sign">=</span> ${made}
    </div>
    <div class="arrays">${operands.filter(({ title }) => title !== change.title).map(show)}</div>
  `;
}

/** The arrays that an expression names, each once. @param {Node | null | undefined} node @param {Inspector} inspector @returns {Table[]} */
function operandsOf(node, inspector) {
  /** @param {Node} part @returns {Node[]} */
  const names = (part) => (part.kind === "name" ? [part] : part.parts.flatMap(names));
  const shown = node ? names(node).filter((part) => isTable(part, inspector.trace)) : [];
  return [...new Map(shown.map((part) => [part.name, tableOf(part, inspector)])).values()];
}

/** Whether a name has more than one number, or one of a layer. @param {Node} part @param {import("../state/trace.js").Trace} trace */
function isTable({ name = "", values }, trace) {
  const matrix = trace.arrays[values ?? -1];
  return matrix !== undefined && cellIn(trace, name, matrix, 0, 0) !== name;
}

/** A part of an expression as a table: the latest array with these values, if there is one. @param {Node} part @param {Inspector} inspector @returns {Table} */
function tableOf(part, { trace, position }) {
  const name = part.name ?? part.text;
  const values = part.values ?? -1;
  const alike = arraysAt(trace, position - 1).filter((array) => array.values === values);
  const known = alike.findLast((array) => array.name === name) ?? alike.at(-1);
  const own = part.kind === "name" ? null : part;
  return {
    title: name,
    array: known && !own ? { ...known, name } : { name, values, explanation: own, line: ELSEWHERE },
  };
}

/**
 * Every array so far, grouped by function, in order of computation. The parameters before the update stay listed. Folded by
 * default.
 *
 * @param {Inspector} inspector
 * @param {{open: boolean, toggled: (event: Event) => void}} fold
 */
export function allArrays(inspector, { open, toggled }) {
  const all = arraysAt(inspector.trace, inspector.position).filter(({ line }) => !inspector.trace.lines[line]?.helper);
  return html`
    <details class="numbers" @toggle=${toggled}>
      <summary>All numbers until here<span class="aside">${all.length} arrays</span></summary>
      ${open ? grouped(all, inspector) : nothing}
    </details>
  `;
}

/** @param {Known[]} arrays @param {Inspector} inspector */
function grouped(arrays, inspector) {
  const groups = Map.groupBy(arrays, ({ line }) => {
    const made_by = inspector.trace.lines[line]?.function;
    return made_by ? (GROUPS[made_by] ?? made_by) : GIVEN;
  });
  const used = account(inspector)?.used;
  return [...groups].map(
    ([group, members]) => html`
      <section role="group" aria-label=${group}>
        <h3>${group}</h3>
        <div class="arrays">${members.map((array) => grid({ array, title: array.name }, inspector, used))}</div>
      </section>
    `,
  );
}

/** A name that is linked. @param {string} name @param {string} [text] */
function named(name, text = name) {
  return html`<code data-name=${name}>${text}</code>`;
}

/** Explains the value of the selected cell. @param {Inspector} inspector */
function account({ cell, digits, trace }) {
  const explanation = cell?.array.explanation;
  return explanation ? accountOf(trace, explanation, cell.row, cell.column, digits) : null;
}

/** @param {Inspector} inspector */
function told(inspector) {
  return html`<div class="account" role="status" aria-label="How this number came about">
    ${inspector.cell ? accountOfCell(inspector.cell, inspector) : html`<p class="caption">Point at a number, tap it, or go there with the arrow keys, to see how it came about.</p>`}
  </div>`;
}

/** @param {Cell} cell @param {Inspector} inspector */
function accountOfCell({ array, row, column }, inspector) {
  const { digits, trace } = inspector;
  const matrix = trace.arrays[array.values];
  const label = html`<code>${cellIn(trace, array.name, matrix, row, column)}</code>`;
  const its = account(inspector);
  if (!its) {
    const given = array.line < 0 || trace.lines[array.line].made.every(({ explanation }) => !explanation);
    return html`<p>${label} = ${digits(cellOf(matrix, row, column))}${given ? " (given)" : ""}.</p>`;
  }
  return html`
    <p>${label} is ${its.words}:</p>
    ${its.calls.map((call) => html`<p class="sum">${call}</p>`)}
    <p class="sum result">${its.sum.map((term) => html`<span>${term}</span> `)}</p>
  `;
}

/**
 * One array. It flashes once when it has just been computed.
 *
 * @param {Table} table
 * @param {Inspector} inspector
 * @param {Set<string>} [used] The operands of the selected cell.
 */
function grid({ array, title }, { cell, digits, look, trace, position }, used) {
  const { name, values, line } = array;
  const matrix = trace.arrays[values];
  const [down, across] = matrix.shape;
  const [rows, columns] = [Math.min(down, MOST), Math.min(across, MOST)];
  const here = cell && sameArray(cell.array, array) ? cell : { row: 0, column: 0 };
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
    const row = Math.max(0, Math.min(rows - 1, here.row + step[0]));
    const column = Math.max(0, Math.min(columns - 1, here.column + step[1]));
    const table = /** @type {HTMLTableElement} */ (event.currentTarget);
    table.rows[row].cells[column].focus();
  };
  /** @param {number} row @param {number} column */
  const number = (row, column) => {
    const label = cellIn(trace, name, matrix, row, column);
    const shown = digits(cellOf(matrix, row, column));
    const at = () => look({ array, row, column });
    return html`<td
      tabindex=${here.row === row && here.column === column ? 0 : -1}
      class=${used?.has(`${values} ${label}`) ? "used" : nothing}
      data-name=${label}
      aria-label="${label} is ${shown}"
      @pointerenter=${at}
      @focus=${at}
    >${shown}</td>`;
  };
  const places = (/** @type {number} */ length) => Array.from({ length }, (_, place) => place);
  return html`
    <div class=${line === position ? `array flash-${position % 2}` : "array"}>
      <p class="title">${named(name, title)} <span class="aside">${down * across === 1 ? "one number" : shapeOf(matrix)}</span></p>
      <table role="grid" aria-label=${title} @keydown=${moved}>
        <tbody>
          ${places(rows).map((row) => html`<tr>${places(columns).map((column) => number(row, column))}</tr>`)}
        </tbody>
      </table>
      ${
        down > MOST || across > MOST
          ? html`<p class="caption">The first ${rows} of ${down} rows, ${columns} of ${across} columns.</p>`
          : nothing
      }
    </div>
  `;
}

/** Whether two tables show the same array. @param {Known} one @param {Known} other */
export function sameArray(one, other) {
  return one.name === other.name && one.values === other.values && one.line === other.line;
}

/** The names of the functions behind what a line computed. @param {import("../state/trace.js").Line} line @returns {string[]} */
export function functionsOf({ function: name, made }) {
  const called = made.flatMap(({ explanation }) => partsOf(explanation).map((part) => part.function ?? ""));
  return [...new Set([name, ...called])].filter((one) => /^\w+$/.test(one));
}
