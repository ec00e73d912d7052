/** Says which parts of the page did not arrive, and offers to ask for them again. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { retry } from "../lazy.js";
import { inWords } from "./yours.js";

/** @param {import("../view.js").Parts} parts */
export function missing({ state, draw }) {
  draw(() => {
    const { missing: parts } = state();
    if (!parts.length) return nothing;
    const words = inWords(parts);
    return html`
      <div class="failure" role="alert">
        <p>${words[0].toUpperCase()}${words.slice(1)} did not arrive, or not whole. Check the connection, then try again.</p>
        <button type="button" @click=${retry}>Retry</button>
      </div>
    `;
  });
}
