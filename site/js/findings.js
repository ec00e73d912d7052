/**
 * What keeps the run from learning, as Python found it (`diagnosis.py` says what there may be), and all words for it. A
 * new finding is one entry in `WORDS`.
 */

import { decimal, tinyPercent } from "./draw.js";
import { isHidden } from "./presentation.js";

/** @typedef {import("./state.js").Choices} Choices */
/** @typedef {import("./state.js").Finding} Finding */
/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Way Something to try.
 * @property {string} label
 * @property {(choices: Choices) => Choices} change
 */

/** @type {Record<string, Way>} */
export const WAYS = {
  smallerRate: {
    label: "Use a tenth of the learning rate",
    change: ({ rate }) => ({ rate: Number((Number(rate) / 10).toPrecision(12)) }),
  },
  sigmoidOutput: { label: "Use a sigmoid output", change: () => ({ output: "sigmoid" }) },
  squaredError: { label: "Use the squared error", change: () => ({ loss: "mean_squared_error" }) },
  crossEntropy: {
    label: "Use cross-entropy with a sigmoid output",
    change: () => ({ loss: "binary_cross_entropy", output: "sigmoid" }),
  },
  draw: { label: "Draw the weights", change: () => ({ initializer: "normal" }) },
  xavier: { label: "Use Xavier weights", change: () => ({ initializer: "xavier" }) },
  tanh: { label: "Use tanh and Xavier weights", change: () => ({ activation: "tanh", initializer: "xavier" }) },
  relu: { label: "Use ReLU and He weights", change: () => ({ activation: "relu", initializer: "he" }) },
  twiceAsMany: {
    label: "Double the hidden neurons",
    change: ({ hidden }) => ({ hidden: /** @type {number[]} */ (hidden).map((size) => Math.min(2 * size, 512)) }),
  },
};

/**
 * @typedef {object} Words
 * @property {string} title
 * @property {(finding: Finding, layer: string) => string} number What was found, where, and the number that shows it.
 * @property {string} why
 * @property {string} [may] What may help, in words.
 * @property {string[]} ways
 * @property {boolean} [atOnce] Whether it is true of the choices, and said before anything is trained.
 */

