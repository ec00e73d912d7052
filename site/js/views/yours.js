/** Whose code the pictures come from, as long as it is not the package's alone. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { ownFunctions } from "../state.js";

/** @param {import("../view.js").Parts} parts */
export function yours({ store, draw }) {
  draw(() => {
    const names = ownFunctions(store.get());
    return html`<div role="status" aria-label="Whose code">
      ${
        names.length
          ? html`<p class="yours">
              These pictures come from your version of <strong>${inWords(names)}</strong>. “Restore the
              original” is beside it, under Code.
            </p>`
          : nothing
      }
    </div>`;
  });
}

/** @param {string[]} names */
export function inWords(names) {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
