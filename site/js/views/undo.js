/** The buttons Undo and Redo, and their keys. */

import { html, svg } from "../../vendor/lit-html/lit-html.js";

/** An arrow that turns back. */
const ARROW = "M7 4 3 8l4 4M3.5 8H11a5 5 0 0 1 0 10H8";
// Those of text undo what was typed.
const TEXT = "input:not([type=range], [type=checkbox]), textarea, [contenteditable=true]";

/** @param {import("../state/state.js").State} state @param {import("../view.js").Parts["actions"]} actions */
export function undoAndRedo({ past, live }, actions) {
  /** @param {string} name @param {string} what @param {() => void} press */
  const button = (name, what, press) => html`
    <button
      type="button"
      class="past"
      data-part="undo"
      aria-label=${name}
      title=${what ? `${name}: ${what}` : `Nothing to ${name.toLowerCase()}`}
      ?disabled=${!what}
      @click=${press}
    >
      <svg viewBox="0 0 20 20" class=${name.toLowerCase()} aria-hidden="true">${svg`<path d=${ARROW} />`}</svg>
    </button>
  `;
  return [button("Undo", live?.what ?? past.undo, actions.undo), button("Redo", past.redo, actions.redo)];
}

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y), outside of text. @param {import("../view.js").Parts["actions"]} actions */
export function listenForKeys(actions) {
  window.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
    if (!(ctrlKey || metaKey) || altKey || (target instanceof Element && target.closest(TEXT))) return;
    const pressed = key.toLowerCase();
    if (pressed === "z") (shiftKey ? actions.redo : actions.undo)();
    else if (pressed === "y" && ctrlKey && !shiftKey) actions.redo();
    else return;
    event.preventDefault();
  });
}
