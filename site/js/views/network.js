/** The network as a picture: width is strength, colour is sign. Its twin is the table of weights, each editable. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { readNumber } from "../address.js";
import { divergingColour, onColoursChanged, signed } from "../draw.js";
import { field } from "./field.js";

/** @typedef {import("../state.js").Matrix} Matrix */
/** @typedef {import("../view.js").Parts} Parts */

const WIDTH = 360;
const HEIGHT = 240;
const MOST_NEURONS = 16;
const MOST_LAYERS = 8;
const MOST_LABELS = 12;
const MOST_EDITABLE = 400;

/** @param {Parts} parts */
export function network({ store, actions, draw, element }) {
  let open = false;
  const look = () => {
    const { run } = store.get();
    if (!run) return html`${heading()}<p class="empty">The weights appear as soon as Python is there.</p>`;
    const { parameters } = run.frame;
    return html`
      ${heading()} ${picture(layersOf(parameters))}
      <p class="caption">Each line is a weight: red adds, blue takes away, and the thicker the stronger.</p>
      <details @toggle=${toggled}>
        <summary>Weights as a table</summary>
        ${open ? weights(parameters) : nothing}
      </details>
    `;
  };
  draw(look);
  onColoursChanged(() => store.change({}));

  /** @param {Event} event */
  function toggled(event) {
    open = /** @type {HTMLDetailsElement} */ (event.target).open;
    store.change({});
  }

  /** @param {Record<string, Matrix>} parameters */
  function weights(parameters) {
    const cells = Object.entries(parameters).flatMap(([name, matrix]) =>
      Array.from(matrix).flatMap((row, r) =>
        Array.from(row).map((value, c) => ({ name, row: r, column: c, value, label: labelOf(name, r, c) })),
      ),
    );
    const editable = cells.slice(0, MOST_EDITABLE);
    return html`
      <table aria-label="Weights" class="weights">
        <thead>
          <tr><th scope="col">parameter</th><th scope="col">value</th></tr>
        </thead>
        <tbody>
          ${editable.map(
            (cell) => html`
              <tr data-name=${cell.label}>
                <th scope="row">${cell.label}</th>
                <td>
                  ${field(
                    {
                      id: `weight-${cell.label}`,
                      label: cell.label,
                      shown: false,
                      value: String(cell.value),
                      limits: {},
                      read: (typed) => readNumber(typed, {}),
                      take: (value) => {
                        if (value !== cell.value) actions.setParameter(cell, value);
                      },
                    },
                    store,
                  )}
                </td>
              </tr>
            `,
          )}
        </tbody>
      </table>
      ${
        cells.length > editable.length
          ? html`<p class="caption">The first ${MOST_EDITABLE} of ${cells.length} parameters.</p>`
          : nothing
      }
    `;
  }
  element.classList.add("network");
}

const heading = () =>
  html`<header><h2>Network</h2><span class="aside">width is strength, colour is sign</span></header>`;

/** A bias is named by its neuron alone. @param {string} name @param {number} row @param {number} column */
function labelOf(name, row, column) {
  return name.startsWith("b") ? `${name}[${column}]` : `${name}[${row},${column}]`;
}

/** Weights and biases, layer by layer. @param {Record<string, Matrix>} parameters */
function layersOf(parameters) {
  const depth = Object.keys(parameters).length / 2;
  return Array.from({ length: depth }, (_, index) => ({
    W: parameters[`W${index + 1}`],
    b: parameters[`b${index + 1}`][0],
  }));
}

