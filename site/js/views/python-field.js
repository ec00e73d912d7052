/**
 * The field for writing Python. It fetches the editor at first use, or falls back to a plain text field. While fetching, it
 * only shows the text.
 */

import { Directive, directive } from "../../vendor/lit-html/directive.js";
import { html } from "../../vendor/lit-html/lit-html.js";
import { load } from "../lazy.js";

/** @typedef {import("./editor.js").Options} Options */
/** @typedef {Omit<Options, "how">} Field */

/** Null while it could not be fetched. @type {typeof import("./editor.js") | null | undefined} */
let module;

/** The open editors, by their labels. @type {Map<string, ReturnType<typeof import("./editor.js").createEditor>>} */
const editors = new Map();

/** An element that holds an editor. A redraw never replaces text being written. */
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

/** Fetches the editor. Where it does not arrive, nobody waits: it takes the plain field's place once it is there. */
export function fetchEditor() {
  return new Promise((resolve) => {
    const take = (/** @type {typeof module} */ found) => {
      module = found;
      resolve(null);
    };
    load("editor", () => take(null)).then(take);
    if (module === null) resolve(null);
  });
}

/** Called when a field is removed. @param {string} label */
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
