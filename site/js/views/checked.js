/** The check of the gradients: its words and table are fetched when it is first asked for. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** None where it cannot be had. @type {typeof import("./gradient-check.js") | null} */
let module = null;

/** Asked again, it tries again where it could not be fetched. @param {import("../player.js").Actions} actions */
export async function checkGradients(actions) {
  module ??= await import("./gradient-check.js").catch(() => null);
  actions.checkGradients();
}

/** @param {import("../state.js").State} state */
export function checkOf(state) {
  if (!state.checked) return nothing;
  if (module) return module.gradientCheck(state);
  return html`<p class="aside" role="status">The check could not be fetched. Once you are online, press it again.</p>`;
}
