/** The settings: every choice beside the data, menus built from Python's tables. Folded on a narrow screen. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { readChoice } from "../address.js";
import { field, menu } from "./field.js";

/** @typedef {import("../view.js").Parts} Parts */

// What a beginner changes first comes first; the names are those of the address.
const FIELDS = [
  { name: "hidden", label: "Hidden layers", what: "The hidden layers" },
  { name: "rate", label: "Learning rate", what: "The learning rate" },
  { name: "epochs", label: "Epochs", what: "The number of epochs" },
  { name: "seed", label: "Seed", what: "The seed" },
];
const MENUS = [
  { name: "activation", label: "Activation" },
  { name: "output", label: "Output activation" },
  { name: "loss", label: "Loss" },
  { name: "optimizer", label: "Optimizer" },
  { name: "initializer", label: "Initializer" },
  { name: "reduction", label: "Gradient" },
];

/** @param {Parts} parts */
export function settings({ store, actions, draw, element }) {
  draw(() => {
    const { choices, description } = store.get();
    const inputs = Math.log2(/** @type {number[]} */ (choices.targets).length);
    const layers = [inputs, .../** @type {number[]} */ (choices.hidden), 1].join(" → ");
    return html`
      <details class="settings">
        <summary>
          <h2>Settings</h2>
          <span class="aside">layers ${layers}, learning rate ${choices.rate}, seed ${choices.seed}</span>
        </summary>
        <div class="fields">
          ${FIELDS.map(({ name, label, what }) => {
            const value = choices[name];
            return html`<div>
              ${field(
                {
                  id: `choice-${name}`,
                  label,
                  value: Array.isArray(value) ? value.join(", ") : String(value),
                  limits: Array.isArray(value) ? undefined : description.limits[name],
                  read: (typed) => readChoice(name, typed, description),
                  take: (good) => actions.choose({ [name]: good }, what),
                },
                store,
              )}
            </div>`;
          })}
          ${MENUS.map(({ name, label }) =>
            menu({
              label,
              entries: description.menus[name],
              value: choices[name],
              take: (chosen) => actions.choose({ [name]: chosen }, `“${label}”`),
            }),
          )}
        </div>
        <p class="caption">
          Hidden layers: one number for each layer, such as 2, or 8, 8. A changed learning rate,
          gradient or target takes effect in the run that is going on, and starts a new one after its end; what else is
          chosen here starts a new one at once. Epochs say when Train stops.
        </p>
      </details>
    `;
  });
  const details = /** @type {HTMLDetailsElement} */ (element.querySelector("details"));
  details.open = window.matchMedia("(min-width: 48rem)").matches;
}
