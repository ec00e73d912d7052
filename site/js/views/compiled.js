/** How the epochs are run: compiled, or by NumPy and why. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { grouped } from "../draw.js";
import { openSheet } from "../go-to.js";
import { howItRan, isLeftToNumpy } from "../outside.js";

/** @param {import("../view.js").Parts} parts */
export function compiled({ state, actions, draw }) {
  /** @param {Event} event */
  const switched = ({ target }) => actions.compileEpochs(/** @type {HTMLInputElement} */ (target).checked);

  draw(() => {
    const { run, compiling } = state();
    const { now, reason, operations } = howItRan(run?.frame.compiled);
    return html`
      <p class="aside compiled">
        <span>${inWords(now, reason, run?.frame.compiled ? compiling : null)}</span>
        <label class="switch"><input type="checkbox" .checked=${compiling} @change=${switched} /> Run epochs compiled</label>
      </p>
      <p class="to-sheet aside">
        One epoch${operations ? ` is ${grouped(operations)} operations` : " is a list of single operations"}:
        <button type="button" class="plain" @click=${() => openSheet("Operations")}>see them</button>
      </p>
    `;
  });
}

/** @param {boolean} now @param {string} reason @param {boolean | null} compiling Null before the first training. */
function inWords(now, reason, compiling) {
  if (now && !compiling) return "NumPy runs the next epochs: the compiler is switched off.";
  if (compiling && reason.includes("switched off")) return "The next epochs run compiled.";
  if (now) return "The epochs run compiled. NumPy did the first ones, too: every bit was the same.";
  if (compiling !== null && isLeftToNumpy({ reason })) return `The epochs are not compiled: ${reason}.`;
  return "The first epochs are also done by NumPy. If any bit differs, NumPy goes on alone.";
}
