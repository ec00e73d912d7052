/**
 * Where a reader writes Python: the editor, which is fetched when it is first asked for, or, where it cannot be had, a plain
 * field. Until that is known, the text is only shown.
 */

import { Directive, directive } from "../../vendor/lit-html/directive.js";
import { html } from "../../vendor/lit-html/lit-html.js";

/** @typedef {import("./editor.js").Options} Options */
/** @typedef {Omit<Options, "how">} Field */

/** None once it is known that it cannot be had. @type {typeof import("./editor.js") | null | undefined} */
let module;

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

/** Settled once it is known whether there is an editor; asked again, it tries again where there was none. */
export async function fetchEditor() {
  module ??= await import("./editor.js").catch(() => null);
}

/** The field has gone. @param {string} label */
export function closeField(label) {
  editors.get(label)?.destroy();
  editors.delete(label);
}

/** @param {Field} field @param {string} runs What Ctrl+Enter does, as the end of a sentence: "runs your version". */
export function pythonField(field, runs) {
  const { label, text, write } = field;
  if (module === undefined) return html`<pre tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>`;
  const how = `how-to-leave-${label.replaceAll(/\W+/g, "-")}`;
  return module
    ? html`
        <p class="aside" id=${how}>
          Tab indents. To leave the editor, press Escape, then Tab. Ctrl+Enter ${runs}.
        </p>
        <div class="editor" ${holds({ ...field, how })}></div>
      `
    : html`<textarea
        aria-label=${label}
        rows=${Math.max(text.split("\n").length + 1, 6)}
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        .value=${text}
        @input=${(/** @type {Event} */ { target }) => write(/** @type {HTMLTextAreaElement} */ (target).value)}
      ></textarea>`;
}
