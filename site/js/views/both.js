/** The reader's version of a function and the new original side by side, with the lines marked that differ. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { changedLines } from "../changed-lines.js";
import { listed } from "./listing.js";

/** @param {string} name @param {string} mine @param {string} original */
export function both(name, mine, original) {
  return html`
    <div class="both">
      ${column("Your version", name, mine, original)} ${column("The new original", name, original, mine)}
    </div>
  `;
}

/** @param {string} title @param {string} name @param {string} source @param {string} other */
function column(title, name, source, other) {
  const part = (/** @type {string} */ text) => [{ step: 0, name, source: text }];
  const [differ] = changedLines(part(other), part(source));
  return html`
    <div>
      <p class="caption">${title}</p>
      <pre tabindex="0" role="region" aria-label="${title} of ${name}"><code>${listed({ name, source }, { changed: differ?.lines })}</code></pre>
    </div>
  `;
}
