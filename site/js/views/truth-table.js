/** The truth table: inputs, editable targets, and predictions. Other data has its own view. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { fixed } from "../draw/draw.js";
import { load } from "../lazy.js";
import { idOf, TARGETS } from "../run/dragging.js";
import { CUSTOM, readNumber, tableOf } from "../share/address.js";
import { changesFor } from "../state/changes-by.js";
import { dataOf, inputsOf, shownRows } from "../state/data.js";
import { isDataLocked, isLocked } from "../state/presentation.js";
import { isRight, isTable } from "../state/state.js";
import { datasetMenu, tablesAlike } from "./dataset-menu.js";
import { field, menu, refusalOf } from "./field.js";

/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../view.js").Parts} Parts */

/** @param {Parts} parts */
export function truthTable(parts) {
  const { actions, draw, element, redraw } = parts;
  element.setAttribute("aria-label", "Data");
  element.setAttribute("tabindex", "0"); // long data scrolls in its place
  /** Loaded when other data is chosen. @type {(() => unknown) | null} */
  let otherData = null;
  let asked = false;

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
    const several = outputs.length > 1;
    const refused = state.refusal?.field.match(/^target-(\d+)$/)?.[1];
    const named = (/** @type {string} */ what, /** @type {string} */ output) =>
      outputs.length === 1 ? what : `${what} ${output}`;
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
        class=${several ? "scroll several" : nothing}
        tabindex=${several ? 0 : nothing}
        role=${several ? "region" : nothing}
        aria-label=${several ? "Rows of the truth table" : nothing}
      >
        <table aria-label="Truth table">
          <thead>
            <tr>
              ${inputs.map((name) => html`<th scope="col">${name}</th>`)}
              ${outputs.map((output) => html`<th scope="col">${named("target", output)}</th>`)}
              ${outputs.map((output) => html`<th scope="col">${named("prediction", output)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${Array.from({ length: shownRows(data) }, (_, row) => tableRow(state, data, row))}
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
        ${places.map((at) => html`<td>${targetField(state, at, nameOf(data, at, "target"), y[at])}</td>`)}
        ${places.map((at) => {
          const name = nameOf(data, at, "prediction");
          return html`<td>${answer(name, state.run?.frame.predictions[at], y[at], outputs.length === 1)}</td>`;
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

  /** Controls for advanced readers: held-out rows and more outputs. @param {State} state @param {Data} data */
  function more(state, data) {
    const { rows, held, held_rows } = data;
    const limits = state.description.limits.outputs;
    return html`
      <details data-part="held_rows">
        <summary>Rows and outputs</summary>
        <p class="caption">The network still predicts a held-out row: has it found the rule?</p>
        <div class="checks">
          ${Array.from({ length: rows }, (_, row) => {
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
          })}
        </div>
        ${field(
          {
            id: "choice-outputs",
            label: "Outputs",
            value: String(state.choices.outputs),
            limits,
            read: (typed) => readNumber(typed, limits),
            take: (count) => setOutputs(count),
            disabled: isDataLocked(state) || isLocked(state, "outputs"),
          },
          parts,
        )}
      </details>
    `;
  }

  /** @param {number} row @param {boolean} out */
  function holdOut(row, out) {
    const others = /** @type {number[]} */ (parts.state().choices.held_rows).filter((other) => other !== row);
    const held_rows = out ? [...others, row].sort((one, other) => one - other) : others;
    actions.choose({ held_rows }, "The rows to train on changed");
  }

  /** The same rows with more or fewer outputs; new targets are 0. @param {number} count */
  function setOutputs(count) {
    const { choices, description } = parts.state();
    const before = Number(choices.outputs);
    if (count === before) return;
    const y = /** @type {number[]} */ (choices.targets);
    const rows = Array.from({ length: y.length / before }, (_, row) => y.slice(row * before, (row + 1) * before));
    const targets = rows.flatMap((row) => Array.from({ length: count }, (_, output) => row[output] ?? 0));
    actions.choose({ dataset: tableOf(targets, count, description), targets, outputs: count }, "The outputs changed");
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

const heldOut = html`<span aria-hidden="true">○ </span><span class="heard">held out: </span>`;

/** @param {string} name @param {number | undefined} prediction @param {number} target @param {boolean} wide Whether there is room for a bar. */
function answer(name, prediction, target, wide) {
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
      ${wide ? bar : nothing}
      <output aria-label=${name} aria-live="off">${fixed(prediction, 3)}</output>
      <span role="img" aria-label=${right ? "right" : "wrong"}>${right ? "✓" : "✗"}</span>
    </span>
  `;
}
