/** Dismissible notes, such as unknown keys in an address. */

import { html } from "../../vendor/lit-html/lit-html.js";

/** @param {import("../view.js").Parts} parts */
export function notes({ store, draw }) {
  draw(() =>
    store.get().notes.map(
      (note) => html`
        <div class="note" role="status">
          <p>${note}</p>
          <button
            type="button"
            aria-label="Dismiss this note"
            @click=${() => store.change((state) => ({ notes: state.notes.filter((other) => other !== note) }))}
          >
            ×
          </button>
        </div>
      `,
    ),
  );
}
