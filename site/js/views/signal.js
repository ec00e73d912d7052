/** The network while an epoch is stepped through: the signal of one row on its way forward, the error on its way back. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { divergingColour, signed } from "../draw.js";
import { cellName } from "../trace.js";

/** @typedef {import("../trace.js").Known} Known */
/** @typedef {import("../trace.js").Line} Line */

const [WIDTH, HEIGHT, RADIUS] = [300, 150, 19];
const MOST_NEURONS = 4;
const MOST_LAYERS = 6;

/** The layer whose weights the signal passes at a line, and which way; none before the first and in the update. @param {Line} line */
export function signalOf({ function: name, layer, here }) {
  if (name === "forward_propagation" && here.W) return { layer, way: /** @type {const} */ ("forward") };
  if (name === "output_delta" || (name === "backward_propagation" && here.delta)) {
    return { layer, way: /** @type {const} */ ("back") };
  }
  return null;
}

/**
 * @param {import("../trace.js").Trace} trace
 * @param {Line} line
 * @param {Map<string, Known>} arrays
 * @param {number} wanted The row of the data.
 */
export function signalPicture({ given }, line, arrays, wanted) {
  const depth = Object.keys(given).filter((name) => name.startsWith("W")).length;
  const sizes = [given.W1.length, ...Array.from({ length: depth }, (_, layer) => given[`b${layer + 1}`][0].length)];
  if (Math.max(...sizes) > MOST_NEURONS || sizes.length > MOST_LAYERS) return nothing;
  const row = Math.min(wanted, given.X.length - 1);
  const back = signalOf(line)?.way === "back" || line.function === "update_parameters";
  const place = (/** @type {number} */ layer, /** @type {number} */ neuron) => ({
    x: 30 + (layer * (WIDTH - 60)) / (sizes.length - 1),
    y: HEIGHT / 2 + (neuron - (sizes[layer] - 1) / 2) * Math.min(75, (HEIGHT - 52) / Math.max(1, sizes[layer] - 1)),
  });
  /** What a neuron holds now. @param {number} layer @param {number} neuron */
  const held = (layer, neuron) => {
    const error = arrays.get(`delta${layer}`);
    const name = layer === 0 ? "X" : back && error ? `delta${layer}` : `a${layer}`;
    const value = arrays.get(name)?.values[row]?.[neuron];
    return { name: cellName(name, row, neuron), value };
  };
  const lines = Array.from({ length: depth }, (_, below) =>
    Array.from(given[`W${below + 1}`]).flatMap((weights, from) =>
      Array.from(weights, (_, to) => weight(below, from, to)),
    ),
  );
  /** @param {number} below @param {number} from @param {number} to */
  function weight(below, from, to) {
    const value = arrays.get(`W${below + 1}`)?.values[from][to] ?? 0;
    const [one, other] = [place(below, from), place(below + 1, to)];
    const colour = divergingColour(Math.sign(value) * (0.35 + 0.4 * Math.min(1, Math.abs(value) / 2)));
    return svg`<line x1=${one.x} y1=${one.y} x2=${other.x} y2=${other.y} stroke=${colour}
      stroke-width=${1 + Math.min(4, Math.abs(value))} data-name=${cellName(`W${below + 1}`, from, to)} />`;
  }
  return html`
    <div class="signal" aria-hidden="true">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" class="diagram">
        ${lines}
        ${sizes.map((size, layer) =>
          Array.from({ length: size }, (_, neuron) => {
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
        ${back ? "The error of" : "The signal of"} row ${row + 1}: in each neuron what it holds after this line,
        ${back ? "its delta where that is known" : "its activation once that is known"}.
      </p>
    </div>
  `;
}
