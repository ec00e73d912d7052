/** The network as a table: every parameter can be read, edited and frozen. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { readNumber } from "../share/address.js";
import { isLocked } from "../state/presentation.js";
import { field } from "./field.js";

/** @typedef {Pick<import("../view.js").Parts, "state" | "actions">} Parts */
/** @typedef {import("../state/state.js").Frame} Frame */
/** @typedef {import("./diagram.js").Parameter} Parameter */

const MOST_EDITABLE = 400;

/** @param {Parameter[]} parameters @param {Frame} frame @param {Parts} parts */
export function weightsTable(parameters, frame, parts) {
  const editable = parameters.slice(0, MOST_EDITABLE);
  return html`
    <table aria-label="Weights" class="weights">
      <thead>
        <tr>
          <th scope="col">parameter</th>
          <th scope="col">value</th>
          <th scope="col">gradient</th>
          <th scope="col">freeze</th>
        </tr>
      </thead>
      <tbody>
        ${editable.map(
          (parameter) => html`
            <tr data-name=${parameter.label}>
              <th scope="row">${parameter.label}</th>
              <td>${valueField(parameter, parameter.label, parts)}</td>
              <td>${gradientText(frame, parameter)}</td>
              <td>${freezeBox(parameter, `freeze ${parameter.label}`, "", parts)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
    ${
      parameters.length > editable.length
        ? html`<p class="caption">The first ${MOST_EDITABLE} of ${parameters.length} parameters.</p>`
        : nothing
    }
  `;
}

/** @param {Parameter} parameter @param {string} label @param {Parts} parts */
export function valueField(parameter, label, parts) {
  return field(
    {
      id: label === parameter.label ? `weight-${label}` : `chosen-${parameter.label}`,
      label,
      shown: label !== parameter.label,
      value: String(parameter.value),
      limits: {},
      read: (typed) => readNumber(typed, {}),
      take: (value) => {
        if (value !== parameter.value) parts.actions.setParameter(parameter, value);
      },
      disabled: isLocked(parts.state(), "weights"),
    },
    parts,
  );
}

/**
 * @param {Parameter} parameter
 * @param {string} name The accessible name.
 * @param {string} words The visible text beside it.
 * @param {Parts} parts
 */
export function freezeBox({ label }, name, words, parts) {
  const state = parts.state();
  return html`
    <label class="switch">
      <input
        type="checkbox"
        aria-label=${name}
        .checked=${state.run?.frame.frozen?.includes(label) ?? false}
        ?disabled=${isLocked(state, "weights")}
        @change=${(/** @type {Event} */ event) =>
          parts.actions.freeze(label, /** @type {HTMLInputElement} */ (event.target).checked)}
      />
      ${words}
    </label>
  `;
}

/** @param {Frame} frame @param {Parameter} parameter */
export function gradientText({ gradients }, { name, row, column }) {
  const gradient = gradients?.[`d${name}`]?.[row]?.[column];
  return gradient === undefined ? "…" : exact(gradient);
}

/** A weight or gradient with enough digits to compare. @param {number} value */
export function exact(value) {
  if (!Number.isFinite(value)) return String(value);
  const small = value !== 0 && Math.abs(value) < 0.001;
  return (small ? value.toExponential(2) : value.toPrecision(4)).replaceAll("-", "−");
}
