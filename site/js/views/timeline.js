/** The slider over the epochs, and a field to type one: show every picture as it was then. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped } from "../draw/draw.js";
import { readNumber } from "../share/address.js";
import { anyKept } from "../state/timeline.js";
import { field } from "./field.js";

/** @typedef {import("../state/state.js").State} State */

export const EPOCH = "epoch"; // the field's id
const FAR = 10; // presses of PageUp from end to end

/**
 * @param {State} state
 * @param {import("../view.js").Parts["actions"]} actions
 * @param {boolean} unavailable
 */
export function timeline({ run, sought }, actions, unavailable) {
  const epoch = sought ?? run?.frame.epoch ?? 0;

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    if (!run) return;
    const last = run.live.epoch;
    const far = Math.ceil(last / FAR);
    /** @type {Record<string, number>} */
    const moves = {
      ArrowLeft: epoch - 1,
      ArrowDown: epoch - 1,
      ArrowRight: epoch + 1,
      ArrowUp: epoch + 1,
      PageDown: epoch - far,
      PageUp: epoch + far,
      Home: 0,
      End: last,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    actions.lookAt(Math.max(0, Math.min(last, moves[event.key])));
  }

  const loss = run && sought === null ? `, loss ${decimal(run.frame.loss, 4)}` : "";
  return html`
    <input
      type="range"
      class="timeline"
      data-part="timeline"
      aria-label="Timeline"
      aria-valuetext=${`epoch ${grouped(epoch)}${loss}`}
      min="0"
      step="1"
      .max=${String(Math.max(run?.live.epoch ?? 0, 1))}
      .value=${String(epoch)}
      ?disabled=${unavailable || !run?.live.epoch || !anyKept(run)}
      @keydown=${keyed}
      @input=${(/** @type {Event} */ event) => actions.lookAt(Number(/** @type {HTMLInputElement} */ (event.target).value))}
    />
  `;
}

/**
 * @param {State} state
 * @param {Pick<import("../view.js").Parts, "state" | "actions">} parts
 * @param {boolean} unavailable
 */
export function epochField({ run, sought }, parts, unavailable) {
  const last = run?.live.epoch ?? 0;
  const limits = { least: 0, most: last, whole: true };
  return html`<div data-part="timeline">
    ${field(
      {
        id: EPOCH,
        label: "Epoch",
        value: String(sought ?? run?.frame.epoch ?? 0),
        limits,
        read: (typed) => readNumber(typed, limits),
        take: (epoch) => parts.actions.lookAt(epoch),
        disabled: unavailable || !last || !run || !anyKept(run),
        saidElsewhere: true,
      },
      parts,
    )}
  </div>`;
}
