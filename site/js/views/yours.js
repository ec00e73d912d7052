/** Says whose code produced the pictures, and which of the reader's versions do not run. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { ownFunctions } from "../state/state.js";
import { isInProgram } from "../state/versions.js";

/** @typedef {import("../state/state.js").State} State */

/** @param {import("../view.js").Parts} parts */
export function yours(parts) {
  const { actions, draw } = parts;
  draw(() => {
    const state = parts.state();
    return html`
      <div role="status" aria-label="Whose code">${whose(state)}</div>
      ${Object.entries(textsElsewhere(state)).map(([name, texts]) => elsewhere(name, texts, actions))}
    `;
  });
}

/** @param {State} state */
function whose(state) {
  const names = ownFunctions(state);
  const unfit = Object.keys(state.edits).filter((name) => state.edits[name].unfit);
  if (!names.length && !unfit.length) return nothing;
  return html`
    <div class="yours">
      ${
        names.length
          ? html`<p>
              These pictures come from your version of <strong>${inWords(names)}</strong>. “Restore the original” is
              beside it, under Code.
            </p>`
          : nothing
      }
      ${
        unfit.length
          ? html`<p>
              Your version of <strong>${inWords(unfit)}</strong> does not fit these settings. The original runs. Your text
              is kept under Code.
            </p>`
          : nothing
      }
    </div>
  `;
}

/** The reader's texts for functions that are not in the program, the latest last. @param {State} state */
function textsElsewhere({ edits, aside, program }) {
  const names = new Set([...Object.keys(edits), ...Object.keys(aside)]);
  const gone = [...names].filter((name) => program.length && !isInProgram(name, { program }));
  return Object.fromEntries(
    gone.map((name) => [name, [...(aside[name] ?? []), ...(edits[name] ? [edits[name].text] : [])]]),
  );
}

/** @param {string} name @param {string[]} texts @param {import("../actions.js").Actions} actions */
function elsewhere(name, texts, actions) {
  return html`
    <details class="elsewhere">
      <summary>Your version of ${name} is kept. This program has no such function.</summary>
      ${texts.map((text) => html`<pre tabindex="0" role="region" aria-label="Your version of ${name}"><code>${text}</code></pre>`)}
      <p class="ways">
        <button type="button" @click=${() => actions.forget(name)}>Delete your version of ${name}</button>
      </p>
    </details>
  `;
}

/** @param {string[]} names */
export function inWords(names) {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
