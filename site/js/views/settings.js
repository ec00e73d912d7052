/** The settings: every choice except the data, with menus from Python's tables. Folded: the program has the numbers that are changed most. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { hiddenInWords, readChoice } from "../share/address.js";
import { adviceOn } from "../state/advice.js";
import { namesOf } from "../state/data.js";
import { isLocked } from "../state/presentation.js";
import { field, menu } from "./field.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../view.js").Parts} Parts */

/** @typedef {{name: string, label: string, what?: string}} Setting The name is the address's; `what` for a sentence. */

// In the order in which beginners change them.
/** @type {Setting[]} */
const FIELDS = [
  { name: "hidden", label: "Hidden layers", what: "The hidden layers" },
  { name: "rate", label: "Learning rate", what: "The learning rate" },
  { name: "epochs", label: "Epochs", what: "The number of epochs" },
  { name: "seed", label: "Seed", what: "The seed" },
];
/** @type {Setting[]} */
const MENUS = [
  { name: "output", label: "Output activation" },
  { name: "loss", label: "Loss" },
  { name: "optimizer", label: "Optimizer" },
  { name: "initializer", label: "Initializer" },
  { name: "reduction", label: "Gradient" },
];
/** @type {Setting[]} */
const MORE_FIELDS = [
  { name: "scale", label: "Scale of the initial weights", what: "The scale of the initial weights" },
  { name: "batch", label: "Batch size", what: "The batch size" },
  { name: "l1", label: "L1" },
  { name: "l2", label: "L2" },
  { name: "dropout", label: "Dropout" },
  { name: "clip", label: "Clipping" },
];
/** @type {Setting[]} */
const MORE_MENUS = [{ name: "schedule", label: "Schedule" }];

/** @type {Setting[]} */
const ELSEWHERE = [
  { name: "activation", label: "Activation" },
  { name: "dataset", label: "Function" },
  { name: "data_seed", label: "Data seed", what: "The seed of the data" },
];

/** What the page calls each choice, by the names of the choices. @type {Record<string, {label: string, what: string}>} */
export const NAMES = Object.fromEntries(
  [...FIELDS, ...MENUS, ...MORE_FIELDS, ...MORE_MENUS, ...ELSEWHERE].map(({ name, label, what = label }) => [
    name,
    { label, what },
  ]),
);

const ONE_FOR_EACH = { name: "one_for_each", label: "One for each layer" };

