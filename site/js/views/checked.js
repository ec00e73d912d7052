/** The gradient check. Its code is fetched at its first use. */

import { nothing } from "../../vendor/lit-html/lit-html.js";
import { load } from "../lazy.js";

/** @type {typeof import("./gradient-check.js") | null} */
let module = null;

/** @param {import("../actions.js").Actions} actions */
export async function checkGradients(actions) {
  module ??= await load("gradient-check");
  await actions.checkGradients();
}

/** @param {import("../state/state.js").State} state */
export function checkOf(state) {
  return state.checked && module ? module.gradientCheck(state) : nothing;
}
