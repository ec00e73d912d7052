/** The network as a picture: point at a weight to read it, click to edit or freeze it. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { onColoursChanged } from "../draw/draw.js";
import { load } from "../lazy.js";
import { namesOf, sizesChosen } from "../state/data.js";
import { blankParameters, canBeDrawn, diagram, geometryOf, parameterAt, parametersOf, sizesOf } from "./diagram.js";
import { draggable } from "./dragged.js";
import { valueNow, weightNumber } from "./dragged-weight.js";
import { appears } from "./waiting.js";
import { exact, freezeBox, gradientText, valueField, weightsTable } from "./weights.js";

/** @typedef {import("../view.js").Parts} Parts */
/** @typedef {import("../state/state.js").Frame} Frame */
/** @typedef {import("./diagram.js").Parameter} Parameter */

const FAR = 10; // parameters that a page key skips

/** @param {Parts} parts */
export function network(parts) {
  const { state, actions, draw, element, wish, redraw } = parts;
  /** The label of the parameter pointed at. @type {string | null} */
  let pointed = null;
  /** The label of the parameter being edited. @type {string | null} */
  let chosen = null;
  let focused = false;
  let tableOpen = false;
  let mapsOpen = false;
  /** The element to focus after the next drawing. @type {string | null} */
  let focusNext = null;
  /** @type {typeof import("./neuron-maps.js").paintMaps | null} */
  let paintMaps = null;

  draw(look, after);
  onColoursChanged(redraw);

  function look() {
    const { run, description } = state();
    if (!run) return withoutRun(state());
    const { frame } = run;
    const parameters = parametersOf(frame.parameters, description.labels);
    const sizes = sizesOf(frame.parameters);
    const drawn = canBeDrawn(sizes);
    const read = parameters.find(({ label }) => label === (pointed ?? chosen));
    return html`
      <div class="frame">
      ${heading(html`
        ${drawn ? mapsSwitch() : nothing}
        <details class="twin" @toggle=${tableToggled}>
          <summary><span class="heard">Weights </span>as a table</summary>
          <div role="region" aria-label="Weights as a table" tabindex="0">${tableOpen ? weightsTable(parameters, frame, parts) : nothing}</div>
        </details>
      `)}
      ${drawn ? picture(parameters, sizes, frame) : tooMany(sizes)}
      </div>
      <div class="below">
        ${editor(parameters.find(({ label }) => label === chosen))}
        ${read || !drawn ? nothing : whatToLookFor(frame, sizes)}
        <output class="caption" aria-label="Weight at the pointer" aria-live="polite">${read && inWords(read, frame)}</output>
      </div>
    `;
  }

  /** @param {Frame} frame @param {number[]} sizes */
  function whatToLookFor({ frozen }, sizes) {
    const others = sizes[0] > 2 ? " The other inputs are held at 0.5." : "";
    return html`
      <p class="caption">
        ${
          mapsOpen
            ? `Each neuron’s output for every pair of inputs, x1 across and x2 up: blue is low, red high.${others}`
            : `Red is positive, blue negative; rings are biases. Drag one, or click to type${frozen?.length ? "; dashed ones are frozen" : ""}.`
        }
      </p>
    `;
  }

  /** The layers that were chosen, without numbers. @param {import("../state/state.js").State} state */
  function withoutRun(state) {
    const sizes = sizesChosen(state);
    const words = appears("the weights", state);
    if (!sizes || !canBeDrawn(sizes)) return html`${heading(nothing)}<p class="empty">${words}</p>`;
    const geometry = geometryOf(sizes, false);
    const blank = {
      parameters: blankParameters(sizes, state.description.labels),
      geometry,
      maps: false,
      frozen: new Set(),
      marked: null,
      blank: true,
      names: namesOf(state),
    };
    return html`
      ${heading(nothing)}
      <div class="net">${diagram(blank)}</div>
      <p class="caption">The neurons and their connections. ${words}</p>
    `;
  }

  /** @param {Parameter[]} parameters @param {number[]} sizes @param {Frame} frame */
  function picture(parameters, sizes, frame) {
    const geometry = geometryOf(sizes, mapsOpen);
    const at = (/** @type {PointerEvent} */ event) => {
      const svg = /** @type {Element} */ (/** @type {Element} */ (event.currentTarget).querySelector("svg"));
      const { left, top, width } = svg.getBoundingClientRect();
      const scale = geometry.width / width;
      const point = { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale };
      return parameterAt(point, parameters, geometry, mapsOpen)?.label ?? null;
    };
    /** The number to drag: the one pressed, or for a key, the one that is read. @param {Event} event */
    const pick = (event) => {
      const label = event instanceof PointerEvent ? at(event) : (pointed ?? chosen);
      const parameter = parameters.find((one) => one.label === label);
      return parameter ? weightNumber(parameter, state(), actions) : null;
    };
    return html`
      <div
        class="net"
        tabindex="0"
        role="group"
        aria-label="Network: arrow keys go from weight to weight, Enter changes one, plus and minus drag it"
        @pointermove=${(/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && point(at(event))}
        @pointerleave=${() => point(null)}
        @click=${(/** @type {PointerEvent} */ event) => clicked(at(event), event.pointerType)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => keyed(event, parameters)}
        @focus=${() => focus(true)}
        @blur=${() => focus(false)}
        ${draggable(pick)}
      >
        ${mapsOpen ? html`<canvas class="maps" aria-hidden="true"></canvas>` : nothing}
        ${diagram({
          parameters,
          geometry,
          maps: mapsOpen,
          frozen: new Set(frame.frozen),
          marked: pointed ?? chosen,
          names: namesOf(state()),
        })}
      </div>
    `;
  }

  /** @param {Parameter | undefined} parameter */
  function editor(parameter) {
    if (!parameter) return nothing;
    const close = () => {
      choose(null);
      focusNext = ".net";
    };
    return html`
      <div class="chosen" @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close()}>
        ${valueField(parameter, `Value of ${parameter.label}`, parts)}
        ${freezeBox(parameter, `Freeze ${parameter.label}`, `Freeze ${parameter.label}`, parts)}
        <button type="button" aria-label="Close" @click=${close}>×</button>
      </div>
    `;
  }

  function mapsSwitch() {
    return html`
      <button type="button" class="plain" aria-pressed=${mapsOpen ? "true" : "false"} @click=${switchMaps}>
        Neuron maps
      </button>
    `;
  }

  function after() {
    const { run } = state();
    const next = focusNext && element.querySelector(focusNext);
    if (next) {
      /** @type {HTMLElement} */ (next).focus();
      if (next instanceof HTMLInputElement) next.select();
      focusNext = null;
    }
    if (!run) return;
    const sizes = sizesOf(run.frame.parameters);
    const { width, height } = geometryOf(sizes, mapsOpen);
    element.style.setProperty("--aspect", String(width / height)); // for css/stage-wide.css
    const neurons = sizes.slice(1).reduce((sum, size) => sum + size);
    if (mapsOpen) wish("neurons", neurons <= 12 ? 24 : 14);
    if (mapsOpen && paintMaps) paintMaps(element, state(), redraw);
  }

  /** Gradients cost a backward pass, so they are requested only while one is read. */
  function askForGradients() {
    wish("gradients", pointed || chosen || focused || tableOpen ? true : undefined);
  }

  /** @param {string | null} label */
  function point(label) {
    if (label === pointed) return;
    pointed = label;
    askForGradients();
    redraw();
  }

  /** @param {string | null} label */
  function choose(label) {
    chosen = label;
    askForGradients();
    redraw();
  }

  /** @param {boolean} there */
  function focus(there) {
    focused = there;
    if (!there) pointed = null;
    askForGradients();
    redraw();
  }

  /** @param {KeyboardEvent} event @param {Parameter[]} parameters */
  function keyed(event, parameters) {
    const last = parameters.length - 1;
    const from = parameters.findIndex(({ label }) => label === (pointed ?? chosen));
    /** @type {Record<string, number>} */
    const moves = {
      ArrowLeft: from - 1,
      ArrowUp: from - 1,
      ArrowRight: from + 1,
      ArrowDown: from + 1,
      PageUp: from - FAR,
      PageDown: from + FAR,
      Home: 0,
      End: last,
    };
    if (event.key === "Enter" && pointed) {
      choose(pointed);
      focusNext = ".chosen input";
    } else if (event.key in moves) point(parameters[Math.max(0, Math.min(last, moves[event.key]))].label);
    else return;
    event.preventDefault();
  }

  /**
   * With a mouse one types at once; a finger would have the keyboard over the picture.
   *
   * @param {string | null} label
   * @param {string} pointer
   */
  function clicked(label, pointer) {
    if (label && pointer === "mouse") focusNext = ".chosen input";
    choose(label);
  }

  /** @param {Event} event */
  function tableToggled(event) {
    tableOpen = /** @type {HTMLDetailsElement} */ (event.target).open;
    askForGradients();
    redraw();
  }

  async function switchMaps() {
    mapsOpen = !mapsOpen;
    if (!mapsOpen) wish("neurons", undefined);
    redraw();
    paintMaps ??= (await load("neuron-maps")).paintMaps;
    redraw();
  }

  /** @param {Parameter} parameter @param {Frame} frame */
  function inWords(parameter, frame) {
    const dragged = valueNow(parameter, state());
    if (dragged !== null) return `${parameter.label} set to ${exact(dragged)}, now ${exact(parameter.value)}`;
    const frozen = frame.frozen?.includes(parameter.label) ? ", frozen" : "";
    return `${parameter.label} = ${exact(parameter.value)}, gradient ${gradientText(frame, parameter)}${frozen}`;
  }
}

/** @param {unknown} ways */
const heading = (ways) => html`<header><h2>Network</h2>${ways}</header>`;

/** @param {number[]} sizes */
function tooMany(sizes) {
  return html`<p class="empty">${sizes.join(" → ")} neurons are too many to draw. Open “as a table” to see them all.</p>`;
}
