/**
 * What stands at the listing of a function that a reader may change: its editor and what can be done with it. The editor
 * itself is fetched when it is first asked for; where it cannot be had, a plain field does.
 */

import { Directive, directive } from "../../vendor/lit-html/directive.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { originalSource } from "../state.js";
import { gradientCheck } from "./gradient-check.js";
import { problemOf } from "./problem.js";

/** @typedef {import("../edits.js").Edit} Edit */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("./editor.js").Options} Options */

/** @type {Promise<typeof import("./editor.js") | null> | null} */
let fetched = null;
/** @type {typeof import("./editor.js") | null} */
let module = null;

/** Those that are open, by what they are called. @type {Map<string, ReturnType<typeof import("./editor.js").createEditor>>} */
const editors = new Map();

/** An element that holds an editor; the text in it is the reader's, and never taken away from under the fingers. */
const holds = directive(
  class extends Directive {
    /** @param {any} part @param {[Options]} options */
    update({ element }, [options]) {
      const { label } = options;
      if (module && !editors.has(label)) editors.set(label, module.createEditor(element, options));
      editors.get(label)?.update(options);
    }

    /** @param {Options} _options */
    render(_options) {}
  },
);

/** @param {string} name */
const labelOf = (name) => `Source of ${name}`;

/** @param {import("../view.js").Parts} parts */
export function createEditing({ store, actions }) {
  /** @param {Event} event @param {string} selector */
  const focusIn = ({ target }, selector) => {
    const group = /** @type {HTMLElement} */ (target).closest("[role=group]");
    // Behind the drawing of what the press has changed.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => /** @type {any} */ (group?.querySelector(selector))?.focus()),
    );
  };

  /** @param {string} name */
  async function open(name, /** @type {Event} */ event) {
    fetched ??= import("./editor.js").catch(() => null);
    module = await fetched;
    if (!module) fetched = null;
    actions.openEditor(name);
    focusIn(event, "[role=textbox], textarea");
  }

  /**
   * The listing of a function, or what the reader makes of it.
   *
   * @param {Source} entry
   * @param {(entry: Source) => unknown} listed
   */
  return function editable(entry, listed) {
    const { description, edits } = store.get();
    const { name } = entry;
    if (!description.editable.includes(name)) return listed(entry);
    const edit = edits[name];
    if (!edit?.open) {
      editors.get(labelOf(name))?.destroy();
      editors.delete(labelOf(name));
    }
    return html`
      <div class="editable" role="group" aria-label=${name}>
        ${edit?.open ? editor(name, edit) : listed({ name, source: edit?.running ?? entry.source })}
        <div class="ways">
          ${
            edit?.open
              ? nothing
              : html`<button type="button" class="edit" @click=${(/** @type {Event} */ event) => open(name, event)}>Edit</button>`
          }
          ${edit ? waysOf(name, edit) : nothing}
          ${
            name === "backward_propagation"
              ? html`<button type="button" @click=${actions.checkGradients}>Check gradients</button>`
              : nothing
          }
        </div>
        ${edit ? html`<p class="aside" role="status" aria-label="Your version of ${name}">${statusOf(name, edit)}</p>` : nothing}
        ${edit ? problemOf(edit.problem) : nothing}
        ${edit ? printedBy(name) : nothing}
        ${name === "backward_propagation" ? gradientCheck(store.get()) : nothing}
      </div>
    `;
  };

  /** @param {string} name @param {Edit} edit */
  function editor(name, { text, problem }) {
    const label = labelOf(name);
    const write = (/** @type {string} */ typed) => actions.writeCode(name, typed);
    const run = () => actions.runMine(name);
    const how = `how-to-leave-${name}`;
    return html`
      <p class="aside" id=${how}>
        Tab indents. To leave the editor, press Escape, then Tab. Ctrl+Enter runs your version.
      </p>
      ${
        module
          ? html`<div class="editor" ${holds({ label, how, text, line: problem?.line ?? null, write, run })}></div>`
          : html`<textarea
              aria-label=${label}
              rows="16"
              spellcheck="false"
              autocapitalize="off"
              .value=${text}
              @input=${(/** @type {Event} */ event) => write(/** @type {HTMLTextAreaElement} */ (event.target).value)}
            ></textarea>`
      }
    `;
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
  function statusOf(name, { text, running, trying, earlier, problem }) {
    if (trying) return "Your version is tried for one epoch.";
    if (earlier)
      return "You wrote a version of your own on an earlier visit. It does not run until you press Run my version.";
    if (running === text) return "Your version runs. What is shown above is what runs.";
    if (running !== null) return "An earlier text of yours runs. What you have written since does not yet.";
    if (problem) return "The original runs. Your text is kept.";
    if (text === originalSource(name, store.get().description)) return "This is the original, and it runs.";
    return "The original runs. Your text is kept, and runs once you press Run my version.";
  }

  /** @param {string} name */
  function printedBy(name) {
    const { lines, dropped, of } = store.get().printed;
    if (!lines.length || of !== name) return nothing;
    return html`
      <p class="aside">Printed${dropped ? `: the last ${lines.length} lines, and ${dropped} before them` : ""}</p>
      <pre class="printed" tabindex="0" role="region" aria-label="Printed">${lines.join("\n")}</pre>
    `;
  }
}
