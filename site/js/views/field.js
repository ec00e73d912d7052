/**
 * A field that refuses what it cannot take, where it was typed and in words, and keeps the last good value.
 *
 * What is typed is taken once the field is left or Enter pressed, because half of a number is often another number: a
 * 1.7 that is refused must not have been a 1 on the way. A field that changes nothing but an answer takes each good key.
 */

import { Directive, directive } from "../../vendor/lit-html/directive.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** A field's text follows the state, but never under the fingers of somebody who is typing. */
const text = directive(
  class extends Directive {
    /** @param {any} part @param {[string]} value */
    update({ element }, [value]) {
      // A weight that diverged is no number to a number's field.
      const shown = element.type === "number" && !Number.isFinite(Number(value)) ? "" : value;
      if (!element.hasAttribute("data-typing") && element.value !== shown) element.value = shown;
    }

    /** @param {string} _value */
    render(_value) {}
  },
);

/**
 * @template Value
 * @param {object} field
 * @param {string} field.id Unique on the page; a refusal names it.
 * @param {string} field.label
 * @param {boolean} [field.shown] Whether the label is to be seen; it is heard in any case.
 * @param {string} field.value What the state says.
 * @param {(typed: string) => {value?: Value, problem?: string}} field.read
 * @param {(value: Value) => void} field.take
 * @param {import("../state.js").Limits} [field.limits] For numbers; a field without is for text.
 * @param {boolean} [field.atOnce] Take a good value at each key.
 * @param {boolean} [field.disabled]
 * @param {import("../state.js").Store} store
 */
export function field({ id, label, shown = true, value, read, take, limits, atOnce = false, disabled = false }, store) {
  const { refusal } = store.get();
  const problem = refusal?.field === id ? refusal.words : "";
  const refused = `${id}-refused`;
  // A field for numbers holds no NaN and no infinity; they are shown in its place.
  const unwritable = limits && !Number.isFinite(Number(value));

  /** @param {Event} event */
  const typed = (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    input.toggleAttribute("data-typing", true);
    const { value: good, problem: bad } = read(input.value);
    if (!bad && atOnce) {
      refuse(store, id, undefined);
      take(/** @type {Value} */ (good));
    }
  };
  /** @param {Event} event */
  const done = (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const { value: good, problem: bad } = read(input.value);
    input.toggleAttribute("data-typing", false);
    refuse(store, id, bad && `${bad[0].toUpperCase()}${bad.slice(1)} Kept ${value}.`);
    if (bad) input.value = value;
    else take(/** @type {Value} */ (good));
  };
  /** Text that ends as it began is no change to the browser, but the typing is done. @param {Event} event */
  const left = (event) => {
    if (/** @type {HTMLInputElement} */ (event.target).hasAttribute("data-typing")) done(event);
  };
  return html`
    <label class=${shown ? "field" : "bare field"}>
      ${shown ? html`<span>${label}</span>` : nothing}
      <input
        id=${id}
        type=${limits ? "number" : "text"}
        inputmode=${limits ? "decimal" : "text"}
        aria-label=${label}
        min=${limits?.least ?? nothing}
        max=${limits?.most ?? nothing}
        step=${limits?.whole ? 1 : "any"}
        autocomplete="off"
        ?disabled=${disabled}
        aria-invalid=${problem ? "true" : "false"}
        aria-describedby=${problem ? refused : nothing}
        placeholder=${unwritable ? value : nothing}
        ${text(unwritable ? "" : value)}
        @beforeinput=${limits && !limits.whole ? pointForComma : nothing}
        @input=${typed}
        @change=${done}
        @blur=${left}
      />
    </label>
    ${problem ? html`<p class="refused" id=${refused} role="alert">${problem}</p>` : nothing}
  `;
}

/**
 * Half the world writes 0,5; a browser that is set to English drops the comma without a word, which makes it 5.
 *
 * @param {InputEvent} event
 */
function pointForComma(event) {
  if (!event.data?.includes(",")) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.data.replace(",", ".")); // a field for numbers has no other way
}

/**
 * Say, or take back, what was refused. A refusal stands until something else is done: the field has its good value again,
 * and there is nothing left to say of it.
 *
 * @param {import("../state.js").Store} store @param {string} field @param {string | undefined} words
 */
function refuse(store, field, words) {
  if (words || store.get().refusal) store.change({ refusal: words ? { field, words } : null });
}

/**
 * A menu built from one of Python's tables.
 *
 * @param {object} menu
 * @param {string} menu.label
 * @param {boolean} [menu.shown]
 * @param {string} [menu.part] What an address calls it (presentation.js).
 * @param {import("../state.js").MenuEntry[]} menu.entries
 * @param {unknown} menu.value
 * @param {(name: string) => void} menu.take
 * @param {boolean} [menu.disabled]
 */
export function menu({ label, shown = true, part, entries, value, take, disabled = false }) {
  return html`
    <label class=${shown ? "field" : "bare field"} data-part=${part ?? nothing}>
      ${shown ? html`<span>${label}</span>` : nothing}
      <select
        aria-label=${label}
        ?disabled=${disabled}
        @change=${(/** @type {Event} */ event) => take(/** @type {HTMLSelectElement} */ (event.target).value)}
      >
        ${entries.map(
          (entry) => html`<option value=${entry.name} .selected=${entry.name === value}>${entry.label}</option>`,
        )}
      </select>
    </label>
  `;
}
