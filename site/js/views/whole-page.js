/** In a frame: the way to the whole page, with the exercise as it is now, and nothing of it hidden or locked. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { writeAddress } from "../address.js";
import { isEmbedded } from "../presentation.js";

/** @param {import("../view.js").Parts} parts */
export function wholePage({ store, draw }) {
  draw(() => {
    if (!isEmbedded()) return nothing;
    const { choices, description } = store.get();
    const address = `index.html${writeAddress(choices, description.defaults)}`;
    return html`<a href=${address} target="_blank" rel="noopener">Glassnet: this network on the whole page</a>`;
  });
}
