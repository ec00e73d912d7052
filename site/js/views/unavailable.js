/** What the page says when not even the recording could be had: there is nothing to show, but a way to try again. */

import { html, render } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {Error} error
 * @returns {Promise<never>} Never settled: what waits for the recording has nothing to draw.
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
