/** Shows points, curves and own data instead of a truth table: counts, controls, and some rows. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped, percent } from "../draw/draw.js";
import { load } from "../lazy.js";
import { readChoice } from "../share/address.js";
import { classAt, dataOf, inputsOf, OWN, shownRows, unscaled } from "../state/data.js";
import { isDataLocked, isLocked } from "../state/presentation.js";
import { field } from "./field.js";
import { suggestion } from "./suggestion.js";
import { appears } from "./waiting.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {import("../state/state.js").State} State */

const LISTED = 12;
const FIELDS = [
  { name: "points", label: "Points", what: "The number of points" },
  { name: "noise", label: "Noise", what: "The noise" },
  { name: "held_out", label: "Held-out share", what: "The share held out" },
  { name: "data_seed", label: "Data seed", what: "The seed of the data" },
];
const OF_OWN = FIELDS.filter(({ name }) => name === "held_out" || name === "data_seed");

/** @param {import("../view.js").Parts} parts */
export function createDataView(parts) {
  const { actions, redraw } = parts;
  let open = false;
  /** @type {(() => unknown) | null} */
  let ownData = null;
  let asked = false;

  return function dataView() {
    const state = parts.state();
    const data = dataOf(state);
    const own = state.choices.dataset === OWN;
    return html`
      ${data ? summary(state, data) : html`<p class="empty">${appears("the rows", state)}</p>`}
      ${own && !isDataLocked(state) ? ownPanel() : nothing}
      <div class="fields">${(own ? OF_OWN : FIELDS).map((one) => html`<div data-part=${one.name}>${control(state, one)}</div>`)}</div>
      ${data ? suggestion(state, data, actions) : nothing}
      ${
        data
          ? html`
              <details @toggle=${toggled}>
                <summary>Rows as a table</summary>
                ${open ? rows(state, data) : nothing}
              </details>
            `
          : nothing
      }
    `;
  };

  function ownPanel() {
    if (!asked) {
      asked = true;
      load("own-rows").then(({ createOwnData }) => {
        ownData = createOwnData(parts);
        redraw();
      });
    }
    return ownData?.() ?? nothing;
  }

  /** @param {State} state @param {{name: string, label: string, what: string}} one */
  function control(state, { name, label, what }) {
    const { choices, description } = state;
    return field(
      {
        id: `choice-${name}`,
        label,
        value: String(choices[name]),
        limits: description.limits[name],
        read: (typed) => readChoice(name, typed, description),
        take: (good) => actions.choose({ [name]: /** @type {number} */ (good) }, `${what} changed`),
        disabled: isLocked(state, name),
      },
      parts,
    );
  }

  /** @param {Event} event */
  function toggled(event) {
    open = /** @type {HTMLDetailsElement} */ (event.target).open;
    redraw();
  }
}

/** The number of rows, by class, and how many are right. @param {State} state @param {Data} data */
function summary({ run }, { rows, held_rows, classes, counts, notes }) {
  const { accuracy, held_accuracy, loss, held_loss } = run?.frame ?? {};
  const trained = grouped(rows - held_rows);
  return html`
    ${notes.map((note) => html`<p class="caption">${note}</p>`)}
    <table aria-label="Data in numbers">
      <thead>
        <tr>
          <th scope="col">rows</th>
          <th scope="col">number</th>
          <th scope="col">loss</th>
          ${classes.length ? html`<th scope="col">accuracy</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${line("trained on", trained, loss, accuracy)}
        ${held_rows ? line("held out", grouped(held_rows), held_loss, held_accuracy) : nothing}
      </tbody>
    </table>
    ${
      classes.length
        ? html`<p class="caption">
            Classes: ${classes.map((name, index) => `${name} (${grouped(counts[index])})`).join(", ")}.
          </p>`
        : nothing
    }
  `;

  /** @param {string} name @param {string} count @param {number | undefined} value @param {number | undefined} share */
  function line(name, count, value, share) {
    return html`
      <tr>
        <th scope="row">${name}</th>
        <td>${count}</td>
        <td>${value === undefined ? "–" : decimal(value, 4)}</td>
        ${classes.length ? html`<td>${share === undefined ? "–" : percent(share)}</td>` : nothing}
      </tr>
    `;
  }
}

/** Some rows, evenly spaced. @param {State} state @param {Data} data */
function rows({ run }, data) {
  const shown = shownRows(data);
  const every = Math.max(1, Math.ceil(shown / LISTED));
  const listed = Array.from({ length: Math.ceil(shown / every) }, (_, index) => index * every);
  const some =
    listed.length < data.rows ? `${listed.length} of ${grouped(data.rows)} rows, evenly chosen.` : "All rows.";
  const predictions = run?.frame.predictions ?? [];
  return html`
    <p class="caption">${some} The first column counts them.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Rows of the data">
      <table aria-label="Data">
        <thead>
          <tr>
            <th scope="col">row</th>
            ${data.inputs.map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col">target</th>
            <th scope="col">prediction</th>
            <th scope="col">part</th>
          </tr>
        </thead>
        <tbody>
          ${listed.map(
            (row) => html`
              <tr>
                <th scope="row">${grouped(numberOf(data, row))}</th>
                ${inputsOf(data, row).map((value) => html`<td>${short(value)}</td>`)}
                <td>${inWords(data, data.y, row)}</td>
                <td>${inWords(data, predictions, row)}</td>
                <td>${data.held[row] ? "held out" : "trained on"}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** The row's number among all rows, from 1. @param {Data} data @param {number} row */
function numberOf(data, row) {
  const shown = shownRows(data);
  return 1 + (shown < 2 ? 0 : Math.round((row * (data.rows - 1)) / (shown - 1)));
}

/** A target or prediction, as a class name or a number. @param {Data} data @param {ArrayLike<number>} values @param {number} row */
function inWords(data, values, row) {
  const { classes, outputs } = data;
  const value = values[row * outputs.length];
  if (value === undefined) return "–";
  if (!classes.length)
    return outputs.map((_, one) => short(unscaled(data, values[row * outputs.length + one], one))).join(", ");
  const name = classes[classAt(values, row, outputs.length)];
  const sure = outputs.length === 1 && values !== data.y ? ` (${decimal(value, 2)})` : "";
  return `${name}${sure}`;
}

/** @param {number} value */
function short(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
