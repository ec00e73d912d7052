/** Says when something appears that Python computes. */

import { isHidden, startOf } from "../state/presentation.js";

/** @param {string} what Such as `the weights`. @param {import("../state/state.js").State} state */
export function appears(what, state) {
  const asleep = state.engine === "recorded" && startOf(state.presentation) === "click";
  if (asleep && !isHidden(state, "train")) return `Press Train to see ${what}.`;
  return `${what[0].toUpperCase()}${what.slice(1)} appear when Python is ready.`;
}
