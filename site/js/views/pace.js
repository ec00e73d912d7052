/** The slider of how fast a run is played. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { AT_ONCE, paceInWords } from "../run/pace.js";

/** @param {import("../state/state.js").State} state @param {import("../view.js").Parts["actions"]} actions */
export function pace({ pace }, actions) {
  const words = paceInWords(pace);
  return html`
    <label class="pace" data-part="pace" title=${`From one epoch a second to at once. Now: ${words}.`}>
      Pace
      <input
        type="range"
        aria-valuetext=${words}
        min="0"
        step="1"
        max=${AT_ONCE}
        .value=${String(pace)}
        @input=${(/** @type {Event} */ event) => actions.playAt(Number(/** @type {HTMLInputElement} */ (event.target).value))}
      />
    </label>
  `;
}
