/** The opening words: what this is and, below the stage, what is known of the run that the page opens with. All figures come from the recording. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped, percent } from "../draw/draw.js";
import { load } from "../lazy.js";
import { dataOf, rightRows } from "../state/data.js";
import { isFinished } from "../state/state.js";

/** @param {import("../view.js").Parts} parts */
export function opening({ state, draw }) {
  draw(
    () => html`
      <p class="lead">
        Four rows, nine numbers, ten thousand steps downhill, and the tutorial’s network ends up <em>stuck</em>. This is its
        program. It runs here, as you read it. ${isFreed(state()) ? "Now it is free: all four rows are right." : "Drag a number in it, and free it."}
      </p>
    `,
  );
}

/** Whether the reader's run of the tutorial's table has come to its end with all rows right. @param {import("../state/state.js").State} state */
function isFreed(state) {
  const { run, description } = state;
  const data = dataOf(state);
  if (!run || !data || !isFinished(state) || String(data.y) !== String(description.defaults.targets)) return false;
  return rightRows(data, run.frame.predictions) === data.rows;
}

/** The numbers to begin with, as the program names them. */
const NUMBERS = [
  { name: "learning_rate", choice: "rate" },
  { name: "hidden_size", choice: "hidden" },
  { name: "seed", choice: "seed" },
  { name: "epochs", choice: "epochs" },
];

/** @param {import("../view.js").Parts} parts */
export function facts(parts) {
  const { state, actions, draw, redraw } = parts;
  /** Fetched once the page is alive. @type {import("./listing.js").Live | null} */
  let liveNumber = null;
  requestAnimationFrame(() =>
    setTimeout(async () => {
      liveNumber = (await load("live-text")).createLiveText(parts, redraw);
      redraw();
    }),
  );

  draw(() => {
    const { description, choices } = state();
    const { defaults, run, survey } = description;
    const [tutorial, larger] = survey;
    /** The share that fails; a click runs the same seeds again. @param {{hidden: number, seeds: number, solved: number}} survey */
    const share = ({ hidden, seeds, solved }) => html`<button
        type="button"
        class="linked"
        title=${`Run these ${grouped(seeds)} seeds again`}
        @click=${() => actions.runSeeds({ ...defaults, hidden: [hidden] }, seeds)}
      >${percent((seeds - solved) / seeds)}</button>`;
    return html`
      <p class="numbers">${NUMBERS.map((one) => number(one, choices))}</p>
      <p>
        Drag an underlined number to the left or right. The whole run is trained anew meanwhile, and every picture shows where
        it ends. Escape takes it back, and so does Undo.
      </p>
      <p>
        The tutorial trains a network on XOR for ${grouped(Number(defaults.epochs))} epochs. With its seed, ${defaults.seed},
        the loss flattens at ${decimal(run.loss, 4)}, and two of the four predictions stay near 0.5. That is a plateau, not a
        solution. ${share(tutorial)} of the seeds 0 to ${tutorial.seeds - 1} fail, too; with ${larger.hidden} hidden neurons,
        ${share(larger)} do.
      </p>
      <p>
        These numbers stand in the program below, too. Names that are underlined there are menus: point at an entry to see
        its outcome. Each weight can be dragged, and any line of the code can be changed.
      </p>
    `;
  });

  /** @param {{name: string, choice: string}} one @param {import("../state/state.js").Choices} choices */
  function number({ name, choice }, choices) {
    const chosen = [choices[choice]].flat();
    if (chosen.length !== 1) return nothing; // several hidden layers, or none
    const text = String(chosen[0]);
    return html`<code data-part=${choice}>${name} = ${liveNumber?.({ choice, place: 0 }, text) ?? text}</code> `;
  }
}
