/** The truth table: inputs, editable targets, and predictions. Other data has its own view. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { fixed } from "../draw/draw.js";
import { load } from "../lazy.js";
import { idOf, TARGETS } from "../run/dragging.js";
import { CUSTOM, readNumber, tableOf } from "../share/address.js";
import { changesFor } from "../state/changes-by.js";
import { dataOf, inputsOf, shownRows } from "../state/data.js";
import { isDataLocked } from "../state/presentation.js";
import { isRight, isTable } from "../state/state.js";
import { datasetMenu, tablesAlike } from "./dataset-menu.js";
import { field, menu, refusalOf } from "./field.js";

/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../view.js").Parts} Parts */

const LONG = 8; // rows; more scroll in a place of their own
const MANY = 4; // inputs; the columns of more are narrow

/** @param {Parts} parts */
export function truthTable(parts) {
  const { actions, draw, element, redraw } = parts;
  element.setAttribute("aria-label", "Data");
  element.setAttribute("tabindex", "0"); // long data scrolls in its place
  /** Loaded when other data is chosen. @type {(() => unknown) | null} */
  let otherData = null;
  let asked = false;
  /** Loaded when it is unfolded. @type {((state: State, data: Data) => unknown) | null} */
  let shape = null;
  let open = false;

  draw(() => {
    const state = parts.state();
    return isTable(state.choices.dataset, state.description) ? table(state) : other(state);
  });

  /** @param {State} state */
  function other(state) {
    if (!asked) {
      asked = true;
      load("data-view").then(({ createDataView }) => {
        otherData = createDataView(parts);
        redraw();
      });
    }
    return html`
      <header>
        <h2>Data</h2>
        ${datasetMenu(state, actions)}
      </header>
      ${otherData?.() ?? nothing}
    `;
  }

  /** @param {State} state */
  function table(state) {
    const data = /** @type {Data} */ (dataOf(state));
    const { inputs, outputs } = data;
    const rows = shownRows(data);
    const kinds = { rows: true, long: rows > LONG, many: inputs.length > MANY, several: outputs.length > 1 };
    const names = [...inputs, ...(kinds.several ? outputs : ["target", "prediction"])];
    const refused = state.refusal?.field.match(/^target-(\d+)$/)?.[1];
    return html`
      <header>
        <h2>Truth table</h2>
        <div class="menus">
          ${datasetMenu(state, actions)}
          ${menu({
            label: "Function",
            shown: false,
            part: "dataset",
            disabled: isDataLocked(state),
            entries: [...tablesAlike(state), ...state.description.menus.dataset.filter(({ name }) => name === CUSTOM)],
            value: state.choices.dataset,
            take: (name) => chooseFunction(name),
          })}
        </div>
      </header>
      <div
        class=${Object.entries(kinds)
          .flatMap(([kind, is]) => (is ? kind : []))
          .join(" ")}
        tabindex=${kinds.long || kinds.several ? 0 : nothing}
        role=${kinds.long || kinds.several ? "region" : nothing}
        aria-label=${kinds.long || kinds.several ? "Rows of the truth table" : nothing}
      >
        <table aria-label="Truth table">
          <thead>
            ${kinds.several ? above(inputs.length, outputs.length) : nothing}
            <tr>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr>
          </thead>
          <tbody>
            ${Array.from({ length: rows }, (_, row) => tableRow(state, data, row))}
          </tbody>
        </table>
      </div>
      ${refused ? refusalOf(`target-${refused}`, nameOf(data, Number(refused), "target"), state.refusal) : nothing}
      ${more(state, data)}
    `;
  }

  /** @param {State} state @param {Data} data @param {number} row */
  function tableRow(state, data, row) {
    const { outputs, y, held } = data;
    const inputs = inputsOf(data, row);
    const places = outputs.map((_, index) => row * outputs.length + index);
    return html`
      <tr class=${held[row] ? "held" : nothing}>
        ${inputs.map((input, index) => html`<td>${held[row] && index === 0 ? heldOut : nothing}${input}</td>`)}
        ${places.map((at) => {
          const target = targetField(state, at, nameOf(data, at, "target"), y[at]);
          const name = nameOf(data, at, "prediction");
          const prediction = answer(name, state.run?.frame.predictions[at], y[at], outputs.length);
          return outputs.length > 1
            ? html`<td>${target}${prediction}</td>`
            : html`<td>${target}</td><td>${prediction}</td>`;
        })}
      </tr>
    `;
  }

  /** @param {State} state @param {number} at @param {string} label @param {number} target */
  function targetField(state, at, label, target) {
    const limits = state.description.limits.targets;
    const place = { choice: "targets", place: at };
    const value = state.live?.id === idOf(place) ? Number(state.live.value) : target;
    const drag = { ...actions.drag, start: () => actions.drag.start(place, "A target changed") };
    return field(
      {
        id: `target-${at}`,
        label,
        shown: false,
        value: String(value),
        limits,
        number: { label, value, scale: { ...TARGETS, ...limits }, drag },
        read: (typed) => readNumber(typed, limits),
        take: (value) => setTarget(at, value),
        disabled: isDataLocked(state),
        saidElsewhere: true,
      },
      parts,
    );
  }

  /** Controls for advanced readers: held-out rows, and the numbers of inputs and outputs. @param {State} state @param {Data} data */
  function more(state, data) {
    const toggled = (/** @type {Event} */ { target }) => {
      open = /** @type {HTMLDetailsElement} */ (target).open;
      redraw();
      if (!open || shape) return;
      load("table-shape").then(({ createTableShape }) => {
        shape = createTableShape(parts);
        redraw();
      });
    };
    return html`
      <details data-part="held_rows" @toggle=${toggled}>
        <summary>Inputs, outputs and rows</summary>
        ${open ? shape?.(state, data) : nothing}
      </details>
    `;
  }

  /** "Custom" is the last typed table of the same shape, else the current table. @param {string} name */
  function chooseFunction(name) {
    const { choices, description, typed } = parts.state();
    const entry = description.menus.dataset.find((one) => one.name === name);
    const { held_rows, ...changes } = changesFor(entry); // rows of a table of the same shape
    if (name === CUSTOM && typed && sizeOf(typed) === sizeOf(choices)) changes.targets = typed.targets;
    actions.choose(changes, "The function changed");
  }

  /** @param {number} at @param {number} value */
  function setTarget(at, value) {
    const { description, choices } = parts.state();
    const targets = /** @type {number[]} */ (choices.targets).with(at, value);
    actions.choose({ dataset: tableOf(targets, Number(choices.outputs), description), targets }, "A target changed");
  }
}

