/** Buttons to try first while the reader's versions run: check gradients, restore the originals. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { goTo, goToTrain } from "../draw/go-to.js";
import { ownFunctions } from "../state/state.js";
import { checkGradients } from "./checked.js";

/** @param {import("../state/state.js").State} state @param {import("../actions.js").Actions} actions */
export function waysBack(state, actions) {
  const names = ownFunctions(state);
  const check = () => {
    checkGradients(actions);
    goTo("check-gradients"); // the answer comes below it
  };
  const restore = () => {
    for (const name of names) actions.restoreOriginal(name);
    // The pressed button disappears, so the focus moves to Train.
    goToTrain();
  };
  return html`
    <span class="ways">
      <button type="button" @click=${check}>Check gradients</button>
      <button type="button" @click=${restore}>
        ${names.length === 1 ? `Restore the original ${names[0]}` : "Restore the originals"}
      </button>
    </span>
  `;
}
