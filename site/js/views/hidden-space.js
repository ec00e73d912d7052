/** Hidden space: a hidden layer's activations for the rows, and the boundary that the rest of the network draws there. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, fitCanvas, onCanvasResized, onColoursChanged, percent } from "../draw/draw.js";
import { numbersOf } from "../state/data.js";
import { nameOf, sizesOf } from "./diagram.js";
import { menu } from "./field.js";
import { paintSpace, placing } from "./hidden-space-picture.js";

/** @typedef {import("../state/state.js").HiddenSpace} HiddenSpace */
/** @typedef {import("../view.js").Parts} Parts */

const SIZE = 32; // of the field behind the rows
const NEAR = 16; // pixels at which a row counts as pointed at
const MOST_TOLD = 50;

/** @param {Parts} parts */
export function view({ state, draw, element, wish, redraw }) {
  let layer = 1;
  let tableOpen = false;
  /** The index of the row pointed at. @type {number | null} */
  let pointed = null;

  ask();
  draw(look, paint);
  onColoursChanged(paint);
  onCanvasResized(/** @type {HTMLCanvasElement} */ (element.querySelector("canvas")), paint);

  function ask() {
    wish("hidden_space", { layer, size: SIZE });
  }

  function look() {
    const { run, engine } = state();
    const space = run?.frame.hidden_space;
    const none = run && sizesOf(run.frame.parameters).length === 2;
    const coming = engine === "ready" ? "…" : "The rows appear when Python is ready.";
    const waiting = none ? "This network has no hidden layer: the inputs go straight to the output." : coming;
    return html`
      <div class="beside">
        <div>
          ${run ? layerMenu(sizesOf(run.frame.parameters)) : nothing}
          ${space ? nothing : html`<p class="empty">${waiting}</p>`}
          <canvas
            class="square"
            role="img"
            aria-label="Hidden space"
            ?hidden=${!space}
            @pointermove=${point}
            @pointerdown=${point}
            @pointerleave=${() => pointAt(null)}
          ></canvas>
          <p class="readout"><output aria-label="Row at the pointer" aria-live="polite">${reading(space)}</output></p>
        </div>
        <div>
          ${space && run ? caption(space, sizesOf(run.frame.parameters)) : nothing}
          <details @toggle=${toggled}>
            <summary>Hidden space as a table</summary>
            ${tableOpen && space && run ? table(space, sizesOf(run.frame.parameters)) : nothing}
          </details>
        </div>
      </div>
    `;
  }

  /** @param {number[]} sizes */
  function layerMenu(sizes) {
    const layers = sizes.slice(1, -1);
    if (layers.length < 2) return nothing;
    return menu({
      label: "Hidden layer",
      entries: layers.map((size, index) => ({
        name: String(index + 1),
        label: `${index + 1}: ${size} ${size === 1 ? "neuron" : "neurons"}`,
      })),
      value: String(Math.min(layer, layers.length)),
      take: (name) => {
        layer = Number(name);
        pointed = null;
        ask();
        redraw();
      },
    });
  }

  /** @param {HiddenSpace} space @param {number[]} sizes */
  function caption(space, sizes) {
    const [across, up] = axesOf(space, sizes);
    const last = space.layer === sizes.length - 2;
    const shares = space.shares.map((share) => percent(share, 0));
    const shown =
      space.rows.length < space.all_rows ? ` ${space.rows.length} of ${space.all_rows} rows are shown.` : "";
    return html`
      <p class="caption">
        Where hidden layer ${space.layer} puts each row: ${across} across${space.neurons > 1 ? `, ${up} up` : ""}.
        ${
          space.shares.length
            ? `Of its ${space.neurons} neurons, these two directions show ${shares[0]} and ${shares[1]} of how the rows differ.`
            : nothing
        }
        The background is the prediction there; on the line it is 0.5.
        ${
          last
            ? `The output can draw only a straight line through this space. If a straight line separates squares from
               circles here, the hidden layer has solved what no line could solve before.`
            : "The later layers can still bend the line."
        }${shown}
      </p>
    `;
  }

  /** @param {HiddenSpace} space @param {number[]} sizes */
  function table(space, sizes) {
    const [across, up] = axesOf(space, sizes);
    const rows = Array.from(space.rows).slice(0, MOST_TOLD);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Rows in hidden space, scrollable">
      <table aria-label="Rows in hidden space">
        <thead>
          <tr>
            <th scope="col">row</th>
            <th scope="col">target</th>
            <th scope="col">${across}</th>
            ${space.neurons > 1 ? html`<th scope="col">${up}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (_, index) => html`
              <tr>
                <th scope="row">${numbersOf(space.inputs[index])}</th>
                <td>${numbersOf(space.targets[index])}</td>
                <td>${decimal(space.points[index][0], 4)}</td>
                ${space.neurons > 1 ? html`<td>${decimal(space.points[index][1], 4)}</td>` : nothing}
              </tr>
            `,
          )}
        </tbody>
      </table>
      </div>
      ${
        rows.length < space.all_rows
          ? html`<p class="caption">The first ${rows.length} of ${space.all_rows} rows.</p>`
          : nothing
      }
    `;
  }

  /** @param {Event} event */
  function toggled(event) {
    tableOpen = /** @type {HTMLDetailsElement} */ (event.target).open;
    redraw();
  }

  /** @param {HiddenSpace | null | undefined} space */
  function reading(space) {
    if (!space || pointed === null || pointed >= space.points.length) return "";
    const { 0: x, 1: y } = space.points[pointed];
    const place = space.neurons > 1 ? `${decimal(x, 3)}, ${decimal(y, 3)}` : decimal(x, 3);
    return `Row ${numbersOf(space.inputs[pointed])}, target ${numbersOf(space.targets[pointed])}: at ${place}`;
  }

  /** @param {number | null} index */
  function pointAt(index) {
    if (index === pointed) return;
    pointed = index;
    redraw();
  }

  /** @param {PointerEvent} event */
  function point(event) {
    const space = state().run?.frame.hidden_space;
    if (!space) return;
    const { left, top, width, height } = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const place = placing(space, width, height);
    let [nearest, least] = [/** @type {number | null} */ (null), NEAR];
    for (const [index, point] of space.points.entries()) {
      const [x, y] = place(point);
      const distance = Math.hypot(event.clientX - left - x, event.clientY - top - y);
      if (distance < least) [nearest, least] = [index, distance];
    }
    pointAt(nearest);
  }

  function paint() {
    const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas"));
    const { context, width, height } = fitCanvas(canvas);
    context.clearRect(0, 0, width, height);
    const { run } = state();
    const space = run?.frame.hidden_space;
    if (!width || !space) return;
    const axes = space.shares.length
      ? ["1st component", "2nd component"]
      : axesOf(space, sizesOf(run.frame.parameters));
    paintSpace(context, space, axes, pointed, width, height);
  }
}

/** The names of the two directions. @param {HiddenSpace} space @param {number[]} sizes */
function axesOf({ neurons, layer, shares }, sizes) {
  if (neurons > 2 && shares.length) return ["the first principal component", "the second"];
  return [nameOf(layer, 0, sizes), nameOf(layer, 1, sizes)];
}
