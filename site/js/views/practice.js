/** The fold with the exercises, which are fetched when it is first opened. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { load } from "../lazy.js";

/** @param {import("../view.js").Parts} parts */
export function practice(parts) {
  /** @type {(() => unknown) | null} */
  let shown = null;
  let words = "";
  let asked = false;

  async function fetchOnce() {
    if (asked) return;
    asked = true;
    words = "The exercises are loading.";
    const { exercises } = await load("exercises");
    shown = await exercises(parts);
    words = "";
    parts.redraw();
  }

  parts.draw(
    () => html`
      <details
        class="practice"
        @toggle=${(/** @type {Event} */ { target, currentTarget }) => {
          if (target === currentTarget && /** @type {HTMLDetailsElement} */ (target).open) fetchOnce();
        }}
      >
        <summary>
          <h2>Exercises</h2>
          <span class="aside">predict, mend, and free the network</span>
        </summary>
        <p role="status" aria-label="Exercises">${words}</p>
        ${shown?.()}
      </details>
    `,
  );
}
