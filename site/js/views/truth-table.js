/** The truth table: inputs, editable targets, the network's predictions beside them, and a verdict in words. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { readNumber, tableOf } from "../address.js";
import { fixed, grouped } from "../draw.js";
import { isRight, isStuck, sameRun } from "../state.js";
import { field, menu } from "./field.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../view.js").Parts} Parts */

/** @param {Parts} parts */
export function truthTable({ store, actions, draw }) {
  draw(() => {
    const state = store.get();
    const targets = /** @type {number[]} */ (state.choices.targets);
    const inputs = Math.log2(targets.length);
    const names = Array.from({ length: inputs }, (_, index) => `x${index + 1}`);
    return html`
      <header>
        <h2>Truth table</h2>
        ${menu({
          label: "Function",
          shown: false,
          entries: state.description.menus.dataset,
          value: state.choices.dataset,
          take: (name) => chooseFunction(name),
        })}
      </header>
      <table aria-label="Truth table">
        <thead>
          <tr>
            ${names.map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col">target</th>
            <th scope="col">prediction</th>
          </tr>
        </thead>
        <tbody>
          ${targets.map((target, row) => tableRow(state, combination(row, inputs), row, target))}
        </tbody>
      </table>
      <div class="verdict">${verdict(state)}</div>
    `;
  });

  /** @param {State} state @param {string[]} inputs @param {number} row @param {number} target */
  function tableRow(state, inputs, row, target) {
    const limits = state.description.limits.targets;
    const prediction = state.run?.frame.predictions[row];
    return html`
      <tr>
        ${inputs.map((input) => html`<td>${input}</td>`)}
        <td>
          ${field(
            {
              id: `target-${row}`,
              label: `target for ${inputs.join(" ")}`,
              shown: false,
              value: String(target),
              limits,
              read: (typed) => readNumber(typed, limits),
              take: (value) => setTarget(row, value),
            },
            store,
          )}
        </td>
        <td>${answer(inputs, prediction, target)}</td>
      </tr>
    `;
  }

  /** @param {string} name */
  function chooseFunction(name) {
    const { description, choices } = store.get();
    const entry = description.menus.dataset.find((one) => one.name === name);
    actions.choose({ dataset: name, targets: entry?.targets ?? choices.targets }, "The function");
  }

  /** @param {number} row @param {number} value */
  function setTarget(row, value) {
    const { description, choices } = store.get();
    const targets = /** @type {number[]} */ (choices.targets).with(row, value);
    actions.choose({ dataset: tableOf(targets, description), targets }, "A target");
  }

  /** Where the run stands, and, where it is stuck, the ways out. @param {State} state */
  function verdict({ run, choices, training, description }) {
    if (!run) return html`<p class="caption">Press Train to see the predictions.</p>`;
    const targets = /** @type {number[]} */ (choices.targets);
    const wrong = targets.filter((target, row) => !isRight(run.frame.predictions[row], target)).length;
    const rows = wrong ? `${wrong} of ${targets.length} rows wrong` : `all ${targets.length} rows right`;
    const { epoch, loss } = run.frame;
    const say = (/** @type {string} */ words) => html`<p class="caption">${words}</p>`;
    if (training) return say(`Training: ${rows} so far.`);
    if (!Number.isFinite(loss)) return say("The loss is not a finite number: this run has nothing more to say.");
    if (epoch === 0) return say("Not trained yet: these are the answers of the starting weights. Press Train.");
    if (epoch < run.until) return say(`Epoch ${grouped(epoch)}: ${rows}. Train goes on from here.`);
    if (!wrong) return say(`All ${targets.length} rows are right. Change a target and train again.`);
    const still = `${wrong} of ${targets.length} rows still wrong after ${grouped(epoch)} epochs.`;
    if (!isStuck(run)) return say(`${still} Train goes on from here.`);
    const asCounted =
      epoch === description.defaults.epochs &&
      sameRun({ ...choices, seed: description.defaults.seed }, description.defaults);
    return html`
      <p class="caption">
        <strong>Stuck: ${still}</strong>
        ${asCounted ? oneOfMany(description) : nothing} You could try:
      </p>
      <p class="ways">
        <button type="button" @click=${anotherSeed}>Try another seed</button>
        ${
          /** @type {number[]} */ (choices.hidden)[0] >= 4
            ? nothing
            : html`<button type="button" @click=${fourNeurons}>Use four hidden neurons</button>`
        }
      </p>
    `;
  }

  function anotherSeed() {
    const { most = 0 } = store.get().description.limits.seed;
    const seed = Number(store.get().choices.seed);
    actions.choose({ seed: seed < most ? seed + 1 : 0 }, "The seed");
    train();
  }

  function fourNeurons() {
    actions.choose({ hidden: [4] }, "The hidden layer");
    train();
  }

  /** The button that was pressed is about to go; who works by keyboard finds Pause in its place. */
  function train() {
    actions.train();
    /** @type {HTMLElement | null} */ (document.querySelector("#bar .main"))?.focus();
  }
}

/** @param {import("../state.js").Description} description */
function oneOfMany({ survey }) {
  const [{ seeds, solved }] = survey;
  const stuck = ((100 * (seeds - solved)) / seeds).toFixed(1);
  return `With the tutorial’s two hidden neurons, ${stuck} % of the seeds 0 to ${seeds - 1} end on XOR like this.`;
}

/** The inputs of a row, in counting order. @param {number} row @param {number} inputs */
export function combination(row, inputs) {
  return row.toString(2).padStart(inputs, "0").split("");
}

/** @param {string[]} inputs @param {number | undefined} prediction @param {number} target */
function answer(inputs, prediction, target) {
  const name = `prediction for ${inputs.join(" ")}`;
  // Silent while it changes: the progress region speaks for the run.
  if (prediction === undefined) return html`<output aria-label=${name} aria-live="off">–</output>`;
  const right = isRight(prediction, target);
  const length = Number.isFinite(prediction) ? Math.max(0, Math.min(1, prediction)) : 0;
  return html`
    <span class=${right ? "answer" : "wrong answer"}>
      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<rect class="track" width="100" height="10" rx="2" /><rect width=${100 * length} height="10" rx="2" />`}
      </svg>
      <output aria-label=${name} aria-live="off">${fixed(prediction, 3)}</output>
      <span role="img" aria-label=${right ? "right" : "wrong"}>${right ? "✓" : "✗"}</span>
    </span>
  `;
}
