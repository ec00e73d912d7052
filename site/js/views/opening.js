/** The opening words: what this is and, below the stage, what is known of the run that the page opens with. All figures come from the recording. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped, percent } from "../draw.js";

/** @param {import("../view.js").Parts} parts */
export function opening({ draw }) {
  draw(
    () => html`
      <p class="lead">
        Four rows, nine numbers, ten thousand steps downhill, and the network ends up <em>stuck</em>. This is the tutorial’s
        program. It runs here, as you read it. Can you free it?
      </p>
    `,
  );
}

/** @param {import("../view.js").Parts} parts */
export function facts({ store, draw }) {
  draw(() => {
    const { defaults, run, survey } = store.get().description;
    const [tutorial, larger] = survey;
    /** @param {{seeds: number, solved: number}} survey */
    const share = ({ seeds, solved }) => percent((seeds - solved) / seeds);
    return html`
      <p>
        The tutorial trains a network on XOR for ${grouped(Number(defaults.epochs))} epochs. With its seed, ${defaults.seed},
        the loss flattens at ${decimal(run.loss, 4)}, and two of the four predictions stay near 0.5. That is a plateau, not a
        solution. ${share(tutorial)} of the seeds 0 to ${tutorial.seeds - 1} fail, too; with ${larger.hidden} hidden neurons,
        ${share(larger)} do.
      </p>
      <p>Change a target, a setting, a weight or the code, and press Train.</p>
    `;
  });
}