/** @param {{W: Matrix, b: ArrayLike<number>}[]} layers */
function picture(layers) {
  const sizes = [layers[0].W.length, ...layers.map(({ b }) => b.length)];
  if (Math.max(...sizes) > MOST_NEURONS || sizes.length > MOST_LAYERS) {
    return html`<p class="empty">${sizes.join(" → ")} neurons are too many to draw. The table below has them all.</p>`;
  }
  const place = placing(sizes);
  const count = layers.reduce((sum, { W, b }) => sum + W.length * b.length, 0);
  const strongest = Math.max(...layers.flatMap(({ W }) => Array.from(W).flatMap((row) => Array.from(row, Math.abs))));
  const lines = [];
  const labels = [];
  for (const [layer, { W, b }] of layers.entries()) {
    for (let from = 0; from < W.length; from += 1) {
      for (let to = 0; to < b.length; to += 1) {
        const weight = W[from][to];
        lines.push(
          line(
            place(layer, from),
            place(layer + 1, to),
            weight / strongest,
            labelOf(`W${layer + 1}`, from, to),
            weight,
          ),
        );
        if (count <= MOST_LABELS) {
          // Nearer to the layer with more neurons, where the lines are farthest apart.
          const part = b.length < W.length ? 0.3 : b.length > 2 ? 0.74 : 0.62;
          labels.push(weightLabel(place(layer, from), place(layer + 1, to), weight, part));
        }
      }
    }
  }
  const radius = Math.min(17, (HEIGHT - 20) / Math.max(...sizes) / 2.4);
  return html`
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Network" class="diagram">
      ${lines} ${labels} ${sizes.flatMap((size, layer) => neurons(size, layer, sizes, layers, radius, place))}
    </svg>
  `;
}

/** Where a neuron stands: layers from left to right, each centred. @param {number[]} sizes */
function placing(sizes) {
  return (/** @type {number} */ layer, /** @type {number} */ neuron) => {
    const gap = Math.min(90, (HEIGHT - 62) / Math.max(1, sizes[layer] - 1));
    return {
      x: 26 + (layer * (WIDTH - 52)) / (sizes.length - 1),
      y: HEIGHT / 2 - 8 + (neuron - (sizes[layer] - 1) / 2) * gap,
    };
  };
}

/** @typedef {{x: number, y: number}} Point */

/** @param {Point} from @param {Point} to @param {number} strength @param {string} name @param {number} weight */
function line(from, to, strength, name, weight) {
  const part = Number.isFinite(strength) ? strength : 0;
  // The scale's middle is the colour of the page, so that a line starts some way up from it.
  const colour = divergingColour(Math.sign(part) * (0.35 + 0.4 * Math.abs(part)));
  return svg`<line x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y} stroke-width=${0.75 + 5.5 * Math.abs(part)}
    stroke=${colour} data-name=${name}><title>${name} = ${weight}</title></line>`;
}

/** @param {Point} from @param {Point} to @param {number} weight @param {number} part How far along its line. */
function weightLabel(from, to, weight, part) {
  const x = from.x + (to.x - from.x) * part;
  const y = from.y + (to.y - from.y) * part + 4;
  return svg`<g class="weight">
    <rect x=${x - 15} y=${y - 10} width="30" height="13" rx="3" />
    <text x=${x} y=${y}>${signed(weight)}</text>
  </g>`;
}

/**
 * @param {number} size @param {number} layer @param {number[]} sizes
 * @param {{b: ArrayLike<number>}[]} layers @param {number} radius
 * @param {(layer: number, neuron: number) => Point} place
 */
function neurons(size, layer, sizes, layers, radius, place) {
  const last = sizes.length - 1;
  return Array.from({ length: size }, (_, neuron) => {
    const { x, y } = place(layer, neuron);
    const bias = layer ? layers[layer - 1].b[neuron] : 0;
    const many = sizes.length > 3 ? `${layer}.` : "";
    const name = layer === 0 ? `x${neuron + 1}` : layer === last ? "ŷ" : `h${many}${neuron + 1}`;
    const shared = layer ? `a${layer}` : "X";
    return svg`<g>
      <circle cx=${x} cy=${y} r=${radius} data-name=${shared}><title>${layer ? `${labelOf(`b${layer}`, 0, neuron)} = ${bias}` : name}</title></circle>
      ${radius > 12 ? svg`<text x=${x} y=${y + 4}>${name}</text>` : nothing}
      ${layer && radius > 14 ? svg`<text class="bias" data-name=${labelOf(`b${layer}`, 0, neuron)} x=${x} y=${y + radius + 13}>b ${signed(bias)}</text>` : nothing}
    </g>`;
  });
}
