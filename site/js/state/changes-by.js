/** What changes in the choices where one number or name of the program is another one, or the dataset. */

import { activationsOf } from "../program/article.js";
import { tableOf } from "../share/address.js";

/** @typedef {import("../python/answers.js").Choices} Choices */

/**
 * The choices with another value.
 *
 * @param {{choice: string, place: number}} target
 * @param {number | string} value
 * @param {Choices} choices
 * @param {import("../python/answers.js").Description} description
 * @returns {Choices} The changed ones.
 */
export function changesBy({ choice, place }, value, choices, description) {
  if (choice === "activation") {
    const layers = activationsOf(choices).slice(0, -1).with(place, String(value));
    return { activation: new Set(layers).size > 1 ? layers : layers[0] };
  }
  if (choice === "dataset") {
    const { held_rows, ...table } = changesFor(description.menus.dataset.find(({ name }) => name === value));
    return table; // of the same shape: its rows stay held out
  }
  const now = choices[choice];
  const after = Array.isArray(now) ? /** @type {number[]} */ (now).with(place, Number(value)) : value;
  if (choice !== "targets") return { [choice]: after };
  const targets = /** @type {number[]} */ (after);
  return { dataset: tableOf(targets, Number(choices.outputs), description), targets };
}

/** The choices that come with a dataset. @param {import("../python/answers.js").MenuEntry | undefined} entry @returns {import("./state.js").Choices} */
export function changesFor(entry) {
  if (!entry) return {};
  if (!entry.targets) return { dataset: entry.name };
  return { dataset: entry.name, targets: entry.targets, outputs: entry.outputs?.length ?? 1, held_rows: [] };
}
