/**
 * The decision boundary: each input's prediction as a colour, the 0.5 contour, and the rows. Three or more classes give
 * regions, a single input gives a curve, more than two inputs give a slice.
 */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { fitCanvas, onCanvasResized, onColoursChanged, themeColour } from "../draw/draw.js";
import { createPointLayer, paintCross, paintField, planeOf } from "../draw/plane.js";
import { load } from "../lazy.js";
import { dataOf, groupOf, inputsOf, namesOf, OWN, shownRows } from "../state/data.js";
import { isTable } from "../state/state.js";
import { menu } from "./field.js";
import { createTriedInput } from "./tried-input.js";
import { appears } from "./waiting.js";

/** @typedef {import("../state/state.js").Data} Data */
/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../view.js").Parts} Parts */

const NEAR = 12; // pixels
const BEHIND_POINTS = 0.9; // of the colours' scale; the points have more
const MOST_NAMED = 10; // inputs in the caption of a slice

/** @param {Parts} parts */
export function boundary(parts) {
  const { actions, draw, element, redraw } = parts;
  const triedInput = createTriedInput(parts);
  const paintPoints = createPointLayer();
  /** Modules loaded when needed: truth tables of two inputs do without them. @type {Record<string, any>} */
  const extra = {};
  let tableOpen = false;

  draw(() => {
    const state = parts.state();
    const data = dataOf(state);
    const kind = kindOf(state, data);
    const drawing =
      state.drawing && data && state.choices.dataset === OWN
        ? loaded("drawing", () => load("drawing"), makeDrawing)
        : null;
    return html`
      <div class="frame">
      <header>
        <h2>${kind.title}</h2>
        <details class="twin" @toggle=${toggled}>
          <summary><span class="heard">${kind.title} </span>as a table</summary>
          <div role="region" aria-label=${`${kind.title} as a table`} tabindex="0">
            ${tableOpen && data ? loaded("table", () => load("boundary-table"))?.boundaryTable(state, data, `${kind.title} values`) : nothing}
          </div>
        </details>
      </header>
      <div class="plane">
        <canvas
          class="square"
          role="img"
          aria-label=${kind.title}
          @pointerdown=${(/** @type {PointerEvent} */ event) => pointed(event, true)}
          @pointermove=${(/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && pointed(event, false)}
        ></canvas>
        ${data ? nothing : html`<p class="empty">${appears("the points", state)}</p>`}
        ${drawing?.overlay(data) ?? nothing}
      </div>
      </div>
      <div class="below">
        ${data && !isTable(state.choices.dataset, state.description) ? scales(state, data) : nothing}
        ${drawing?.controls(data) ?? nothing}
        <p class="caption">${kind.caption} ${slice(state, data)}</p>
        ${data && data.inputs.length > 2 ? axesMenus(state, data) : nothing}
        ${triedInput()}
      </div>
    `;
  }, paint);
  onColoursChanged(paint);
  onCanvasResized(/** @type {HTMLCanvasElement} */ (element.querySelector("canvas")), paint);
  new IntersectionObserver((entries) => {
    const planeSeen = entries[entries.length - 1].isIntersecting;
    if (planeSeen === parts.state().planeSeen) return;
    actions.seePlane(planeSeen);
  }).observe(/** @type {Element} */ (element.querySelector(".plane")));

  /**
   * A module, loaded at its first use.
   *
   * @param {string} name
   * @param {() => Promise<any>} load
   * @param {(module: any) => unknown} [make]
   */
  function loaded(name, load, make = (module) => module) {
    if (!(name in extra)) {
      extra[name] = null;
      load().then((module) => {
        extra[name] = make(module);
        redraw();
      });
    }
    return extra[name];
  }

  /** @param {typeof import("./drawing.js")} module */
  function makeDrawing({ createDrawing }) {
    return createDrawing(parts);
  }

  /** @param {Event} event */
  function toggled(event) {
    tableOpen = /** @type {HTMLDetailsElement} */ (event.target).open;
    redraw();
  }

  /** @param {State} state @param {Data} data */
  function axesMenus({ axes }, { inputs }) {
    const entries = inputs.map((label, index) => ({ name: String(index), label }));
    return html`
      <div class="axes">
        ${["Across", "Up"].map((label, place) =>
          menu({
            label,
            entries: entries.filter(({ name }) => name !== String(axes[1 - place])),
            value: String(axes[place]),
            take: (name) =>
              actions.lookAlong(/** @type {[number, number]} */ (parts.state().axes.with(place, Number(name)))),
          }),
        )}
      </div>
    `;
  }

  /** @param {PointerEvent} event @param {boolean} pressed */
  function pointed(event, pressed) {
    const state = parts.state();
    const data = dataOf(state);
    if (!data) return;
    const box = /** @type {HTMLCanvasElement} */ (event.currentTarget).getBoundingClientRect();
    const part = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
    const axes = axesOf(state, data);
    const near = pressed ? rowNear(data, axes, part, [box.width, box.height]) : -1;
    if (near >= 0) {
      actions.tryInput(inputsOf(data, near));
      return;
    }
    const inputs = [...state.tried.inputs];
    if (inputs.length !== data.inputs.length) return;
    for (const [place, axis] of axes.entries()) {
      const [low, high] = data.ranges[axis];
      const digits = Math.max(0, Math.min(12, 3 - Math.ceil(Math.log10(high - low))));
      inputs[axis] = Number((low + (high - low) * part[place]).toFixed(digits));
    }
    actions.tryInput(inputs);
  }

  function paint() {
    const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas"));
    const { context, width, height } = fitCanvas(canvas);
    if (!width) return; // no layout yet, or folded
    context.clearRect(0, 0, width, height);
    const state = parts.state();
    const data = dataOf(state);
    if (!data) return;
    if (data.inputs.length === 1) {
      const curve = loaded("curve", () => load("regression-curve"));
      curve?.paintCurve(context, data, state.run?.frame.curve, state.tried.inputs[0], width, height);
    } else paintPlane(context, state, data, width, height);
    if (!state.run) {
      context.strokeStyle = themeColour("hairline"); // where nothing is coloured yet
      context.strokeRect(0.5, 0.5, width - 1, height - 1);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {State} state @param {Data} data @param {number} width @param {number} height */
  function paintPlane(context, state, data, width, height) {
    const { run, tried } = state;
    const axes = /** @type {[number, number]} */ (axesOf(state, data));
    const plane = planeOf(data, axes, width, height);
    const grid = run?.frame.boundary;
    if (grid && data.classes.length > 2) {
      const regions = loaded("regions", () => load("class-regions"));
      regions?.paintRegions(context, grid, data.outputs.length, width, height);
    } else if (grid) {
      const { length } = data.outputs;
      const first = length === 1 ? grid : Array.from(grid).slice(0, grid.length / length);
      const strength = isTable(state.choices.dataset, state.description) ? undefined : BEHIND_POINTS;
      paintField(context, first, width, height, strength);
    }
    const at = isTable(state.choices.dataset, state.description) && data.inputs.length > 2 ? tried.inputs : null;
    paintPoints(context, data, plane, (row) => !at || onSlice(inputsOf(data, row), at, axes), at ? [String(at)] : []);
    if (tried.inputs.length === data.inputs.length) {
      paintCross(context, plane.x(tried.inputs[axes[0]]), plane.y(tried.inputs[axes[1]]));
    }
  }
}

/** The title and caption for this kind of data. @param {State} state @param {Data | null} data */
function kindOf(state, data) {
  const { inputs, outputs } = data ?? namesOf(state);
  const classes = data ? data.classes.length : groupOf(state) === "points" ? outputs.length : 0;
  const held = data?.held_rows ? "Hollow: held out." : "";
  if (inputs.length === 1) {
    return {
      title: "Regression curve",
      caption: `The line is the prediction for each ${inputs[0]}, the points are the targets. ${held}`,
    };
  }
  if (classes > 2) {
    return {
      title: "Class regions",
      caption: `The colour is the predicted class; pale means unsure. Points have the colour and shape of their own class: a
        point on another colour is wrong. ${held}`,
    };
  }
  return {
    title: "Decision boundary",
    caption: `On the line the answer is 0.5. Squares should be red, circles blue. ${held}`,
  };
}

/** The inputs on the axes. @param {State} state @param {Data} data @returns {number[]} */
function axesOf({ axes }, { inputs }) {
  return inputs.length === 1 ? [0] : axes;
}

/** What part of the predictions is shown, where it is not all. @param {State} state @param {Data | null} data */
function slice({ axes, tried, choices, description }, data) {
  if (!data) return "";
  const first = data.outputs.length > 1 && !data.classes.length ? firstOf(data) : "";
  if (data.inputs.length < 3) return first;
  const others = data.inputs.map((name, index) => ({ name, index })).filter(({ index }) => !axes.includes(index));
  const shown = others.slice(0, MOST_NAMED);
  const values = shown.map(({ index }) => String(tried.inputs[index] ?? "–"));
  const more = others.length - shown.length;
  const alike = shown.length > 1 && !more && new Set(values).size === 1;
  const held = alike
    ? [`${shown.map(({ name }) => name).join(", ")} are ${values[0]}`]
    : shown.map(({ name }, place) => `${name} is ${values[place]}`);
  if (more) held.push(`and ${more} more`);
  const all = isTable(choices.dataset, description) ? "" : "All points are shown, also those off the slice.";
  return `A slice: ${held.join(", ")}. Type another value below to move it. ${all} ${first}`;
}

/** @param {Data} data */
function firstOf({ outputs }) {
  return `It shows the first output, ${outputs[0]}.`;
}

/** @param {State} state @param {Data} data */
function scales({ axes }, { inputs, ranges }) {
  const said = inputs.length === 1 ? [0] : axes;
  const words = said.map((axis, place) => {
    const [low, high] = ranges[axis].map((value) => String(Number(value.toPrecision(4))).replace("-", "−"));
    return `${inputs[axis]} ${place ? "up" : "across"} ${low} to ${high}`;
  });
  return html`<p class="aside">${words.join(", ")}</p>`;
}

/** Whether a row lies on a slice. @param {number[]} inputs @param {number[]} at @param {number[]} axes */
function onSlice(inputs, at, axes) {
  return inputs.every((value, index) => axes.includes(index) || Math.abs(value - (at[index] ?? 0)) <= 0.5);
}

/** The row nearest to a position; -1 if none is near. @param {Data} data @param {number[]} axes @param {number[]} part @param {number[]} size */
function rowNear(data, axes, part, size) {
  let best = NEAR;
  let found = -1;
  for (let row = 0; row < shownRows(data); row += 1) {
    const inputs = inputsOf(data, row);
    const away = axes.map((axis, place) => {
      const [low, high] = data.ranges[axis];
      return ((inputs[axis] - low) / (high - low) - part[place]) * size[place];
    });
    const distance = Math.hypot(...away);
    if (distance < best) {
      best = distance;
      found = row;
    }
  }
  return found;
}
