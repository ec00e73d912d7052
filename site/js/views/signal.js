/** Draws the network during stepping: one row's signal on its way forward, its error on the way back. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { divergingColour, signed } from "../draw/draw.js";
import { labelOf } from "../state/labels.js";
import { cellOf, lastOf } from "../state/trace.js";

/** @typedef {import("../state/trace.js").Known} Known */
/** @typedef {import("../state/trace.js").Line} Line */
/** @typedef {import("../state/trace.js").Trace} Trace */

const [WIDTH, HEIGHT, RADIUS] = [300, 150, 19];
const MOST_NEURONS = 4;
const MOST_LAYERS = 6;

/** The number of layers with weights. @param {Trace} trace */
const depthOf = ({ given }) => Object.keys(given).filter((name) => /^W\d+$/.test(name)).length;

/** The layer whose weights a line uses, and the direction; null in the update. @param {Trace} trace @param {Line} line */
export function signalOf(trace, { function: name, made }) {
  const depth = depthOf(trace);
  const layers = made.map((one) => layerOf(one.name, depth)).filter((layer) => layer > 0 && layer <= depth);
  const back = name === "backward_propagation";
  if (!layers.length || !(back || name === "forward_propagation")) return null;
  return { layer: layers[0], way: back ? /** @type {const} */ ("back") : /** @type {const} */ ("forward") };
}

/** The layer of an array, by its name; 0 for none. An error has passed the weights above its layer. @param {string} name @param {number} depth */
function layerOf(name, depth) {
  if (name === "output_error" || name === "output_delta") return depth;
  const hidden = /^hidden(\d*)_(error|delta)$/.exec(name);
  if (hidden) return Number(hidden[1] || 1) + (hidden[2] === "error" ? 1 : 0);
  return Number(/^[a-z]*[A-Za-z](\d+)$/.exec(name)?.[1] ?? 0);
}

/** The possible names of a layer's delta. @param {number} layer @param {number} depth */
function deltasOf(layer, depth) {
  const own = layer === depth ? "output_delta" : depth === 2 ? "hidden_delta" : `hidden${layer}_delta`;
  return [own, `delta${layer}`, `d${layer}`, `dz${layer}`, `dZ${layer}`];
}

/**
 * @param {Trace} trace
 * @param {Line} line
 * @param {Known[]} known
 * @param {number} wanted The row of the data.
 */
export function signalPicture(trace, line, known, wanted) {
  const { given, arrays, labels } = trace;
  const depth = depthOf(trace);
  const shape = (/** @type {string} */ name) => arrays[given[name]].shape;
  const sizes = [shape("W1")[0], ...Array.from({ length: depth }, (_, layer) => shape(`W${layer + 1}`)[1])];
  if (Math.max(...sizes) > MOST_NEURONS || sizes.length > MOST_LAYERS) return nothing;
  const row = Math.min(wanted, shape("X")[0] - 1);
  const back = line.function === "backward_propagation" || line.function === "update_parameters";
  const place = (/** @type {number} */ layer, /** @type {number} */ neuron) => ({
    x: 30 + (layer * (WIDTH - 60)) / (sizes.length - 1),
    y: HEIGHT / 2 + (neuron - (sizes[layer] - 1) / 2) * Math.min(75, (HEIGHT - 52) / Math.max(1, sizes[layer] - 1)),
  });
  /** A neuron's current value. @param {number} layer @param {number} neuron */
  const held = (layer, neuron) => {
    const error = back && layer > 0 && deltasOf(layer, depth).find((name) => lastOf(known, name));
    const name = error || (layer === 0 ? "X" : `a${layer}`);
    const matrix = arrays[lastOf(known, name)?.values ?? -1];
    const fits = matrix && row < matrix.shape[0] && neuron < matrix.shape[1];
    return { name: labelOf(name, row, neuron, labels), value: fits ? cellOf(matrix, row, neuron) : undefined };
  };
  /** @param {number} below @param {number} from @param {number} to */
  const weight = (below, from, to) => {
    const name = `W${below + 1}`;
    const value = cellOf(arrays[lastOf(known, name)?.values ?? given[name]], from, to);
    const [one, other] = [place(below, from), place(below + 1, to)];
    const colour = divergingColour(Math.sign(value) * (0.35 + 0.4 * Math.min(1, Math.abs(value) / 2)));
    return svg`<line x1=${one.x} y1=${one.y} x2=${other.x} y2=${other.y} stroke=${colour}
      stroke-width=${1 + Math.min(4, Math.abs(value))} data-name=${labelOf(name, from, to, labels)} />`;
  };
  const each = (/** @type {number} */ length) => Array.from({ length }, (_, one) => one);
  return html`
    <div class="signal" aria-hidden="true">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" class="diagram">
        ${each(depth).map((below) =>
          each(sizes[below]).map((from) => each(sizes[below + 1]).map((to) => weight(below, from, to))),
        )}
        ${sizes.map((size, layer) =>
          each(size).map((neuron) => {
            const { x, y } = place(layer, neuron);
            const { name, value } = held(layer, neuron);
            return svg`<g>
              <circle cx=${x} cy=${y} r=${RADIUS} data-name=${name} />
              <text x=${x} y=${y + 4} data-name=${name}>${value === undefined ? "" : signed(value)}</text>
            </g>`;
          }),
        )}
      </svg>
      <p class="caption">
        ${back ? "The error of" : "The signal of"} row ${row + 1}. Each neuron shows its ${back ? "delta" : "activation"} as soon
        as it is known.
      </p>
    </div>
  `;
}
