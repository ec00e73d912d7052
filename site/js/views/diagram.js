/** Draws the network: the positions and looks of neurons and weights, and which parameter is at a point. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { divergingColour, signed } from "../draw/draw.js";
import { labelOf } from "../state/labels.js";
import { labelPlaces } from "./label-places.js";

/** @typedef {import("../state/labels.js").Labels} Labels */
/** @typedef {import("../state/state.js").Matrix} Matrix */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{inputs: string[], outputs: string[]}} Names */
/** @typedef {{name: string, row: number, column: number, value: number, label: string}} Parameter */
/** @typedef {{W: Matrix, b: ArrayLike<number>}} Layer */

const MOST_NEURONS = 16;
const MOST_LAYERS = 8; // layers, inputs and outputs included
const AROUND = 74; // above and below the neurons: half of them, and their biases
const MOST_LABELS = 16;
const NUMBER_WIDTH = 36;
const NUMBER_HEIGHT = 17;
const NEAR_NUMBER = 6; // a line that is nearer than this to the pointer comes before a bias's number
const LONGEST_NAME = 3; // characters
const MANY = 40; // lines; above that they are thinner
const WEAK = 0.05; // a weight or bias that must not look strong
const REACH = 14; // distance at which a line counts as pointed at: its number is within

/**
 * @typedef {object} Geometry
 * @property {number} width
 * @property {number} height
 * @property {number} radius Of a neuron; half the side of its map.
 * @property {number[]} sizes Neurons in each layer, the inputs first.
 * @property {(layer: number, neuron: number) => Point} place
 */

/** Every single weight and bias, in the order of the table. @param {Record<string, Matrix>} parameters @param {Labels} labels @returns {Parameter[]} */
export function parametersOf(parameters, labels) {
  return Object.entries(parameters).flatMap(([name, matrix]) =>
    Array.from(matrix).flatMap((values, row) =>
      Array.from(values, (value, column) => ({ name, row, column, value, label: labelOf(name, row, column, labels) })),
    ),
  );
}

/** Those of a network without any numbers yet; their values mean nothing. @param {number[]} sizes @param {Labels} labels @returns {Parameter[]} */
export function blankParameters(sizes, labels) {
  const zeros = (/** @type {number} */ rows, /** @type {number} */ columns) =>
    Array.from({ length: rows }, () => new Array(columns).fill(0));
  const layers = sizes.slice(1).map((size, before) => ({
    [`W${before + 1}`]: zeros(sizes[before], size),
    [`b${before + 1}`]: zeros(1, size),
  }));
  return parametersOf(Object.assign({}, ...layers), labels);
}

/** Neurons in each layer, the inputs first. @param {Record<string, Matrix>} parameters */
export function sizesOf(parameters) {
  const depth = Object.keys(parameters).length / 2;
  return [parameters.W1.length, ...Array.from({ length: depth }, (_, layer) => parameters[`b${layer + 1}`][0].length)];
}

/** @param {number[]} sizes */
export function canBeDrawn(sizes) {
  return Math.max(...sizes) <= MOST_NEURONS && sizes.length <= MOST_LAYERS;
}

/** Between two neurons of the largest layer. @param {number} most Neurons. @param {boolean} maps */
function gapOf(most, maps) {
  if (most <= 2) return 96;
  if (most <= 4) return 48;
  return maps ? 28 : Math.max(17, 176 / (most - 1));
}

/**
 * The layout: layers from left to right, each centred.
 *
 * @param {number[]} sizes
 * @param {boolean} maps Whether each neuron shows a picture of its own.
 * @returns {Geometry}
 */
export function geometryOf(sizes, maps) {
  const width = 310; // about as many pixels as it gets, so that letters keep their size
  const most = Math.max(...sizes);
  const height = AROUND + (most - 1) * gapOf(most, maps);
  const across = (width - 52) / (sizes.length - 1);
  const widest = maps ? Math.min(22, across * 0.36) : 17;
  const radius = Math.min(widest, gapOf(most, maps) * (maps ? 0.44 : 0.4));
  return {
    width,
    height,
    radius,
    sizes,
    place(layer, neuron) {
      const gap = Math.min(96, (height - AROUND) / Math.max(1, sizes[layer] - 1));
      return { x: 26 + layer * across, y: height / 2 + (neuron - (sizes[layer] - 1) / 2) * gap };
    },
  };
}

