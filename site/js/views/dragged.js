/**
 * Numbers that can be dragged: to the left and right with a pointer, or by keys. What a drag does is told to `number.drag`;
 * this file changes nothing on the page. In a template:
 *
 * - html`<span ${dragged(number)}>0.1</span>`: the element is the number, a spinbutton. Arrow keys change it.
 * - html`<input ${draggedField(number)}>`: a field whose number can be dragged until it has the focus; null for one that cannot.
 * - html`<div ${draggable(pick)}>`: `pick(event)` says which number of a picture was pressed, or null. Plus and minus change
 *   the one that `pick` gives for a key.
 */

import { Directive, directive } from "../../vendor/lit-html/directive.js";
import { FAR, moved, stepped } from "../run/dragging.js";

/** @typedef {import("../run/dragging.js").Scale} Scale */

/**
 * @typedef {object} Drag What is told of a drag, in this order. Each may come without a drag, and then means nothing.
 * @property {() => void} start
 * @property {(value: number, since: number) => void} to The value, and when it was asked for (`event.timeStamp`).
 * @property {() => void} keep It is over: the value stays.
 * @property {() => void} back It is over: all is as it was.
 *
 * @typedef {object} Draggable
 * @property {string} label The accessible name.
 * @property {number} value
 * @property {Scale} scale
 * @property {Drag} drag
 * @property {() => void} [type] A double click, or Enter: the reader wants to type.
 * @property {string} [words] The value as a screen reader says it, where that is more than the number.
 */

const STILL = 3; // pixels that a hand moves in a click
const ARROWS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: FAR, PageDown: -FAR };
const ENDS = /** @type {const} */ ({ Home: "least", End: "most" });
const SIGNS = { "+": FAR, "=": FAR, "-": -FAR, _: -FAR }; // arrows go from number to number there

/** The drag by a pointer: one at a time on the page. The element may be drawn anew meanwhile. @type {AbortController | null} */
let held = null;

class Dragged extends Directive {
  /** @type {Draggable | null} */
  number = null;

  /** @param {any} part @param {[Draggable]} number */
  update({ element }, [number]) {
    if (!this.number) this.listen(element);
    this.number = number;
    const { label, value, scale, words } = number;
    for (const [name, text] of Object.entries({
      role: "spinbutton",
      tabindex: "0",
      title: "Drag to the left or right, or use the arrow keys; a double click to type",
      "aria-label": label,
      "aria-valuenow": inDigits(value),
      "aria-valuemin": scale.least === undefined ? null : inDigits(scale.least),
      "aria-valuemax": scale.most === undefined ? null : inDigits(scale.most),
      "aria-valuetext": words ?? null,
    })) {
      if (text === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }

  /** @param {Draggable} _number */
  render(_number) {}

  /** @param {HTMLElement} element */
  listen(element) {
    const now = () => /** @type {Draggable} */ (this.number);
    element.classList.add("draggable");
    listen(element, now, ARROWS);
    element.addEventListener("dblclick", () => now().type?.());
  }
}

class Picture extends Directive {
  /** @type {((event: Event) => Draggable | null) | null} */
  pick = null;

  /** @param {any} part @param {[(event: Event) => Draggable | null]} pick */
  update({ element }, [pick]) {
    if (!this.pick) listen(element, (event) => this.pick?.(event) ?? null, SIGNS);
    this.pick = pick;
  }

  /** @param {(event: Event) => Draggable | null} _pick */
  render(_pick) {}
}

class Field extends Directive {
  /** @type {Draggable | null | undefined} */
  number = undefined;

  /** @param {any} part @param {[Draggable | null]} number */
  update({ element }, [number]) {
    if (this.number === undefined)
      listenToPointer(element, () => (isTypedInto(element) ? null : (this.number ?? null)));
    this.number = number;
    element.classList.toggle("draggable", number !== null);
  }

  /** @param {Draggable | null} _number */
  render(_number) {}
}

/** @param {Element} element */
const isTypedInto = (element) => element === document.activeElement;

export const dragged = directive(Dragged);
export const draggedField = directive(Field);
export const draggable = directive(Picture);

// One for all: to make it takes a hundred times as long as to use it.
const asWritten = new Intl.NumberFormat("en", { useGrouping: false, maximumFractionDigits: 20 });

/** Without an exponent, which these attributes cannot have. @param {number} value */
function inDigits(value) {
  return asWritten.format(value);
}

/**
 * @param {HTMLElement} element
 * @param {(event: Event) => Draggable | null} pick
 * @param {Record<string, number>} steps What each key does.
 */
function listen(element, pick, steps) {
  /** The last number that was changed here. @type {Draggable | null} */
  let last = null;
  /** @param {Event} event */
  const picked = (event) => {
    const number = pick(event);
    last = number ?? last;
    return number;
  };
  listenToPointer(element, picked);
  element.addEventListener("keydown", (event) => {
    const number = picked(event);
    if (number) keyed(event, number, steps);
  });
  element.addEventListener("blur", () => {
    if (!held) last?.drag.keep();
  });
}

/** @param {HTMLElement} element @param {(event: Event) => Draggable | null} pick */
function listenToPointer(element, pick) {
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const number = pick(event);
    if (number) press(event, element, number);
  });
  element.addEventListener("mousedown", (event) => {
    if (held) event.preventDefault(); // it would select text
  });
}

