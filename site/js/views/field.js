/**
 * A field that refuses bad input in words, next to it, and keeps the last good value.
 *
 * It takes its value on leaving the field or on Enter, because half a number is often another number: 1.7, refused, must not
 * count as 1 on the way. A field that only changes a prediction takes a value at each key.
 */

import { Directive, directive } from "../../vendor/lit-html/directive.js";
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { draggedField } from "./dragged.js";

/** A field's text follows the state, but not while somebody types in it. */
const text = directive(
  class extends Directive {
    /** @param {any} part @param {[string]} value */
    update({ element }, [value]) {
      // A number field shows no NaN.
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
 * @param {string} field.id Unique on the page; refusals are stored under it.
 * @param {string} field.label
 * @param {boolean} [field.shown] Whether the label is visible; screen readers always get it.
 * @param {string} [field.short] What is visible of it.
 * @param {string} field.value The state's value.
 * @param {(typed: string) => {value?: Value, problem?: string}} field.read
 * @param {(value: Value) => void} field.take
 * @param {import("../state/state.js").Limits} [field.limits] For numbers; without them it is a text field.
 * @param {boolean} [field.atOnce] Take a good value at each key.
 * @param {boolean} [field.disabled]
 * @param {boolean} [field.saidElsewhere] Whether `refusalOf` says what is refused, so that the field's row stays as it is.
 * @param {import("./dragged.js").Draggable} [field.number] Where it can be dragged, too.
 * @param {Pick<import("../view.js").Parts, "state" | "actions">} parts
 */
export function field(
  {
    id,
    label,
    shown = true,
    short = label,
    value,
    read,
    take,
    limits,
    atOnce = false,
    disabled = false,
    saidElsewhere = false,
    number,
  },
  { state, actions },
) {
  const { refusal } = state();
  const problem = refusal?.field === id ? refusal.words : "";
  const refused = `${id}-refused`;
  // A number field cannot hold NaN or infinity; a text shows them instead.
  const unwritable = limits && !Number.isFinite(Number(value));

  /** @param {Event} event */
  const typed = (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    input.toggleAttribute("data-typing", true);
    const { value: good, problem: bad } = read(input.value);
    if (!bad && atOnce) {
      actions.refuse(id, undefined);
      take(/** @type {Value} */ (good));
    }
  };
  /** @param {Event} event */
  const done = (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const { value: good, problem: bad } = read(input.value);
    input.toggleAttribute("data-typing", false);
    actions.refuse(id, bad && `${bad[0].toUpperCase()}${bad.slice(1)} Kept ${value}.`);
    if (bad) input.value = value;
    else take(/** @type {Value} */ (good));
  };
  /** The browser reports no change if the text ends as it began, but typing has ended. @param {Event} event */
  const left = (event) => {
    if (/** @type {HTMLInputElement} */ (event.target).hasAttribute("data-typing")) done(event);
  };
  return html`
    <label class=${shown ? "field" : "bare field"}>
      ${shown ? html`<span>${short}</span>` : nothing}
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
        title=${number && !disabled ? "Drag to the left or right, or click to type" : nothing}
        ${text(unwritable ? "" : value)}
        ${draggedField(disabled ? null : (number ?? null))}
        @beforeinput=${limits && !limits.whole ? pointForComma : nothing}
        @input=${typed}
        @change=${done}
        @blur=${left}
      />
    </label>
    ${problem && !saidElsewhere ? refusalOf(id, "", refusal) : nothing}
  `;
}

/**
 * What a field has refused, in words.
 *
 * @param {string} id
 * @param {string} name Of the field, where it stands elsewhere.
 * @param {import("../state/state.js").State["refusal"]} refusal
 */
export function refusalOf(id, name, refusal) {
  const words = refusal?.words ?? "";
  return html`<p class="refused" id=${`${id}-refused`} role="alert">${name ? `${name}: ` : ""}${words}</p>`;
}

/**
 * Many people write 0,5; a browser set to English silently drops the comma, which makes it 5.
 *
 * @param {InputEvent} event
 */
function pointForComma(event) {
  if (!event.data?.includes(",")) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.data.replace(",", ".")); // a number field allows no other way
}

/**
 * A menu built from one of Python's tables.
 *
 * @param {object} menu
 * @param {string} menu.label
 * @param {boolean} [menu.shown]
 * @param {string} [menu.part] Its name in an address (presentation.js).
 * @param {import("../state/state.js").MenuEntry[]} menu.entries
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
