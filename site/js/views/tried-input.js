/** An input of the reader's choice, typed or pointed at, and its prediction. If it is one of the rows, says so. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, fixed } from "../draw/draw.js";
import { readNumber } from "../share/address.js";
import { classAt, dataOf, inputsOf, namesOf, shownRows, unscaled } from "../state/data.js";
import { isTable } from "../state/state.js";
import { field } from "./field.js";

/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {import("../state/state.js").State} State */

const MOST_FIELDS = 16; // of the inputs; more are folded away

/** @param {import("../view.js").Parts} parts */
export function createTriedInput(parts) {
  const { actions, redraw } = parts;
  let open = false;

  /** The last search and its result. @type {{data: Data | null, inputs: number[], row: number}} */
  let found = { data: null, inputs: [], row: -1 };

  return function triedInput() {
    const state = parts.state();
    const { tried, training } = state;
    const data = dataOf(state);
    const names = namesOf(state).inputs;
    const fields = tried.inputs.slice(0, MOST_FIELDS).map((input, index) => inputField(input, index, names));
    return html`
      <div class="tried">
        ${fields}
        <div class="field">
          <span>Prediction</span>
          <output aria-label="Prediction" aria-live=${training ? "off" : "polite"}>${answer(state, data)}</output>
        </div>
      </div>
      ${tried.inputs.length > MOST_FIELDS ? others(tried.inputs, names) : nothing}
      ${data ? ofRow(state, data) : nothing}
    `;
  };

  /** @param {number} input @param {number} index @param {string[]} names */
  function inputField(input, index, names) {
    const name = names[index] ?? `x${index + 1}`;
    return field(
      {
        id: `input-${index}`,
        label: `Input ${name}`,
        short: name,
        value: String(input),
        limits: {},
        read: (typed) => readNumber(typed, {}),
        take: (value) => actions.tryInput(parts.state().tried.inputs.with(index, value)),
        atOnce: true,
      },
      parts,
    );
  }

  /** @param {number[]} inputs @param {string[]} names */
  function others(inputs, names) {
    const toggled = (/** @type {Event} */ { target }) => {
      open = /** @type {HTMLDetailsElement} */ (target).open;
      redraw();
    };
    const fields = () => inputs.slice(MOST_FIELDS).map((input, at) => inputField(input, MOST_FIELDS + at, names));
    return html`
      <details @toggle=${toggled}>
        <summary>${inputs.length - MOST_FIELDS} more inputs</summary>
        ${open ? html`<div class="tried">${fields()}</div>` : nothing}
      </details>
    `;
  }

  /** @param {State} state @param {Data} data */
  function ofRow({ tried, choices, description }, data) {
    if (isTable(choices.dataset, description)) return nothing; // the table shows it
    if (found.data !== data || found.inputs !== tried.inputs) {
      found = { data, inputs: tried.inputs, row: rowOf(data, tried.inputs) };
    }
    if (found.row < 0) return nothing;
    const { outputs, classes, y, held } = data;
    const at = found.row * outputs.length;
    const target = classes.length
      ? classes[classAt(y, found.row, outputs.length)]
      : outputs.map((_, one) => Number(unscaled(data, y[at + one], one).toPrecision(4))).join(", ");
    return html`<p class="caption">This is one of the rows: its target is ${target}, and it is ${held[found.row] ? "held out" : "trained on"}.</p>`;
  }
}

/** The row with these inputs; -1 for none. @param {Data} data @param {number[]} inputs */
function rowOf(data, inputs) {
  for (let row = 0; row < shownRows(data); row += 1) {
    if (inputsOf(data, row).every((value, index) => value === inputs[index])) return row;
  }
  return -1;
}

/** @param {State} state @param {Data | null} data */
function answer({ tried: { prediction }, run }, data) {
  if (prediction === null) return run ? "…" : "–";
  if (!Array.isArray(prediction)) return decimal(data ? unscaled(data, prediction) : prediction, 4);
  return prediction
    .map(
      (value, index) =>
        `${data?.outputs[index] ?? index + 1}: ${fixed(data ? unscaled(data, value, index) : value, 3)}`,
    )
    .join(", ");
}
