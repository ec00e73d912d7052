/** The opening words: what this is, and the question that the page opens with. All figures come from the recording. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped, percent } from "../draw.js";

/** @param {import("../view.js").Parts} parts */
export function opening({ store, draw }) {
  draw(() => {
    const { defaults, run, survey } = store.get().description;
    const [tutorial, larger] = survey;
    /** @param {{seeds: number, solved: number}} survey */
    const share = ({ seeds, solved }) => percent((seeds - solved) / seeds);
    return html`
      <p class="lead">
        The tutorial’s own run: four rows, nine numbers, ten thousand steps downhill, and the network ends up
        <em>stuck</em>. Can you free it?
      </p>
      <p>
        The tutorial is the classic one of a neural network in NumPy, in the nine steps below: import NumPy, initialize,
        sigmoid, forward, loss, backward, update, train, predict. It trains this network on XOR and stops after
        ${grouped(Number(defaults.epochs))} epochs. What it does not say: with its seed, ${defaults.seed}, the loss flattens
        at ${decimal(run.loss, 4)}, and two of the four predictions stay near 0.5. It has reached a plateau, not a solution.
        Of the seeds 0 to ${tutorial.seeds - 1}, ${share(tutorial)} end without all four rows right; with ${larger.hidden}
        hidden neurons, ${share(larger)} do.
      </p>
      <p>
        The Python below is what runs here, in your browser, with NumPy. Change a target, a setting or a weight, press
        Train, and watch what it does.
      </p>
    `;
  });
}