/** @param {Parts} parts */
export function settings(parts) {
  const { actions, draw } = parts;
  draw(() => {
    const state = parts.state();
    const { choices } = state;
    const { inputs, outputs } = namesOf(state);
    const layers = [inputs.length, .../** @type {number[]} */ (choices.hidden), outputs.length].join(" → ");
    return html`
      <details class="settings">
        <summary>
          <h2>Settings</h2>
          <span class="aside">layers ${layers}, learning rate ${choices.rate}, seed ${choices.seed}</span>
        </summary>
        <div class="fields">${FIELDS.map(fieldOf)} ${activation(state)} ${MENUS.map(menuOf)}</div>
        <p class="advice" role="status" aria-label="Advice">${adviceOn(state)}</p>
        <p class="caption">
          Hidden layers: one number for each layer, such as 2, or 8, 8; 0 for none. A changed learning rate, gradient or
          target changes the current run; after its end, it starts a new one. Another number of epochs goes on with the run.
          Any other choice here starts a new run at once. Train stops at the number of epochs; press it again for as many more.
        </p>
        <details class="more">
          <summary>More settings<span class="aside">${changed(state)}</span></summary>
          <div class="fields">${MORE_FIELDS.map(fieldOf)} ${MORE_MENUS.map(menuOf)}</div>
          <p class="caption">
            Scale: all initial weights are multiplied by it, which starts a new run. Batch size: how many rows make one step, in a new order each epoch; 0 takes all rows at once. L1 and L2 pull the
            weights towards 0; try 0.001. Dropout: the share of hidden neurons that each step leaves out; try 0.2. The loss
            curve then shows the loss with dropout. Clipping: the maximum length of the gradient; 0 for none. The schedule
            lowers the learning rate during the run. All but the scale change the current run.
          </p>
        </details>
      </details>
    `;
  });
  /** @param {Setting} setting */
  function fieldOf({ name, label, what = label }) {
    const state = parts.state();
    const { choices, description } = state;
    const value = choices[name];
    return html`<div data-part=${name}>
      ${field(
        {
          id: `choice-${name}`,
          label,
          value: name === "hidden" ? hiddenInWords(value, ", ") : String(value),
          limits: Array.isArray(value) ? undefined : description.limits[name],
          read: (typed) => readChoice(name, typed, description),
          take: (good) => actions.choose(fitted({ [name]: good }), `${what} changed`),
          disabled: isLocked(state, name),
        },
        parts,
      )}
    </div>`;
  }

  /** @param {Setting} setting */
  function menuOf({ name, label }) {
    const state = parts.state();
    const { choices, description } = state;
    return menu({
      label,
      part: name,
      disabled: isLocked(state, name),
      entries: description.menus[name],
      value: choices[name],
      take: (chosen) => actions.choose({ [name]: chosen }, `“${label}” changed`),
    });
  }

  /** One menu for all hidden layers or, on request, one for each. @param {State} state */
  function activation(state) {
    const { choices, description } = state;
    const { activation: chosen } = choices;
    const names = ofEachLayer(choices);
    const kind = { part: "activation", disabled: isLocked(state, "activation") || names.length === 0 };
    const entries = description.menus.activation;
    return html`
      ${menu({
        ...kind,
        label: "Activation",
        entries: names.length > 1 ? [...entries, ONE_FOR_EACH] : entries,
        value: Array.isArray(chosen) ? ONE_FOR_EACH.name : chosen,
        take: (name) =>
          actions.choose({ activation: name === ONE_FOR_EACH.name ? names : name }, "“Activation” changed"),
      })}
      ${
        Array.isArray(chosen)
          ? names.map((one, layer) =>
              menu({
                ...kind,
                label: `Activation of hidden layer ${layer + 1}`,
                entries,
                value: one,
                take: (name) => {
                  const now = ofEachLayer(parts.state().choices); // the choice may have changed since this was drawn
                  actions.choose({ activation: now.with(layer, name) }, "“Activation” changed");
                },
              }),
            )
          : nothing
      }
    `;
  }

  /** The activation of each hidden layer. @param {Choices} choices */
  function ofEachLayer({ activation: chosen, hidden }) {
    const layers = /** @type {number[]} */ (hidden).length;
    return Array.isArray(chosen) ? chosen.map(String) : Array(layers).fill(String(chosen));
  }

  /** Adapts the list of activations to a new number of hidden layers. @param {Choices} changes @returns {Choices} */
  function fitted(changes) {
    const { activation: names } = parts.state().choices;
    if (!changes.hidden || !Array.isArray(names)) return changes;
    const { length } = /** @type {number[]} */ (changes.hidden);
    const fitting = Array.from({ length }, (_, layer) => String(names[layer] ?? names[names.length - 1]));
    return { ...changes, activation: length > 1 ? fitting : (fitting[0] ?? String(names[0])) };
  }
}

/** Lists the folded settings that differ from the tutorial's, so none works unseen. @param {State} state */
function changed({ choices, description: { defaults, menus } }) {
  return [...MORE_FIELDS, ...MORE_MENUS]
    .filter(({ name }) => choices[name] !== defaults[name])
    .map(({ name, label }) => {
      const chosen = menus[name]?.find((entry) => entry.name === choices[name])?.label ?? choices[name];
      return `${label}: ${chosen}`;
    })
    .join(", ");
}