/** @type {Record<string, Words>} */
export const WORDS = {
  outside: {
    title: "Cross-entropy without probabilities",
    number: ({ prediction }, layer) =>
      Number.isFinite(prediction)
        ? `A prediction of ${layer} is ${decimal(prediction, 4)}; cross-entropy needs numbers between 0 and 1.`
        : `The predictions of ${layer} are not numbers any more; cross-entropy needs numbers between 0 and 1.`,
    why: "What lies outside is taken for 0 or 1: the loss no longer says how far off a prediction is.",
    ways: ["sigmoidOutput", "squaredError"],
    atOnce: true,
  },
  lone_softmax: {
    title: "Softmax with a single output",
    number: ({ prediction }, layer) =>
      `Softmax shares 1 among the outputs; ${layer} has one, and every prediction is ${decimal(prediction, 4)}.`,
    why: "That is so whatever the weights: no gradient comes through, and nothing is learned.",
    ways: ["sigmoidOutput", "crossEntropy"],
    atOnce: true,
  },
  no_number: {
    title: "Training diverged",
    number: ({ parameter, largest }, layer) => {
      if (!parameter) return `The loss is not a finite number, and ${layer} is where it comes from.`;
      const size =
        largest === null || largest === undefined
          ? "no weight is a number any more"
          : `the largest number left is ${large(largest)}`;
      return `${parameter} in ${layer} is not a number any more; ${size}.`;
    },
    why: "Each step was larger than the one before, until no number could hold it: the learning rate is too large.",
    ways: ["smallerRate", "crossEntropy"],
    atOnce: true,
  },
  growing: {
    title: "Diverging",
    number: ({ first, last }) =>
      `The loss has grown from ${decimal(first, 4)} to ${decimal(last, 4)}, in all layers together.`,
    why: "The steps lead uphill: the learning rate is too large.",
    ways: ["smallerRate"],
  },
  swinging: {
    title: "The loss swings",
    number: ({ lowest, highest }) =>
      `Of late it went up and down between ${decimal(lowest, 4)} and ${decimal(highest, 4)}, in all layers together.`,
    why: "Each step leads across the valley to its other side: the learning rate is too large.",
    ways: ["smallerRate"],
  },
  symmetrical: {
    title: "Symmetrical neurons",
    number: ({ neurons, weight }, layer) =>
      `The ${neurons} neurons of ${layer} are all alike: each begins with the weight ${decimal(weight, 4)}.`,
    why: "They get the same gradient, and stay alike for ever: the layer can do no more than one neuron.",
    ways: ["draw"],
  },
  dead: {
    title: "Dead neurons",
    number: ({ neurons, of }, layer) =>
      `In ${layer}, ${neurons} of ${of} ReLU ${of === 1 ? "neuron says" : "neurons say"} 0 to every row.`,
    why: "Where ReLU is 0, so is its slope, and no gradient brings the neuron back.",
    ways: ["smallerRate", "tanh"],
  },
  saturated: {
    title: "Saturated neurons",
    number: ({ share }, layer) =>
      `In ${layer}, ${tinyPercent(share)} of the values lie on the flat ends of the activation, below a twentieth of its steepest slope.`,
    why: "Little of the gradient comes through there: the weights are too large.",
    ways: ["smallerRate", "xavier"],
  },
  saturated_output: {
    title: "A saturated output",
    number: ({ rows, of }, layer) =>
      `For ${rows} of ${of} rows, ${layer} is sure of a wrong answer, where its activation is flat.`,
    why: "The squared error’s gradient is multiplied by that slope near 0, and the error teaches nothing.",
    ways: ["crossEntropy", "smallerRate"],
  },
  vanishing: {
    title: "Vanishing gradients",
    number: ({ share, layers }, layer) =>
      `Of the gradient in the last of ${layers} layers, ${tinyPercent(share)} arrives in ${layer}.`,
    why: "Each sigmoid on the way back takes at least three quarters of it.",
    ways: ["tanh", "relu"],
  },
  stuck: {
    title: "Stuck on a plateau",
    number: ({ part, fall, gradient, parameter }, layer) =>
      `In the last ${part < 0.5 ? "tenth" : "half"} of the run the loss fell by ${tinyPercent(Math.max(0, fall))}. The largest gradient left is ${decimal(gradient, 5)} per row, of ${parameter} in ${layer}.`,
    why: "More epochs will not help.",
    may: "Another start or more neurons may.",
    ways: ["twiceAsMany"],
  },
};

/** @param {number} value */
function large(value) {
  return value < 1e6 ? decimal(value, 2) : value.toExponential(0);
}

/**
 * The findings of the run as it is shown; none while it trains. Before anything is trained only what cannot be trained at
 * all is told: who was asked what will become of these weights must be able to find it out.
 *
 * @param {State} state
 * @returns {Finding[]}
 */
export function findings({ run, training }) {
  if (!run || run.recorded || training) return [];
  const found = (run.frame.diagnosis ?? []).filter(({ what }) => what in WORDS);
  return run.live.epoch > 0 ? found : found.filter(({ what }) => WORDS[what].atOnce);
}

/** The gravest of them, unless the diagnosis is left out of the page. @param {State} state @returns {Finding | undefined} */
export function gravest(state) {
  return isHidden(state, "diagnosis") ? undefined : findings(state)[0];
}

/** What was found, in two or three words. @param {State} state */
export function finding(state) {
  const first = gravest(state);
  return first ? WORDS[first.what].title : "";
}

/** @param {Finding} finding @param {State} state */
export function layerName({ layer }, { run }) {
  const last = Object.keys(run?.frame.parameters ?? {}).length / 2;
  if (layer === last) return "the output layer";
  return last === 2 ? "the hidden layer" : `hidden layer ${layer}`;
}
