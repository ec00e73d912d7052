/** Suggests better settings for the data, with a reason and a button. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { grouped } from "../draw.js";
import { anyLocked } from "../presentation.js";

/** @typedef {import("../state.js").Choices} Choices */
/** @typedef {import("../state.js").Data} Data */

/** @param {import("../state.js").State} state @param {Data} data @param {import("../player.js").Actions} actions */
export function suggestion(state, data, actions) {
  const better = betterFor(data, state.choices, state.description);
  if (!better || state.training || anyLocked(state, better.changes)) return nothing;
  return html`
    <p class="caption">${better.why}</p>
    <p class="ways">
      <button type="button" @click=${() => actions.choose(better.changes, `${better.what} changed`)}>${better.label}</button>
    </p>
  `;
}

const MANY_ROWS = 50;

/**
 * A better choice for the data, with a reason; null if the settings fit.
 *
 * @param {Data} data
 * @param {Choices} choices
 * @param {import("../state.js").Description} description
 * @returns {{why: string, label: string, what: string, changes: Choices} | null}
 */
function betterFor({ rows, held_rows, classes, target_range }, choices, { menus }) {
  const offered = (/** @type {string} */ menu, /** @type {string} */ name) =>
    menus[menu].some((entry) => entry.name === name);
  if (rows - held_rows > MANY_ROWS && choices.reduction === "sum") {
    return {
      why: `The gradients of ${grouped(rows - held_rows)} rows are summed, so a step at learning rate ${choices.rate} is large.`,
      label: "Use the mean, 8, 8 neurons with tanh, and momentum",
      what: "The settings",
      changes: { reduction: "mean", hidden: [8, 8], activation: "tanh", initializer: "xavier", optimizer: "momentum" },
    };
  }
  if (classes.length > 2 && offered("output", "softmax") && choices.output !== "softmax") {
    /** @type {Choices} */
    const entropy = offered("loss", "categorical_cross_entropy") ? { loss: "categorical_cross_entropy" } : {};
    return {
      why: "For more than two classes, softmax gives each class a probability.",
      label: "Use softmax",
      what: "The output activation",
      changes: { output: "softmax", ...entropy },
    };
  }
  if (!classes.length && target_range[0] !== 0 && offered("output", "linear") && choices.output === "sigmoid") {
    return {
      why: "The target is a number without bounds; a linear output can go beyond 0 and 1.",
      label: "Use a linear output",
      what: "The output activation",
      changes: { output: "linear" },
    };
  }
  return null;
}
