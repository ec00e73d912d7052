/** Draws points into the picture by mouse, finger, or arrow keys and Enter. Escape leaves. */

import { html, svg } from "../../vendor/lit-html/lit-html.js";
import { canBeDrawn, drawableClasses, pointsOf, readingOf, textOf } from "./own-text.js";

/** @typedef {import("../state/state.js").Data} Data */

const STEP = 0.05; // of the picture's side; a fifth of it with Shift
const NEAR = 0.025;

/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** @param {import("../view.js").Parts} parts */
export function createDrawing({ state, actions, redraw }) {
  /** The keyboard's cursor, as shares of the picture's sides. @type {[number, number]} */
  let cursor = [0.5, 0.5];
  /** Points that Python has not read yet; the next click adds to them. */
  let pending = { text: "", points: /** @type {import("./own-text.js").Point[]} */ ([]) };
  let said = "";

  /** @param {Data} data */
  function overlay(data) {
    const { drawing } = state();
    if (!drawing || !canBeDrawn(state(), data)) return null;
    const [across, up] = cursor;
    return html`
      <div
        class="drawing"
        role="application"
        tabindex="0"
        aria-label="Drawing field"
        aria-describedby="drawing-help"
        @click=${clicked}
        @keydown=${keyed}
      >
        <svg viewBox="0 0 100 100" aria-hidden="true">
          ${svg`<circle cx=${100 * across} cy=${100 * (1 - up)} r="3.5" />`}
        </svg>
      </div>
    `;
  }

  /** @param {Data} data */
  function controls(data) {
    const { drawing } = state();
    if (!drawing || !canBeDrawn(state(), data)) return null;
    return html`
      <fieldset class="classes">
        <legend>Class to draw</legend>
        ${drawableClasses(data).map(
          (name) => html`
            <label class="switch">
              <input
                type="radio"
                name="drawn-class"
                .checked=${name === drawing.name}
                @change=${() => actions.drawPoints(name)}
              />
              ${name}
            </label>
          `,
        )}
      </fieldset>
      <p class="caption" id="drawing-help">
        Click to add a point, click a point to remove it. By keyboard: arrow keys move, Enter adds or removes, a number
        chooses the class, Escape leaves.
      </p>
      <p class="caption"><output aria-label="Drawing" aria-live="polite">${said}</output></p>
    `;
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    cursor = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
    toggle();
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const { key, shiftKey } = event;
    const { own } = state();
    const names = own.data ? drawableClasses(own.data) : [];
    if (key in MOVES) move(MOVES[key], shiftKey ? STEP / 5 : STEP);
    else if (key === "Enter" || key === " ") toggle();
    else if (key === "Escape") leave();
    else if (names[Number(key) - 1]) actions.drawPoints(names[Number(key) - 1]);
    else return;
    event.preventDefault();
  }

  /** @param {[number, number]} direction @param {number} step */
  function move(direction, step) {
    cursor = /** @type {[number, number]} */ (
      cursor.map((part, axis) => Math.min(1, Math.max(0, part + step * direction[axis])))
    );
    const { own, drawing } = state();
    if (!own.data || !drawing) return;
    const here = near(points(own.data), own.data);
    say(
      `${placeInWords(own.data)}: Enter ${here ? `removes a point of ${here.name}` : `adds a point of ${drawing.name}`}.`,
    );
  }

  function leave() {
    actions.drawPoints(null);
    /** @type {HTMLElement | null} */ (document.querySelector("#truth-table [aria-pressed]"))?.focus();
  }

  /** Adds a point, or removes the one that is there. */
  function toggle() {
    const { own, drawing } = state();
    if (!own.data || !drawing) return;
    const before = points(own.data);
    const here = near(before, own.data);
    const after = here
      ? before.filter((one) => one !== here)
      : [...before, { inputs: place(own.data), name: drawing.name }];
    say(
      `${here ? `Removed a point of ${here.name}` : `Added a point of ${drawing.name}`} at ${placeInWords(own.data)}.`,
    );
    pending = { text: textOf(own.data, after), points: after };
    const given = { text: pending.text, reading: readingOf(own.asked) };
    actions.useOwn(given, here ? "A point was removed" : "A point was added");
  }

  /** The points, those not read yet included. @param {Data} data */
  function points(data) {
    const { typed, problem } = state().own;
    return typed === pending.text && !problem ? pending.points : pointsOf(data);
  }

  /** @param {import("./own-text.js").Point[]} all @param {Data} data */
  function near(all, { ranges }) {
    return all.find(({ inputs }) =>
      inputs.every((value, axis) => {
        const [low, high] = ranges[axis];
        return Math.abs((value - low) / (high - low) - cursor[axis]) < NEAR;
      }),
    );
  }

  /** The cursor's position, with as many digits as a pixel can tell. @param {Data} data */
  function place({ ranges }) {
    return ranges.map(([low, high], axis) => {
      const digits = Math.max(0, 3 - Math.ceil(Math.log10(high - low)));
      return Number((low + (high - low) * cursor[axis]).toFixed(Math.min(12, digits)));
    });
  }

  /** @param {Data} data */
  function placeInWords(data) {
    return place(data)
      .map((value, axis) => `${data.inputs[axis]} ${value}`)
      .join(", ");
  }

  /** @param {string} words */
  function say(words) {
    said = words;
    redraw();
  }

  return { overlay, controls };
}
