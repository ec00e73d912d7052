/** Shows a problem in the reader's code: the line, a plain sentence, and the traceback. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/**
 * @param {import("../run/texts.js").Problem | null} problem
 * @param {string} [where] Names the text that has the line, if it is not the one shown.
 */
export function problemOf(problem, where = "") {
  if (!problem) return nothing;
  const { line, message, traceback } = problem;
  return html`
    <div class="problem" role="alert">
      <p>${typeof line === "number" ? html`<strong>Line ${line}${where}.</strong>` : nothing} ${message}</p>
    </div>
    ${
      traceback
        ? html`<details class="traceback">
            <summary>Traceback</summary>
            <pre tabindex="0" role="region" aria-label="Traceback">${traceback}</pre>
          </details>`
        : nothing
    }
  `;
}
