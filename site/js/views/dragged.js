/**
 * Makes an element a number that can be dragged: to the left and right with a pointer, or by the arrow keys with the focus
 * on it. It becomes a spinbutton. Usage, in a template: html`<span ${dragged(number)}>0.1</span>`.
 *
 * What a drag does is told to `number.drag`; this file changes nothing on the page. Several elements may be the same number.
 */

import { Directive, directive } from "../../vendor/lit-html/directive.js";
import { FAR, moved, stepped } from "../dragging.js";

/** @typedef {import("../dragging.js").Scale} Scale */

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

/** The drag by a pointer: one at a time on the page. The element may be drawn anew meanwhile. */
/** @type {AbortController | null} */
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
      "aria-valuenow": String(value),
      "aria-valuemin": scale.least === undefined ? null : String(scale.least),
      "aria-valuemax": scale.most === undefined ? null : String(scale.most),
      "aria-valuetext": words ?? null,
    })) {
      if (text === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }

  /** @param {Draggable} _number */
  render(_number) {}

  /** @param {HTMLElement | SVGElement} element */
  listen(element) {
    const now = () => /** @type {Draggable} */ (this.number);
    const on = (/** @type {string} */ kind, /** @type {(event: any) => void} */ listener) =>
      element.addEventListener(kind, listener);
    element.classList.add("draggable");
    on("pointerdown", (event) => press(event, element, now));
    on("mousedown", (event) => event.preventDefault()); // it would select text
    on("dblclick", () => now().type?.());
    on("keydown", (event) => keyed(event, now()));
    on("blur", () => {
      if (!held) now().drag.keep();
    });
  }
}

export const dragged = directive(Dragged);

/**
 * Follows a pointer from where it was pressed.
 *
 * @param {PointerEvent} event
 * @param {HTMLElement | SVGElement} element
 * @param {() => Draggable} now
 */
function press(event, element, now) {
  if (event.button !== 0 || !event.isPrimary) return;
  element.focus({ preventScroll: true });
  held?.abort();
  const holding = new AbortController();
  held = holding;
  const { clientX: from, pointerId } = event;
  const { value: start, scale, drag } = now();
  let last = start;
  let moves = false;
  const end = (/** @type {() => void} */ how) => {
    if (held === holding) held = null;
    holding.abort();
    if (moves) how();
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
  window.addEventListener("keydown", ({ key }) => key === "Escape" && end(drag.back), { signal: holding.signal });
}

/** @param {KeyboardEvent} event @param {Draggable} number */
function keyed(event, { value, scale, drag, type }) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey) return;
  const by = shiftKey ? FAR : 1;
  /** @type {Record<string, number>} */
  const steps = { ArrowUp: by, ArrowRight: by, ArrowDown: -by, ArrowLeft: -by, PageUp: FAR, PageDown: -FAR };
  if (key in steps) {
    const to = stepped(value, steps[key], scale);
    if (to !== value) {
      drag.start();
      drag.to(to, event.timeStamp);
    }
  } else if (key === "Enter" && type) type();
  else if (key === "Escape") drag.back();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
