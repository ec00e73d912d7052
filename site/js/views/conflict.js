/** A choice has changed a function that the reader has edited: shows the lines, and offers mine, new or both. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { counted } from "../draw/draw.js";
import { changedLines } from "../state/changed-lines.js";
import { originalSource } from "../state/state.js";
import { changedBeneath } from "../state/versions.js";
import { listed } from "./listing.js";
import { inWords } from "./yours.js";

/**
 * @param {string} name
 * @param {import("../state/state.js").State} state
 * @param {import("../actions.js").Actions} actions
 * @param {(event: Event) => void} leave Moves the focus when the buttons disappear.
 */
export function conflictOf(name, state, actions, leave) {
  const edit = state.edits[name];
  if (!edit || state.engine !== "ready") return nothing; // only then does the program match the choices
  const changed = changedBeneath(name, edit, state.program);
  if (!changed.length) return nothing;
  const lines = changed.map((part) => `${counted(part.count, "line")} of ${part.name}`);
  const act = (/** @type {(name: string) => void} */ action) => (/** @type {Event} */ event) => {
    action(name);
    leave(event);
  };
  return html`
    <div class="conflict" role="group" aria-label="New lines of ${name}">
      <p role="status">${edit.because || "What you chose"} changed ${inWords(lines)}, which you have edited.</p>
      <p class="ways">
        <button type="button" @click=${act(actions.keepMine)}>Keep mine</button>
        <button type="button" @click=${act(actions.restoreOriginal)}>Take the new lines</button>
        <button type="button" aria-expanded=${edit.compared ? "true" : "false"} @click=${() => actions.compare(name)}>Show both</button>
      </p>
      ${edit.compared ? both(name, edit.text, originalSource(name, state)) : nothing}
    </div>
  `;
}

/** The lines that differ are marked in both. @param {string} name @param {string} mine @param {string} original */
function both(name, mine, original) {
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