/** The ends of a weight's line: at the edges of the neurons' maps, if shown. */
const ends = (/** @type {Geometry} */ { place, radius }, /** @type {boolean} */ maps) => {
  const aside = maps ? radius : 0;
  return (/** @type {number} */ layer, /** @type {number} */ from, /** @type {number} */ to) => {
    const [start, end] = [place(layer - 1, from), place(layer, to)];
    return { x1: start.x + aside, y1: start.y, x2: end.x - aside, y2: end.y };
  };
};

/** The layer of a parameter, counted from 1. @param {string} name */
const layerOf = (name) => Number(name.slice(1));

/**
 * @param {object} drawing
 * @param {Parameter[]} drawing.parameters
 * @param {Geometry} drawing.geometry
 * @param {boolean} drawing.maps
 * @param {Set<string>} drawing.frozen Labels.
 * @param {string | null} drawing.marked The label of the parameter pointed at or selected.
 * @param {boolean} [drawing.blank] Without numbers: all lines are alike.
 * @param {Names} drawing.names Of inputs and outputs.
 */
export function diagram({ parameters, geometry, maps, frozen, marked, blank = false, names }) {
  const weights = parameters.filter(({ name }) => name.startsWith("W"));
  const strongest = strongestOf(weights);
  const lineAt = ends(geometry, maps);
  const placed = weights.map((weight) => ({ ...weight, ...lineAt(layerOf(weight.name), weight.row, weight.column) }));
  const chosen = placed.find(({ label }) => label === marked);
  return html`
    <svg
      viewBox="0 0 ${geometry.width} ${geometry.height}"
      role="img"
      aria-label="Network"
      class=${blank ? "blank diagram" : "diagram"}
    >
      ${placed.map((weight) => line(weight, weight.value / strongest, frozen.has(weight.label), placed.length))}
      ${chosen ? svg`<path class="marked" d="M${chosen.x1} ${chosen.y1}L${chosen.x2} ${chosen.y2}" />` : nothing}
      ${placed.length <= MOST_LABELS && !blank && !maps ? weightLabels(placed, geometry) : nothing}
      ${neurons(parameters, geometry, maps, frozen, marked, blank, names)}
    </svg>
  `;
}

/** What the widest line stands for; weights near 0 have thin lines, even if all of them are. @param {Parameter[]} parameters */
const strongestOf = (parameters) => Math.max(...parameters.map(({ value }) => Math.abs(value)), WEAK);

/** @param {number} part The strength and sign, as a share of the strongest. */
function look(part) {
  const strength = Number.isFinite(part) ? part : 0;
  // The scale's middle is the page's colour, so lines start some way above it.
  const colour = divergingColour(Math.sign(strength) * (0.35 + 0.4 * Math.abs(strength)));
  return { colour, width: 0.75 + 5.5 * Math.abs(strength) };
}

/** @typedef {Parameter & {x1: number, y1: number, x2: number, y2: number}} PlacedWeight */

/** @param {PlacedWeight} weight @param {number} part @param {boolean} held @param {number} count Of all lines. */
function line({ x1, y1, x2, y2, label }, part, held, count) {
  const { colour, width } = look(part);
  // Among very many lines, strong ones must still stand out.
  const thin = Math.max(0.3, Math.min(1, Math.sqrt(MANY / count)));
  const opacity = count > MANY ? Math.min(1, 0.3 + Math.abs(part)).toFixed(2) : nothing;
  return svg`<line x1=${x1} y1=${y1} x2=${x2} y2=${y2} stroke-width=${(thin * width).toFixed(2)} stroke=${colour}
    stroke-opacity=${opacity} stroke-dasharray=${held ? "5 3" : nothing} data-name=${label} />`;
}

/** @param {PlacedWeight[]} weights @param {Geometry} geometry */
function weightLabels(weights, geometry) {
  const places = labelPlaces(weights, geometry);
  return weights.map(({ value, label }, index) => {
    const place = places[index];
    if (!place) return nothing;
    const { x, y, angle } = place;
    return svg`<text class="weight" data-name=${label} transform=${`translate(${x} ${y}) rotate(${angle})`} y="4">${signed(value)}</text>`;
  });
}

/**
 * The neurons. Each ring is a bias, as a line is a weight; inputs have none.
 *
 * @param {Parameter[]} parameters @param {Geometry} geometry @param {boolean} maps @param {Set<string>} frozen
 * @param {string | null} marked @param {boolean} blank @param {Names} names
 */
