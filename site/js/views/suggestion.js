/** What to choose where the settings do not fit the data: with a reason, and buttons that do it. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { grouped } from "../draw/draw.js";
import { OWN } from "../state/data.js";
import { anyLocked, isDataLocked } from "../state/presentation.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").Data} Data */

/** @param {import("../state/state.js").State} state @param {Data} data @param {import("../actions.js").Actions} actions */
export function suggestion(state, data, actions) {
  const missed = outOfReach(state, data);
  if (missed && !state.training) return warning(state, missed, actions);
  const better = betterFor(data, state.choices, state.description);
  if (!better || state.training || anyLocked(state, better.changes)) return nothing;
  return html`
    <p class="caption">
      ${better.why}
      <button class="plain" type="button" @click=${() => actions.choose(better.changes, `${better.what} changed`)}>${better.label}</button>
    </p>
  `;
}

/**
 * Targets that the output activation cannot reach, in words; empty where it reaches all.
 *
 * @param {import("../state/state.js").State} state
 * @param {Data} data
 */
function outOfReach({ choices, description }, { target_limits: [low, high] }) {
  const output = description.menus.output.find(({ name }) => name === choices.output);
  const [least, most] = output?.reach ?? [null, null];
  const missed = choices.dataset === OWN && ((least !== null && low < least) || (most !== null && high > most));
  if (!output || !missed) return "";
  const reach = most === null ? `${least} and more` : `${least} to ${most}`;
  return `The targets go from ${short(low)} to ${short(high)}; ${output.label.toLowerCase()} outputs reach ${reach} only.`;
}

/** The warning with what mends it. @param {import("../state/state.js").State} state @param {string} words @param {import("../actions.js").Actions} actions */
function warning(state, words, actions) {
  const { choices, own, description } = state;
  const loss = description.menus.loss.find(({ name }) => name === choices.loss);
  const linear = { output: "linear", ...(!loss?.of_numbers && { loss: "mean_squared_error" }) };
  const scale = () =>
    actions.useOwn(
      { text: own.text, file: own.file, reading: { ...own.reading, scale_targets: true } },
      "The scale of the target changed",
    );
  return html`
    <p class="refused" role="note" aria-label="Targets out of reach">${words} The network cannot learn them.</p>
    <p class="ways">
      ${
        anyLocked(state, linear)
          ? nothing
          : html`<button type="button" @click=${() => actions.choose(linear, "The output activation changed")}>Use a linear output</button>`
      }
      ${isDataLocked(state) ? nothing : html`<button type="button" @click=${scale}>Scale the target to 0 to 1</button>`}
    </p>
  `;
}

/** @param {number} value */
function short(value) {
  return String(Number(value.toPrecision(4)));
}

const MANY_ROWS = 50;

/**
 * A better choice for the data, with a reason; null if the settings fit.
 *
 * @param {Data} data
 * @param {Choices} choices
 * @param {import("../state/state.js").Description} description
 * @returns {{why: string, label: string, what: string, changes: Choices} | null}
 */
function betterFor({ rows, held_rows, classes, target_ranges }, choices, { menus }) {
  const offered = (/** @type {string} */ menu, /** @type {string} */ name) =>
    menus[menu].some((entry) => entry.name === name);
  if (rows - held_rows > MANY_ROWS && choices.reduction === "sum") {
    const summed = grouped(rows - held_rows);
    return {
      why: `The gradients of ${summed} rows are summed: a step is ${summed} times that of their mean.`,
      label: "Use the mean, two layers of 8 with tanh, and momentum",
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
  if (!classes.length && target_ranges[0][0] !== 0 && offered("output", "linear") && choices.output === "sigmoid") {
    return {
      why: "The target is a number without bounds; a linear output can go beyond 0 and 1.",
      label: "Use a linear output",
      what: "The output activation",
      changes: { output: "linear" },
    };
  }
  return null;
}
