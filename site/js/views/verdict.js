/** Where a run on a truth table stands, in words, and, where it is stuck, the ways out. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { dataOf, rightRows } from "../data.js";
import { grouped } from "../draw.js";
import { isStuck, sameRun } from "../state.js";

/** @param {import("../view.js").Parts} parts */
export function createVerdict({ store, actions }) {
  return function verdict() {
    const state = store.get();
    const { run, choices, training, description } = state;
    const data = dataOf(state);
    if (!run || !data) return html`<p class="caption">Press Train to see the predictions.</p>`;
    const wrong = data.rows - rightRows(data, run.frame.predictions);
    const rows = wrong ? `${wrong} of ${data.rows} rows wrong` : `all ${data.rows} rows right`;
    const { epoch, loss } = run.frame;
    const say = (/** @type {string} */ words) => html`<p class="caption">${words}</p>`;
    if (training) return say(`Training: ${rows} so far.`);
    if (!Number.isFinite(loss)) return say("The loss is not a finite number: this run has nothing more to say.");
    if (epoch === 0) return say("Not trained yet: these are the answers of the starting weights. Press Train.");
    if (epoch < run.until) return say(`Epoch ${grouped(epoch)}: ${rows}. Train goes on from here.`);
    if (!wrong) return say(`All ${data.rows} rows are right. Change a target and train again.`);
    const still = `${wrong} of ${data.rows} rows still wrong after ${grouped(epoch)} epochs.`;
    if (data.held_rows > 0)
      return say(`${still} A row that is held out is never shown to the network: it can only guess.`);
    if (!isStuck(run)) return say(`${still} Train goes on from here.`);
    const asCounted =
      epoch === description.defaults.epochs &&
      sameRun({ ...choices, seed: description.defaults.seed }, description.defaults, description);
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
  };

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
