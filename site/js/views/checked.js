/** The gradient check. Its code is fetched at its first use. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** Null if it could not be fetched. @type {typeof import("./gradient-check.js") | null} */
let module = null;

/** A second press fetches again after a failure. @param {import("../player.js").Actions} actions */
export async function checkGradients(actions) {
  module ??= await import("./gradient-check.js").catch(() => null);
  await actions.checkGradients();
}

/** @param {import("../state.js").State} state */
export function checkOf(state) {
  if (!state.checked) return nothing;
  if (module) return module.gradientCheck(state);
  return html`<p class="aside" role="status">The check could not be fetched. Press it again once you are online.</p>`;
}
