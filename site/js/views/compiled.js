/** How the epochs are run: compiled, or by NumPy and why. A fold shows the operations of one epoch; its code is fetched then. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { grouped } from "../draw.js";
import { load } from "../lazy.js";
import { howItRan } from "../outside.js";

/** @param {import("../view.js").Parts} parts */
export function compiled({ store, actions, draw }) {
  /** @type {(() => unknown) | null} */
  let look = null;

  /** @param {Event} event */
  const switched = ({ target }) => actions.compileEpochs(/** @type {HTMLInputElement} */ (target).checked);

  draw(() => {
    const { run, compiling, training } = store.get();
    const { now, reason, operations } = howItRan(run?.frame.compiled);
    return html`
      <p class="aside compiled">
        <span>${inWords(now, reason, run?.frame.compiled ? compiling : null)}</span>
        <label class="switch"><input type="checkbox" .checked=${compiling} @change=${switched} /> Run epochs compiled</label>
      </p>
      <details class="operations" @toggle=${toggled}>
        <summary>One epoch${operations ? ` is ${grouped(operations)} operations` : " as single operations"}</summary>
        ${training && look ? html`<p class="aside">This is of the epoch at which you opened it.</p>` : nothing}
        ${look?.() ?? nothing}
      </details>
    `;
  });

  /** @param {Event} event */
  async function toggled({ target, currentTarget }) {
    if (target !== currentTarget) return; // a nested fold
    const { open } = /** @type {HTMLDetailsElement} */ (currentTarget);
    look = null;
    if (open) {
      const { operations } = await load("operations");
      look = operations({ store, actions });
    }
    store.change({});
  }
}

/** @param {boolean} now @param {string} reason @param {boolean | null} compiling Null before the first training. */
function inWords(now, reason, compiling) {
  if (now && !compiling) return "NumPy runs the next epochs: the compiler is switched off.";
  if (compiling && reason.includes("switched off")) return "The next epochs run compiled.";
  if (now) return "The epochs run compiled. NumPy did the first ones, too: every bit was the same.";
  if (compiling !== null) return `The epochs are not compiled: ${reason}.`;
  return "The first epochs are also done by NumPy. If any bit differs, NumPy goes on alone.";
}