/**
 * Follows a pointer from where it was pressed.
 *
 * @param {PointerEvent} event
 * @param {HTMLElement} element
 * @param {Draggable} number
 */
function press(event, element, { value: start, scale, drag }) {
  const field = element instanceof HTMLInputElement ? element : null; // it gets the focus by a click, to be typed into
  if (!field) element.focus({ preventScroll: true });
  held?.abort();
  const holding = new AbortController();
  held = holding;
  const { clientX: from, pointerId, pointerType } = event;
  let last = start;
  let moves = false;
  const end = (/** @type {() => void} */ how) => {
    if (held === holding) held = null;
    holding.abort();
    if (moves) {
      how();
      swallowClick();
    } else if (pointerType === "mouse") {
      field?.focus();
      field?.select();
    }
  };
  /** @param {"pointermove" | "pointerup" | "pointercancel"} kind @param {(event: PointerEvent) => void} listener */
  const on = (kind, listener) =>
    window.addEventListener(kind, (other) => other.pointerId === pointerId && listener(other), {
      signal: holding.signal,
    });
  on("pointermove", ({ clientX, timeStamp }) => {
    if (!moves && Math.abs(clientX - from) < STILL) return;
    if (!moves) drag.start();
    moves = true;
    const value = moved(start, clientX - from, scale);
    if (value !== last) drag.to(value, timeStamp);
    last = value;
  });
  on("pointerup", () => end(drag.keep));
  on("pointercancel", () => end(drag.back)); // a touch that scrolls the page
  const escaped = (/** @type {KeyboardEvent} */ { key }) => key === "Escape" && end(drag.back);
  window.addEventListener("keydown", escaped, { signal: holding.signal });
}

/** A drag ends with a click, which nobody meant. */
function swallowClick() {
  const swallow = (/** @type {Event} */ event) => event.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
}

/** @param {KeyboardEvent} event @param {Draggable} number @param {Record<string, number>} steps */
function keyed(event, number, steps) {
  const { value, scale, drag, type } = number;
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey) return;
  if (key in steps || (steps === ARROWS && key in ENDS)) {
    const by = steps[key] * (shiftKey && key.startsWith("Arrow") ? FAR : 1);
    const to = key in ENDS ? (scale[ENDS[/** @type {keyof typeof ENDS} */ (key)]] ?? value) : stepped(value, by, scale);
    if (to !== value) {
      drag.start();
      drag.to(to, event.timeStamp);
      number.value = to; // the next press may come before this one is drawn
    }
  } else if (key === "Enter" && type) type();
  else if (key === "Escape") drag.back();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
