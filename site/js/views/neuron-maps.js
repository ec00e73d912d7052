/** Neuron maps: each neuron's output for every pair of inputs, painted into the network's picture. */

import { fitCanvas, onCanvasResized, paintDiverging } from "../draw/draw.js";
import { geometryOf, sizesOf } from "./diagram.js";

/** @typedef {import("../state/state.js").State} State */

const CONTRAST = 0.85; // the ends of the scale are too dark to distinguish
const tile = document.createElement("canvas");
/** @type {WeakSet<HTMLCanvasElement>} */
const watched = new WeakSet();

/** @param {HTMLElement} element Of the network. @param {State} state @param {() => void} redraw At another size. */
export function paintMaps(element, { run }, redraw) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (element.querySelector("canvas.maps"));
  if (!canvas || !run) return;
  if (!watched.has(canvas)) {
    watched.add(canvas);
    onCanvasResized(canvas, redraw);
  }
  paintAll(canvas, run.frame);
}

/** @param {HTMLCanvasElement} canvas @param {import("../state/state.js").Frame} frame */
function paintAll(canvas, { neurons, parameters }) {
  const { context, width, height } = fitCanvas(canvas);
  context.clearRect(0, 0, width, height);
  if (!width || !neurons) return;
  const sizes = sizesOf(parameters);
  const { place, radius, width: units } = geometryOf(sizes, true);
  const scale = width / units;
  const small = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  for (const [index, { values, middle, reach }] of neurons.entries()) {
    const count = sizes[index + 1];
    const points = values.length / count;
    const size = Math.sqrt(points);
    Object.assign(tile, { width: size, height: size });
    const image = small.createImageData(size, size);
    for (let neuron = 0; neuron < count; neuron += 1) {
      const first = neuron * points;
      // Values start at the lower left, an image's pixels at the upper left.
      paintDiverging(image, (pixel) => {
        const value = values[first + (size - 1 - Math.floor(pixel / size)) * size + (pixel % size)];
        return (CONTRAST * (value - middle)) / reach;
      });
      small.putImageData(image, 0, 0);
      const { x, y } = place(index + 1, neuron);
      const side = 2 * radius * scale;
      context.drawImage(tile, x * scale - side / 2, y * scale - side / 2, side, side);
    }
  }
}
