/** How the epochs are run: compiled, or by NumPy and why. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { grouped } from "../draw/draw.js";
import { openSheet } from "../draw/go-to.js";
import { howItRan, isLeftToNumpy } from "../share/outside.js";

/** @param {import("../view.js").Parts} parts */
export function compiled({ state, actions, draw }) {
  /** @param {Event} event */
  const switched = ({ target }) => actions.compileEpochs(/** @type {HTMLInputElement} */ (target).checked);

  draw(() => {
    const { run, compiling } = state();
    const { operations } = howItRan(run?.frame.compiled);
    return html`
      <p class="aside compiled">
        <span>${inWords(run?.frame.compiled, compiling)}</span>
        <label class="switch"><input type="checkbox" .checked=${compiling} @change=${switched} /> Run epochs compiled</label>
      </p>
      <p class="to-sheet aside">
        One epoch${operations ? ` is ${grouped(operations)} operations` : " is a list of single operations"}:
        <button type="button" class="plain" @click=${() => openSheet("Operations")}>see them</button>
      </p>
    `;
  });
}

/** @param {import("../state/state.js").Frame["compiled"]} compiled Of the last epochs. @param {boolean} compiling Whether the next may be. */
function inWords(compiled, compiling) {
  const now = compiled?.way === "compiled";
  if (now && !compiling) return "NumPy runs the next epochs: the compiler is switched off.";
  if (compiling && compiled?.way === "off") return "The next epochs run compiled.";
  if (now) return "The epochs run compiled. NumPy did the first ones, too: every bit was the same.";
  if (isLeftToNumpy(compiled)) return `The epochs are not compiled: ${compiled?.reason}.`;
  return "The first epochs are also done by NumPy. If any bit differs, NumPy goes on alone.";
}
