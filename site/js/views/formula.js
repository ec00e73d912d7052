/** The formula of a function: MathML that the build has made. It is fetched when the first one is wanted. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @type {Record<string, string[]> | null} */
let formulas = null;
let asked = false;

/** Fetch them, once. @param {() => void} arrived */
function fetchFormulas(arrived) {
  if (asked) return;
  asked = true;
  fetch(new URL("../../formulas.json", import.meta.url))
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
    .then((found) => {
      formulas = found;
      arrived();
    })
    .catch(() => {
      asked = false; // the code is readable without; whoever opens the next step asks again
    });
}

/**
 * A place for the formulas of functions: what it gives for a name stays the same, so that drawing again costs nothing.
 *
 * @param {() => void} arrived Called when there is more to draw.
 */
export function createFormulas(arrived) {
  /** @type {Map<string, Element[]>} */
  const made = new Map();
  return (/** @type {string} */ name) => {
    if (!formulas) fetchFormulas(arrived);
    const lines = formulas?.[name];
    if (!lines) return nothing;
    if (!made.has(name)) made.set(name, lines.map(element));
    return html`<div class="formula" role="group" aria-label=${`Formula of ${name}`}>${made.get(name)}</div>`;
  };
}

/** @param {string} markup */
function element(markup) {
  return document.importNode(new DOMParser().parseFromString(markup, "application/xml").documentElement, true);
}
