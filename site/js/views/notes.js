/** Dismissible notes, such as unknown keys in an address. */

import { html } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../view.js").Parts} parts */
export function notes({ state, actions, draw }) {
  draw(() =>
    state().notes.map(
      (note) => html`
        <div class="note" role="status">
          <p>${note}</p>
          <button
            type="button"
            aria-label="Dismiss this note"
            @click=${() => actions.dismiss(note)}
          >
            ×
          </button>
        </div>
      `,
    ),
  );
}
