/** The fold "Step through one epoch". Its code and numbers are fetched when it is first opened. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { load } from "../lazy.js";

/** @typedef {{look: () => unknown, drawn: () => void, closed: () => void}} Inside */

/** @param {import("../view.js").Parts} parts */
export function inside({ state, actions, draw, element, redraw }) {
  /** @type {Inside | null} */
  let loaded = null;
  let open = false;

  draw(
    () => html`
      <details class="inside" @toggle=${toggled}>
        <summary>
          <h2>Step through one epoch</h2>
          <span class="aside">line by line, with every number</span>
        </summary>
        ${open && loaded ? loaded.look() : nothing}
      </details>
    `,
    () => {
      if (open) loaded?.drawn();
    },
  );

  /** @param {Event} event */
  async function toggled({ target, currentTarget }) {
    if (target !== currentTarget) return; // a nested fold
    open = /** @type {HTMLDetailsElement} */ (currentTarget).open;
    if (!open) loaded?.closed();
    else {
      const [{ stepping }, step] = await Promise.all([load("stepping"), actions.stepping()]);
      loaded ??= stepping({ state, actions, redraw, element }, step);
    }
    redraw();
  }
}
