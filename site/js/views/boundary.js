/** The decision boundary: the prediction for every input as a colour, the line where it is 0.5, and the four rows. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { readNumber } from "../address.js";
import {
  contour,
  decimal,
  divergingColour,
  fitCanvas,
  onCanvasResized,
  onColoursChanged,
  paintDiverging,
  themeColour,
} from "../draw.js";
import { field } from "./field.js";
import { combination } from "./truth-table.js";

/** @typedef {import("../view.js").Parts} Parts */

/** @param {Parts} parts */
export function boundary({ store, actions, draw, element }) {
  const heatMap = document.createElement("canvas");

  draw(
    () => html`
      <header><h2>Decision boundary</h2></header>
      <canvas
        class="square"
        role="img"
        aria-label="Decision boundary"
        @pointerdown=${pointed}
        @pointermove=${(/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && pointed(event)}
      ></canvas>
      <p class="caption">
        The prediction for every pair of inputs: blue is near 0, red near 1, and on the line it is 0.5. Squares are rows
        whose target is 0.5 or more, circles those whose target is less. Point anywhere to ask the network.
      </p>
      ${triedInput()}
    `,
    paint,
  );
  onColoursChanged(paint);
  onCanvasResized(/** @type {HTMLCanvasElement} */ (element.querySelector("canvas")), paint);

  /** Any input, typed or pointed at, and the network's answer. */
  function triedInput() {
    const { tried, run } = store.get();
    return html`
      <div class="tried">
        ${tried.inputs.map((input, index) =>
          field(
            {
              id: `input-${index}`,
              label: `Input x${index + 1}`,
              value: String(input),
              limits: {},
              read: (typed) => readNumber(typed, {}),
              take: (value) => actions.tryInput(tried.inputs.with(index, value)),
              atOnce: true,
            },
            store,
          ),
        )}
        <div class="field">
          <span>Prediction</span>
          <output aria-label="Prediction" aria-live=${store.get().training ? "off" : "polite"}>
            ${tried.prediction === null ? (run ? "…" : "–") : decimal(tried.prediction, 4)}
          </output>
        </div>
      </div>
    `;
  }

  /** @param {PointerEvent} event */
  function pointed(event) {
    const box = /** @type {HTMLCanvasElement} */ (event.currentTarget).getBoundingClientRect();
    const [low, high] = store.get().description.boundary_range;
    const scale = (/** @type {number} */ part) => Number((low + (high - low) * part).toFixed(2));
    actions.tryInput([
      scale((event.clientX - box.left) / box.width),
      scale(1 - (event.clientY - box.top) / box.height),
    ]);
  }

  function paint() {
    const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas"));
    const { context, width, height } = fitCanvas(canvas);
    if (!width) return; // not laid out yet
    const { run, choices, description, tried } = store.get();
    const [low, high] = description.boundary_range;
    const x = (/** @type {number} */ value) => ((value - low) / (high - low)) * width;
    const y = (/** @type {number} */ value) => height - ((value - low) / (high - low)) * height;

    context.clearRect(0, 0, width, height);
    if (run?.frame.boundary) paintField(context, run.frame.boundary, width, height);
    for (const [row, target] of /** @type {number[]} */ (choices.targets).entries()) {
      const [x1, x2] = combination(row, 2).map(Number);
      paintPoint(context, x(x1), y(x2), target);
    }
    const [x1, x2] = tried.inputs;
    context.beginPath();
    context.moveTo(x(x1) - 6, y(x2));
    context.lineTo(x(x1) + 6, y(x2));
    context.moveTo(x(x1), y(x2) - 6);
    context.lineTo(x(x1), y(x2) + 6);
    for (const [colour, thickness] of /** @type {[string, number][]} */ ([
      ["paper", 4.5],
      ["ink", 1.75],
    ])) {
      context.strokeStyle = themeColour(colour);
      context.lineWidth = thickness;
      context.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {ArrayLike<number>} values @param {number} width @param {number} height */
  function paintField(context, values, width, height) {
    const size = Math.sqrt(values.length);
    const small = /** @type {CanvasRenderingContext2D} */ (heatMap.getContext("2d"));
    Object.assign(heatMap, { width: size, height: size });
    const image = small.createImageData(size, size);
    // The values come from the lower left, an image's pixels from the upper left.
    const cellAt = (/** @type {number} */ pixel) => (size - 1 - Math.floor(pixel / size)) * size + (pixel % size);
    paintDiverging(image, (pixel) => 1.7 * (values[cellAt(pixel)] - 0.5));
    small.putImageData(image, 0, 0);
    // The outermost cells' middles lie on the picture's edge, so that half a cell hangs over on each side.
    const cell = width / (size - 1);
    context.imageSmoothingEnabled = true;
    context.drawImage(heatMap, -cell / 2, -cell / 2, width + cell, height + cell);

    context.strokeStyle = themeColour("ink");
    context.lineWidth = 1.5;
    context.beginPath();
    for (const [x1, y1, x2, y2] of contour(values, size, 0.5)) {
      context.moveTo(x1 * cell, height - y1 * cell);
      context.lineTo(x2 * cell, height - y2 * cell);
    }
    context.stroke();
  }

  /** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} target */
  function paintPoint(context, x, y, target) {
    context.fillStyle = divergingColour(1.2 * (target - 0.5));
    context.beginPath();
    if (target >= 0.5) context.rect(x - 7, y - 7, 14, 14);
    else context.arc(x, y, 8, 0, 2 * Math.PI);
    context.fill();
    // A rim of both colours stands out on any background.
    context.lineWidth = 4;
    context.strokeStyle = themeColour("ink");
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = themeColour("paper");
    context.stroke();
  }
}
