/** Class regions: the colour is the predicted class; pale means unsure. */

import { classChannels, isDark } from "../draw/draw.js";
import { paintCells, strokeContour } from "../draw/plane.js";

const PAPER = { light: [253, 252, 250], dark: [20, 24, 27] };

/** @param {CanvasRenderingContext2D} context @param {ArrayLike<number>} values One output after another. @param {number} outputs @param {number} width @param {number} height */
export function paintRegions(context, values, outputs, width, height) {
  const cells = values.length / outputs;
  const size = Math.sqrt(cells);
  const leads = Array.from({ length: outputs }, () => new Float64Array(cells));
  for (let cell = 0; cell < cells; cell += 1) {
    for (let output = 0; output < outputs; output += 1)
      leads[output][cell] = lead(values, cells, outputs, cell, output);
  }
  const paper = isDark() ? PAPER.dark : PAPER.light;
  paintCells(context, size, width, height, (image, cellAt) => {
    for (let pixel = 0; pixel < cells; pixel += 1) {
      const cell = cellAt(pixel);
      const first = leads.findIndex((one) => one[cell] >= 0);
      const colour = first < 0 ? [128, 128, 128] : classChannels(first);
      const part = 0.3 + 0.45 * Math.min(1, Math.max(0, leads[Math.max(first, 0)][cell]));
      for (let channel = 0; channel < 3; channel += 1) {
        image.data[4 * pixel + channel] = paper[channel] + (colour[channel] - paper[channel]) * part;
      }
      image.data[4 * pixel + 3] = 255;
    }
  });
  for (const one of leads) strokeContour(context, one, 0, width, height);
}

/** How far an output is above the best other one. @param {ArrayLike<number>} values @param {number} cells @param {number} outputs @param {number} cell @param {number} output */
function lead(values, cells, outputs, cell, output) {
  let best = -Infinity;
  for (let other = 0; other < outputs; other += 1) {
    if (other !== output) best = Math.max(best, values[other * cells + cell]);
  }
  return values[output * cells + cell] - best;
}
