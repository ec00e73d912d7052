/** A parameter of the network as a number that can be dragged in its picture. */

import { isLocked } from "../state/presentation.js";

/** @typedef {import("./diagram.js").Parameter} Parameter */

/** @type {import("../run/dragging.js").Scale} */
const SCALE = { by: "linear", pixels: 1, step: 0.01 };

/**
 * For `draggable` or `dragged`; null where weights are locked. The parameter is set at the epoch that the page shows, and the
 * run goes on from there to its end: at epoch 0 that is the whole run.
 *
 * @param {Parameter} parameter
 * @param {import("../state/state.js").State} state
 * @param {import("../view.js").Parts["actions"]} actions
 * @returns {import("./dragged.js").Draggable | null}
 */
export function weightNumber(parameter, state, { drag }) {
  const { label, value } = parameter;
  if (isLocked(state, "weights")) return null;
  return {
    label,
    value: valueNow(parameter, state) ?? value,
    scale: SCALE,
    drag: { ...drag, start: () => drag.start({ parameter }, `${label} was changed`) },
  };
}

/** What a parameter is dragged to, while it is; null otherwise. @param {Parameter} parameter @param {import("../state/state.js").State} state */
export function valueNow({ label }, { live }) {
  return live?.id === label ? Number(live.value) : null;
}
