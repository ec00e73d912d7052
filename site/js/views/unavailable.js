/** Shown when not even the recording could be loaded: an error and a Retry button. */

import { html, render } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {Error} error
 * @returns {Promise<never>} Never settles, so nothing is drawn.
 */
export function unavailable(error) {
  const place = /** @type {HTMLElement} */ (document.getElementById("notes"));
  const words = html`
    <div class="failure" role="alert">
      <p>The page could not be loaded: ${error.message} Check the connection, then try again.</p>
      <button type="button" @click=${() => window.location.reload()}>Retry</button>
    </div>
  `;
  render(words, place);
  return new Promise(() => {});
}
