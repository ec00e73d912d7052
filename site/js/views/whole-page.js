/** In a frame: a link to the whole page with the current exercise, nothing hidden or locked. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { writeAddress } from "../share/address.js";
import { isEmbedded } from "../state/presentation.js";

/** @param {import("../view.js").Parts} parts */
export function wholePage({ state, draw }) {
  draw(() => {
    if (!isEmbedded()) return nothing;
    const { choices, description } = state();
    const address = `index.html${writeAddress(choices, description.defaults)}`;
    return html`<a href=${address} target="_blank" rel="noopener">Glassnet: this network on the whole page</a>`;
  });
}