/** A target or prediction, such as `target for 0 1`. @param {Data} data @param {number} at @param {string} what */
export function nameOf(data, at, what) {
  const { outputs } = data;
  const output = outputs.length === 1 ? "" : ` ${outputs[at % outputs.length]}`;
  return `${what}${output} for ${inputsOf(data, Math.floor(at / outputs.length)).join(" ")}`;
}

/** @param {State["choices"]} choices */
function sizeOf({ targets, outputs }) {
  return `${/** @type {number[]} */ (targets).length} ${outputs}`;
}

/** What stands in the column of each output. @param {number} inputs @param {number} outputs */
const above = (inputs, outputs) => html`
  <tr><td colspan=${inputs}></td><th colspan=${outputs} scope="colgroup">target above prediction</th></tr>
`;

const heldOut = html`<span aria-hidden="true">○ </span><span class="heard">held out: </span>`;

/** @param {string} name @param {number | undefined} prediction @param {number} target @param {number} outputs */
function answer(name, prediction, target, outputs) {
  // Silent during training: the progress region speaks for the run.
  if (prediction === undefined) return html`<output aria-label=${name} aria-live="off">–</output>`;
  const right = isRight(prediction, target);
  const length = Number.isFinite(prediction) ? Math.max(0, Math.min(1, prediction)) : 0;
  const bar = html`
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class="track" width="100" height="10" rx="2" /><rect width=${100 * length} height="10" rx="2" />`}
    </svg>
  `;
  return html`
    <span class=${right ? "answer" : "wrong answer"}>
      ${outputs > 1 ? nothing : bar}
      <output aria-label=${name} aria-live="off">${fixed(prediction, outputs > 2 ? 2 : 3)}</output>
      <span role="img" aria-label=${right ? "right" : "wrong"}>${right ? "✓" : "✗"}</span>
    </span>
  `;
}
