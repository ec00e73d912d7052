/** The fold with the exercises, which are fetched when it is first opened. */

import { html } from "../../vendor/lit-html/lit-html.js";

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
    try {
      const { exercises } = await import("./exercises.js");
      shown = await exercises(parts);
      words = "";
    } catch (error) {
      asked = false;
      words = `The exercises could not be loaded. ${/** @type {Error} */ (error).message} Close and open to try again.`;
    }
    parts.store.change({});
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
