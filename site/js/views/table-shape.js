/** The shape of a truth table: how many inputs and outputs it has, and which rows the network is trained on. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { readNumber, tableOf } from "../share/address.js";
import { inputsOf } from "../state/data.js";
import { isDataLocked, isLocked } from "../state/presentation.js";
import { reshaped } from "../state/tables.js";
import { field } from "./field.js";

/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/tables.js").Shape} Shape */

/** @param {import("../view.js").Parts} parts */
export function createTableShape(parts) {
  const { actions } = parts;

  return /** @param {State} state @param {Data} data */ (state, data) => {
    const { tables, limits } = state.description;
    const inputs = { least: 1, most: Object.keys(tables.inputs).length, whole: true };
    return html`
      <div class="fields">
        ${size("inputs", "Inputs", inputs, state, data)} ${size("outputs", "Outputs", limits.outputs, state, data)}
      </div>
      <p class="caption">
        Another input doubles the rows; each target is copied to both of its values. A new output is 0 in every row.
      </p>
      <p class="caption">Rows to train on. The network still predicts a held-out row: has it found the rule?</p>
      <div class="checks">${Array.from(data.held, (_, row) => rowBox(state, data, row))}</div>
    `;
  };

  /** @param {keyof Shape} name @param {string} label @param {import("../state/state.js").Limits} limits @param {State} state @param {Data} data */
  function size(name, label, limits, state, data) {
    return field(
      {
        id: `choice-${name}`,
        label,
        value: String(data[name].length),
        limits,
        read: (typed) => readNumber(typed, limits),
        take: (count) => reshape({ [name]: count }, `The ${name} changed`),
        disabled: isDataLocked(state) || isLocked(state, "outputs"),
      },
      parts,
    );
  }

  /** @param {State} state @param {Data} data @param {number} row */
  function rowBox(state, data, row) {
    const { rows, held, held_rows } = data;
    const name = inputsOf(data, row).join(" ");
    return html`
      <label class="switch">
        <input
          type="checkbox"
          aria-label="train on ${name}"
          .checked=${!held[row]}
          ?disabled=${isLocked(state, "held_rows") || (!held[row] && held_rows === rows - 1)}
          @change=${() => holdOut(row, !held[row])}
        />
        ${name}
      </label>
    `;
  }

  /** @param {number} row @param {boolean} out */
  function holdOut(row, out) {
    const others = /** @type {number[]} */ (parts.state().choices.held_rows).filter((other) => other !== row);
    const held_rows = out ? [...others, row].sort((one, other) => one - other) : others;
    actions.choose({ held_rows }, "The rows to train on changed");
  }

  /** @param {Partial<Shape>} changed @param {string} what */
  function reshape(changed, what) {
    const { choices, description } = parts.state();
    const before = /** @type {number[]} */ (choices.targets);
    const outputs = Number(choices.outputs);
    const now = { inputs: Math.log2(before.length / outputs), outputs };
    const after = { ...now, ...changed };
    if (after.inputs === now.inputs && after.outputs === now.outputs) return;
    const targets = reshaped(before, now, after);
    const held_rows = after.inputs === now.inputs ? choices.held_rows : []; // those are other rows
    const dataset = tableOf(targets, after.outputs, description);
    actions.choose({ dataset, targets, outputs: after.outputs, held_rows }, what);
  }
}
