/** The menu of datasets, in groups. It lists truth tables by shape; the menu "Function" chooses among tables of one shape. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { changesFor } from "../state/changes-by.js";
import { namesOf } from "../state/data.js";
import { isDataLocked } from "../state/presentation.js";
import { isTable } from "../state/state.js";

/** @typedef {import("../state/state.js").MenuEntry} MenuEntry */
/** @typedef {import("../state/state.js").State} State */

/** The menu "Dataset". @param {State} state @param {import("../actions.js").Actions} actions */
export function datasetMenu(state, actions) {
  const { choices, description } = state;
  const all = description.menus.dataset;
  const here = isTable(choices.dataset, description) ? tableLike(state) : choices.dataset;
  const inGroup = (/** @type {string} */ group) => all.filter((entry) => entry.group === group);
  /** @param {{name: string, label: string}} entry */
  const option = ({ name, label }) => html`<option value=${name} .selected=${name === here}>${label}</option>`;
  /** @param {Event} event */
  const chosen = (event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.target);
    actions.choose(changesFor(all.find((entry) => entry.name === value)), "The dataset changed");
  };
  return html`
    <label class="bare field" data-part="dataset">
      <select aria-label="Dataset" ?disabled=${isDataLocked(state)} @change=${chosen}>
        <optgroup label="Truth tables">${shapes(state).map(option)}</optgroup>
        <optgroup label="Points in classes">${inGroup("points").map(option)}</optgroup>
        <optgroup label="Curves to fit">${inGroup("curves").map(option)}</optgroup>
        <optgroup label="Yours">${inGroup("own").map(option)}</optgroup>
      </select>
    </label>
  `;
}

/** The truth tables of the current shape. @param {State} state */
export function tablesAlike(state) {
  const shape = inWords(namesOf(state));
  return state.description.menus.dataset.filter((entry) => entry.inputs && entry.targets && inWords(entry) === shape);
}

/** The menu's name for the current table's shape. @param {State} state */
function tableLike(state) {
  return tablesAlike(state)[0]?.name ?? state.choices.dataset;
}

/**
 * One entry for each shape of truth table, and one more for a custom shape. Another large shape says which tables it has.
 *
 * @param {State} state
 */
function shapes(state) {
  const tables = state.description.menus.dataset.filter((entry) => entry.targets);
  const own = isTable(state.choices.dataset, state.description)
    ? [{ name: String(state.choices.dataset), ...namesOf(state) }]
    : [];
  const here = inWords(namesOf(state));
  const byShape = new Map();
  for (const entry of [...tables, ...own]) {
    const shape = inWords(entry);
    byShape.set(shape, [...(byShape.get(shape) ?? []), entry]);
  }
  return Array.from(byShape, ([shape, alike]) => {
    const { name, inputs, outputs } = alike[0];
    const labels = alike.map((/** @type {MenuEntry} */ { label }) => label?.toLowerCase()).filter(Boolean);
    const large = inputs.length > 4 || outputs.length > 2;
    return { name, label: large && shape !== here ? `${shape}: ${labels.join(", ")}` : shape };
  });
}

/** @param {{inputs?: string[], outputs?: string[]}} table */
function inWords({ inputs = [], outputs = [] }) {
  const count = (/** @type {string[]} */ names, /** @type {string} */ what) =>
    `${names.length} ${what}${names.length === 1 ? "" : "s"}`;
  return outputs.length === 1 ? count(inputs, "input") : `${count(inputs, "input")}, ${count(outputs, "output")}`;
}
