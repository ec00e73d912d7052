/**
 * The numbers in the program's text that can be dragged, or typed after a double click. Python says where they stand
 * (`programs/live.py`); what a drag does is in `live.js`.
 */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { idOf, TARGETS } from "../run/dragging.js";
import { readNumber } from "../share/address.js";
import { dataOf } from "../state/data.js";
import { isDataLocked, isHidden, isLocked } from "../state/presentation.js";
import { dragged } from "./dragged.js";
import { NAMES } from "./settings.js";
import { nameOf } from "./truth-table.js";

/** @typedef {Pick<import("../python/answers.js").LiveText, "choice" | "place">} Target */
/** @typedef {import("../run/dragging.js").Scale} Scale */
/** @typedef {import("../state/state.js").State} State */

/** How each choice follows the pointer; its limits are Python's. @type {Record<string, Scale>} */
const SCALES = {
  rate: { by: "log", pixels: 120 },
  epochs: { by: "log", pixels: 120, whole: true },
  hidden: { by: "linear", pixels: 14, least: 1 },
  seed: { by: "linear", pixels: 6 },
  data_seed: { by: "linear", pixels: 6 },
  batch: { by: "linear", pixels: 8, least: 1 },
  targets: TARGETS,
  dropout: { by: "linear", pixels: 3, step: 0.01 },
  l1: { by: "log", pixels: 120 },
  l2: { by: "log", pixels: 120 },
  clip: { by: "log", pixels: 120 },
};
const LEAST = 1e-9; // on a log scale

/** @param {import("../view.js").Parts} parts @param {() => void} redraw Of the program. */
export function createLiveNumbers(parts, redraw) {
  const { actions, element } = parts;
  /** The number that is typed. @type {string | null} */
  let typed = null;
  let refusal = "";

  /**
   * A number in the text.
   *
   * @param {Target} target
   * @param {string} text
   */
  return function liveNumber(target, text) {
    const state = parts.state();
    const id = idOf(target);
    if (!mayChange(state, target.choice)) return text;
    const { label, what } = wordsFor(target, state);
    const limits = limitsOf(target.choice, state);
    const value = state.live?.id === id ? Number(state.live.value) : Number(text);
    const { start, ...drag } = actions.drag;
    if (typed === id) return field(id, label, text, limits, (good) => take(target, what, good));
    const number = {
      label,
      value,
      scale: scaleOf(target.choice, limits),
      drag: { ...drag, start: () => start(target, what) },
      type: () => type(id),
    };
    const shown = state.live?.id === id ? String(value) : text;
    return html`<span data-number=${id} ${dragged(number)}>${shown}</span>${refusalOf(id)}`;
  };

  /** @param {string} id */
  function type(id) {
    actions.drag.keep();
    [typed, refusal] = [id, ""];
    redraw();
    requestAnimationFrame(() => {
      const input = /** @type {HTMLInputElement | null} */ (element.querySelector("input.typed"));
      input?.focus();
      input?.select();
    });
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {string} text
   * @param {import("../state/state.js").Limits} limits
   * @param {(value: number) => void} take
   */
  function field(id, label, text, limits, take) {
    /** @param {Event} event @param {boolean} stays Whether the focus stays with the number. */
    const done = ({ target }, stays) => {
      if (typed !== id) return;
      const { value, problem } = readNumber(/** @type {HTMLInputElement} */ (target).value, limits);
      close(id, problem ? `${problem} Kept ${text}.` : "", stays);
      if (value !== undefined && value !== Number(text)) take(value);
    };
    const keyed = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") done(event, true);
      else if (event.key === "Escape") close(id, "", true);
      event.stopPropagation();
    };
    return html`<input
      class="typed"
      type="text"
      role="spinbutton"
      inputmode="decimal"
      autocomplete="off"
      size=${Math.max(text.length + 1, 5)}
      aria-label=${label}
      aria-valuenow=${text}
      .value=${text}
      @keydown=${keyed}
      @blur=${(/** @type {Event} */ event) => done(event, false)}
    />`;
  }

  /** @param {string} id @param {string} problem @param {boolean} stays */
  function close(id, problem, stays) {
    [typed, refusal] = [null, problem && `${id}: ${problem}`];
    redraw();
    const focus = () =>
      /** @type {HTMLElement | null} */ (element.querySelector(`[data-number="${id}"]`))?.focus({
        preventScroll: true,
      });
    if (stays) requestAnimationFrame(focus);
  }

  /** @param {string} id */
  function refusalOf(id) {
    if (!refusal.startsWith(`${id}: `)) return nothing;
    return html`<span class="refused" role="alert">${refusal.slice(id.length + 2)}</span>`;
  }

  /** A typed number: as if it had been dragged there. @param {Target} target @param {string} what @param {number} value */
  function take(target, what, value) {
    actions.drag.start(target, what);
    actions.drag.to(value, performance.now());
    actions.drag.keep();
  }
}

/** @param {State} state @param {string} choice */
function mayChange(state, choice) {
  if (!(choice in SCALES) || isHidden(state, choice)) return false;
  return choice === "targets" ? !isDataLocked(state) && !isHidden(state, "table") : !isLocked(state, choice);
}

/** @param {string} choice @param {State} state @returns {import("../state/state.js").Limits} */
function limitsOf(choice, { description }) {
  const { least } = SCALES[choice];
  return { ...description.limits[choice], ...(least !== undefined && { least }) };
}

/** @param {string} choice @param {import("../state/state.js").Limits} limits @returns {Scale} */
function scaleOf(choice, { least, most, whole }) {
  const scale = { ...SCALES[choice], ...(whole && { whole }), ...(most !== undefined && { most }) };
  return { ...scale, least: scale.by === "log" ? Math.max(least ?? 0, whole ? 1 : LEAST) : least };
}

/** Its name, as elsewhere on the page, and what is said when it has changed. @param {Target} target @param {State} state */
function wordsFor({ choice, place }, state) {
  const { hidden } = state.choices;
  if (choice === "hidden") {
    const what = "The hidden neurons changed";
    const several = /** @type {number[]} */ (hidden).length > 1;
    return { label: several ? `Neurons of hidden layer ${place + 1}` : "Hidden neurons", what };
  }
  if (choice !== "targets") return { label: NAMES[choice].label, what: `${NAMES[choice].what} changed` };
  const data = dataOf(state);
  return { label: data ? nameOf(data, place, "target") : "target", what: "A target changed" };
}
