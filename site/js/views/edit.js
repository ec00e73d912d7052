/** Shows each function that a reader may edit: its listing or editor, the buttons, and their results. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { load } from "../lazy.js";
import { isLocked } from "../state/presentation.js";
import { originalSource } from "../state/state.js";
import { definedToo } from "../state/versions.js";
import { checkGradients, checkOf } from "./checked.js";
import { problemOf } from "./problem.js";
import { closeField, fetchEditor, pythonField } from "./python-field.js";

/** @typedef {import("../run/texts.js").Edit} Edit */
/** @typedef {import("../state/state.js").Source} Source */

/** @param {string} name */
const labelOf = (name) => `Source of ${name}`;

/** @param {import("../view.js").Parts} parts */
export function createEditing(parts) {
  const { actions } = parts;
  /** Loaded at the first edit. @type {typeof import("./conflict.js") | null} */
  let conflict = null;
  let asked = false;

  /** @param {Event} event @param {string} selector */
  const focusIn = ({ target }, selector) => {
    const group = /** @type {HTMLElement} */ (target).closest(".editable");
    // After the redraw.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => /** @type {any} */ (group?.querySelector(selector))?.focus()),
    );
  };

  /** Open an editor by one of the actions. @param {(name: string) => void} action @param {string} name @param {Event} event */
  async function open(action, name, event) {
    await fetchEditor();
    action(name);
    focusIn(event, "[role=textbox], textarea");
  }

  /** The offer after a choice has changed an edited function. @param {string} name @param {import("../state/state.js").State} state */
  function conflictOf(name, state) {
    if (!conflict && !asked) {
      asked = true;
      load("conflict").then((module) => {
        conflict = module;
        parts.redraw();
      });
    }
    return conflict?.conflictOf(name, state, actions, (event) => focusIn(event, ".edit, [role=textbox], textarea"));
  }

  /**
   * The listing of a function, or its editor.
   *
   * @param {Source} entry
   * @param {(entry: Source) => unknown} listed
   */
  return function editable(entry, listed) {
    const state = parts.state();
    const { edits, aside } = state;
    const { name } = entry;
    if (state.description.fixed.includes(name) || isLocked(state, "code")) return listed(entry);
    const edit = edits[name];
    if (!edit?.open) closeField(labelOf(name));
    return html`
      <div class="editable" role="group" aria-label=${name}>
        ${
          edit?.open
            ? nothing
            : html`<button
                type="button"
                class="edit"
                @click=${(/** @type {Event} */ event) => open(actions.openEditor, name, event)}
              >
                Edit<span class="heard"> ${name}</span>
              </button>`
        }
        ${edit?.open ? editor(name, edit) : running(entry, listed)}
        <div class="ways">
          ${edit ? waysOf(name, edit) : nothing}
          ${
            aside[name]
              ? html`<button
                  type="button"
                  @click=${(/** @type {Event} */ event) => open(actions.bringBack, name, event)}
                >
                  Bring my version back
                </button>`
              : nothing
          }
          ${
            name === "backward_propagation"
              ? html`<button type="button" id="check-gradients" @click=${() => checkGradients(actions)}>Check gradients</button>`
              : nothing
          }
        </div>
        ${edit ? html`<p class="aside" role="status" aria-label="Your version of ${name}">${statusOf(name, edit)}</p>` : nothing}
        ${edit ? conflictOf(name, state) : nothing}
        ${edit ? problemOf(edit.problem, whereOf(name, edit)) : nothing}
        ${edit ? printedBy(name) : nothing}
        ${name === "backward_propagation" ? checkOf(state) : nothing}
      </div>
    `;
  };

  /** The text of a function that runs; or which other version defines it. @param {Source} entry @param {(entry: Source) => unknown} listed */
  function running(entry, listed) {
    const { name } = entry;
    const other = definedToo(name, parts.state());
    if (other) return html`<p class="aside">Your version of ${other} defines ${name}, too.</p>`;
    return listed({ ...entry, source: parts.state().edits[name]?.running ?? entry.source });
  }

  /** @param {string} name @param {Edit} edit */
  function editor(name, { text }) {
    const write = (/** @type {string} */ typed) => actions.writeCode(name, typed);
    const run = () => actions.runMine(name);
    return pythonField({ label: labelOf(name), text, line: wrongLine(name), write, run }, "runs your version");
  }

  /** The line of this text that raised an error, in a trial of this function or another. @param {string} name */
  function wrongLine(name) {
    const raisedHere = Object.entries(parts.state().edits).filter(
      ([of, { problem }]) => problem && (problem.function ?? of) === name,
    );
    const [, edit] = raisedHere.find(([of]) => of === name) ?? raisedHere[0] ?? [];
    return edit?.problem?.line ?? null;
  }

  /** Names the text that raised an error, if it is not the one shown. @param {string} name @param {Edit} edit */
  function whereOf(name, { open: isOpen, problem }) {
    if (problem?.function && problem.function !== name) return ` of your version of ${problem.function}`;
    return isOpen ? "" : " of your text";
  }

  /** @param {string} name @param {Edit} edit */
  function waysOf(name, { open: isOpen, trying }) {
    return html`
      <button type="button" ?disabled=${trying} @click=${() => actions.runMine(name)}>Run my version</button>
      <button
        type="button"
        @click=${(/** @type {Event} */ event) => {
          actions.restoreOriginal(name);
          focusIn(event, ".edit");
        }}
      >
        Restore the original
      </button>
      ${
        isOpen
          ? html`<button
              type="button"
              @click=${(/** @type {Event} */ event) => {
                actions.closeEditor(name);
                focusIn(event, ".edit");
              }}
            >
              Close
            </button>`
          : nothing
      }
    `;
  }

  /** @param {string} name @param {Edit} edit */
  function statusOf(name, { text, running: runs, trying, earlier, from, unfit, problem, remark }) {
    if (trying) return "Python tries your version for one epoch.";
    if (runs === text) return `Your version runs, as shown above. ${remark}`;
    if (unfit) return "Your version does not fit these settings. The original runs. Your text is kept.";
    if (from && !problem) {
      const when = earlier ? ", opened on an earlier visit" : "";
      return `From the file ${from}${when}. It does not run until you press Run my version.`;
    }
    if (earlier)
      return "You wrote a version of your own on an earlier visit. It does not run until you press Run my version.";
    if (runs !== null) return "Your earlier text runs. This newer one does not run yet.";
    if (problem) return "The original runs. Your text is kept.";
    if (text === originalSource(name, parts.state())) return "This is the original. It runs.";
    return "The original runs. Your text is kept; press Run my version to run it.";
  }

  /** @param {string} name */
  function printedBy(name) {
    const { lines = [], dropped = 0 } = parts.state().printed[name] ?? {};
    if (!lines.length) return nothing;
    return html`
      <p class="aside">Printed${dropped ? `: the last ${lines.length} lines, and ${dropped} before them` : ""}</p>
      <pre class="printed" tabindex="0" role="region" aria-label="Printed">${lines.join("\n")}</pre>
    `;
  }
}
