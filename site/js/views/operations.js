/** The operations of one epoch in the order of the program, each with its line; the numbers of each, and the compiled code. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped } from "../draw/draw.js";
import { load } from "../lazy.js";
import { originalSource } from "../state/state.js";

/** @typedef {import("../python/answers.js").Operations} Operations */
/** @typedef {import("../python/answers.js").Operation} Operation */

const MOST_SHOWN = 400; // operations
const MOST_NUMBERS = 8; // along each side

/** Operations that stand between what they are done to. @type {Record<string, string>} */
const BETWEEN = {
  ...{ add: "+", sub: "−", mul: "×", div: "÷", pow: "to the power of", matmul: "@" },
  ...{ gt: ">", ge: "≥", lt: "<", le: "≤", eq: "=", and: "and", or: "or" },
};
/** @type {Record<string, string>} */
const WORDS = {
  ...{ neg: "minus", copy: "spread", max: "larger of", min: "smaller of", nearest: "round", trunc: "cut off" },
  ...{ sum_down: "sum of each column of", sum_along: "sum of each row of", sum_all: "sum of all of" },
  ...{ max_down: "largest of each column of", max_along: "largest of each row of", max_all: "largest of all of" },
  ...{ min_down: "smallest of each column of", min_along: "smallest of each row of", min_all: "smallest of all of" },
  ...{ transpose: "transpose of", where: "choose by", take: "part of", gather: "rows of" },
};

/** @param {import("../view.js").Parts} parts */
export function view({ state, actions, draw, redraw }) {
  /** @type {Operations} */
  let list = {};
  let problem = "";
  let text = "";
  /** Whose list it is. @type {import("../state/state.js").Frame["parameters"] | undefined} */
  let traced;
  /** The numbers of opened operations. @type {Map<number, Operations>} */
  const opened = new Map();

  const refused = (/** @type {Error} */ error) => {
    problem = error.message;
  };
  draw(look);

  /** The epoch after the one on the page, whenever that stands still. */
  async function trace() {
    const { run, training, engine } = state();
    if (engine !== "ready" || training || !run || run.frame.parameters === traced) return;
    traced = run.frame.parameters;
    const answer = await actions.operations(null).catch(refused);
    if (traced !== run.frame.parameters) return; // a newer one is on its way
    list = answer ?? {};
    if (answer) problem = answer.problem ?? "";
    text = "";
    opened.clear();
    redraw();
  }

  /** @param {number} which */
  async function toggle(which) {
    if (opened.has(which)) opened.delete(which);
    else await actions.operations(which).then((answer) => opened.set(which, answer), refused);
    redraw();
  }

  async function showText() {
    const { textOf } = await load("wasm-text");
    text = textOf(/** @type {Uint8Array} */ (list.wasm));
    redraw();
  }

  function look() {
    trace();
    if (problem) return html`<p class="aside">No list: ${problem}.</p>`;
    const { operations: all, single = 0, epoch = 0, wasm } = list;
    if (!all || !wasm) {
      const ready = state().engine === "ready";
      return html`<p class="aside">${ready ? "Python traces an epoch …" : "The operations appear when Python is ready."}</p>`;
    }
    const left = all.length - MOST_SHOWN;
    return html`
      <p class="caption">
        Epoch ${grouped(epoch)} as Python traced it: ${grouped(all.length)} operations on arrays, which are
        ${grouped(single)} on single numbers; a multiplication with its addition counts as one. A number in brackets stands
        for the result of that operation. What the program computes twice stands here once.
      </p>
      <div class="scroll" role="region" aria-label="Operations" tabindex="0">
        <table>
          ${linesOf(all.slice(0, MOST_SHOWN)).map(block)}
        </table>
      </div>
      ${left > 0 ? html`<p class="aside">${grouped(left)} more are not shown.</p>` : nothing}
      <p>
        As WebAssembly, these operations are ${grouped(wasm.length)} bytes.
        ${text ? nothing : html`<button type="button" class="plain" @click=${showText}>Show it as text</button>`}
      </p>
      ${text ? html`<pre role="region" aria-label="WebAssembly" tabindex="0"><code>${text}</code></pre>` : nothing}
    `;
  }

  /** @param {{part: string | null, line: number | null, first: number, operations: Operation[]}} lines */
  function block({ part, line, first, operations }) {
    return html`
      <tbody>
        <tr>
          <th colspan="4" scope="rowgroup"><code>${lineOf(part, line)}</code> <span class="aside">${part}</span></th>
        </tr>
        ${operations.map((operation, index) => row(operation, first + index))}
      </tbody>
    `;
  }

  /** @param {Operation} operation @param {number} which */
  function row(operation, which) {
    const numbers = opened.get(which);
    return html`
      <tr>
        <td>(${which})</td>
        <td>${spoken(operation)}</td>
        <td>${operation.shape.join(" × ")}</td>
        <td>
          <button
            type="button"
            class="plain"
            aria-expanded=${numbers ? "true" : "false"}
            aria-label=${`Numbers of operation ${which}`}
            @click=${() => toggle(which)}
          >
            Numbers
          </button>
        </td>
      </tr>
      ${numbers ? html`<tr><td></td><td colspan="3">${numbers.problem ?? matrix(numbers)}</td></tr>` : nothing}
    `;
  }

  /** @param {string | null} part @param {number | null} line */
  function lineOf(part, line) {
    const { edits } = state();
    const source = part ? (edits[part]?.running ?? originalSource(part, state())) : "";
    return source.split("\n")[(line ?? 1) - 1]?.trim() ?? "";
  }
}

/** Operations of one line that follow each other. @param {Operation[]} all */
function linesOf(all) {
  /** @type {{part: string | null, line: number | null, first: number, operations: Operation[]}[]} */
  const lines = [];
  for (const [index, operation] of all.entries()) {
    const { part, line } = operation;
    const last = lines.at(-1);
    if (last && last.part === part && last.line === line) last.operations.push(operation);
    else lines.push({ part, line, first: index + 1, operations: [operation] });
  }
  return lines;
}

/** @param {Operation} operation */
function spoken({ operation, of }) {
  const operands = of.map((one) => (typeof one === "number" ? `(${one})` : one));
  if (operation in BETWEEN) return operands.join(` ${BETWEEN[operation]} `);
  return `${WORDS[operation] ?? operation.replaceAll("_", " ")} ${operands.join(", ")}`;
}

/** @param {Operations} operation */
function matrix({ shape = [0, 0], numbers = [] }) {
  const [rows, columns] = shape;
  const some = (/** @type {number} */ count) =>
    Array.from({ length: Math.min(count, MOST_NUMBERS) }, (_, index) => index);
  const dots = (/** @type {number} */ count) => (count > MOST_NUMBERS ? html`<td>…</td>` : nothing);
  return html`
    <table class="numbers">
      ${some(rows).map(
        (row) =>
          html`<tr>${some(columns).map((column) => html`<td>${decimal(numbers[row * columns + column], 4)}</td>`)}${dots(columns)}</tr>`,
      )}
      ${rows > MOST_NUMBERS ? html`<tr>${dots(rows)}</tr>` : nothing}
    </table>
  `;
}
