/** Shown when not even the recording could be loaded: an error and a Retry button. */

import { html, render } from "../../vendor/lit-html/lit-html.js";
import { beside } from "../site.js";

/**
 * @param {Error} error
 * @returns {Promise<never>} Never settles, so nothing is drawn.
 */
export function unavailable(error) {
  const place = /** @type {HTMLElement} */ (document.getElementById("notes"));
  /** A damaged file may have been kept. */
  async function retry() {
    await fetch(beside("recording.json"), { cache: "reload" }).catch(() => {});
    window.location.reload();
  }
  const words = html`
    <div class="failure" role="alert">
      <p>The page could not be loaded: ${error.message} Check the connection, then try again.</p>
      <button type="button" @click=${retry}>Retry</button>
    </div>
  `;
  render(words, place);
  return new Promise(() => {});
}