function neurons(parameters, { sizes, place, radius }, maps, frozen, marked, blank, names) {
  const [ofInputs, ofOutputs] = [shortNames(names.inputs), shortNames(names.outputs)];
  const biases = parameters.filter(({ name }) => name.startsWith("b"));
  const strongest = strongestOf(biases);
  const inputs = Array.from({ length: sizes[0] }, (_, neuron) => {
    const { x, y } = place(0, neuron);
    return svg`<circle cx=${x} cy=${y} r=${radius} data-name="X" />
      ${radius > 10.5 ? svg`<text x=${x} y=${y + 4}>${ofInputs?.[neuron] ?? `x${neuron + 1}`}</text>` : nothing}`;
  });
  const others = biases.map(({ name, column, value, label }) => {
    const layer = layerOf(name);
    const { x, y } = place(layer, column);
    // Lines pass above and below the others.
    const outermost = column === 0 || column === sizes[layer] - 1;
    const { colour, width } = look(value / strongest);
    const held = frozen.has(label) ? "4 3" : nothing;
    const said = (layer === sizes.length - 1 && ofOutputs?.[column]) || nameOf(layer, column, sizes);
    const ring =
      value === 0 ? { colour: nothing, width: nothing } : { colour, width: Math.min(4, 1 + width / 2).toFixed(2) };
    return svg`<g class=${label === marked ? "marked neuron" : "neuron"}>
      ${
        maps
          ? svg`<rect class="ring" x=${x - radius} y=${y - radius} width=${2 * radius} height=${2 * radius} rx="2"
              stroke=${ring.colour} stroke-width=${ring.width} stroke-dasharray=${held} />`
          : svg`<circle class="ring" cx=${x} cy=${y} r=${radius} stroke=${ring.colour} stroke-width=${ring.width}
              stroke-dasharray=${held} data-name=${`a${layer}`} />`
      }
      ${!maps && radius > (sizes.length > 3 ? 13 : 10.5) ? svg`<text x=${x} y=${y + 4}>${said}</text>` : nothing}
      ${!blank && radius > 14 && outermost ? svg`<text class="bias" data-name=${label} x=${x} y=${y + (column < (sizes[layer] - 1) / 2 ? -radius - 6 : radius + 14)}>b ${signed(value)}</text>` : nothing}
    </g>`;
  });
  return [...inputs, ...others];
}

/** The names of inputs or outputs, where each has room in its circle and is more than the number of a y. @param {string[]} names */
function shortNames(names) {
  return names.every((name) => name.length <= LONGEST_NAME && !/^y\d*$/.test(name)) ? names : null;
}

/** The name of a neuron. @param {number} layer @param {number} neuron @param {number[]} sizes */
export function nameOf(layer, neuron, sizes) {
  const last = sizes.length - 1;
  if (layer === last) return sizes[last] > 1 ? `ŷ${neuron + 1}` : "ŷ";
  return `h${sizes.length > 3 ? `${layer}.` : ""}${neuron + 1}`;
}

/**
 * The parameter at a point of the drawing: the bias of the neuron there, else the weight with the nearest line.
 *
 * @param {Point} point
 * @param {Parameter[]} parameters
 * @param {Geometry} geometry
 * @param {boolean} maps
 * @returns {Parameter | null}
 */
export function parameterAt({ x, y }, parameters, geometry, maps) {
  const lineAt = ends(geometry, maps);
  /** @type {Parameter | null} */
  let nearest = null;
  let least = REACH;
  for (const parameter of parameters) {
    const layer = layerOf(parameter.name);
    if (parameter.name.startsWith("b")) {
      const at = geometry.place(layer, parameter.column);
      if (Math.hypot(x - at.x, y - at.y) <= geometry.radius + 2) return parameter;
      // Its number, above or below.
      const off = Math.abs(y - at.y) - geometry.radius;
      if (Math.abs(x - at.x) < NUMBER_WIDTH / 2 && off > 0 && off < NUMBER_HEIGHT && NEAR_NUMBER < least)
        [nearest, least] = [parameter, NEAR_NUMBER];
      continue;
    }
    const { x1, y1, x2, y2 } = lineAt(layer, parameter.row, parameter.column);
    const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2);
    const part = Math.max(0, Math.min(1, along));
    const distance = Math.hypot(x - x1 - part * (x2 - x1), y - y1 - part * (y2 - y1));
    if (distance < least) [nearest, least] = [parameter, distance];
  }
  return nearest;
}
