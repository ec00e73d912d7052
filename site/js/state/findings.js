/**
 * Words each finding of the diagnosis (`diagnosis.py` lists them). To add one, add an entry to `WORDS`.
 */

import { decimal, tinyPercent } from "../draw/draw.js";
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
  draw: { label: "Draw random weights", change: () => ({ initializer: "normal" }) },
  xavier: { label: "Use Xavier weights", change: () => ({ initializer: "xavier" }) },
  tanh: { label: "Use tanh and Xavier weights", change: () => ({ activation: "tanh", initializer: "xavier" }) },
  relu: { label: "Use ReLU and He weights", change: () => ({ activation: "relu", initializer: "he" }) },
  twiceAsMany: {
    label: "Double the hidden neurons",
    change: ({ hidden }) => ({ hidden: /** @type {number[]} */ (hidden).map((size) => Math.min(2 * size, 512)) }),
  },
  hiddenLayer: {
    label: "Add a hidden layer",
    change: ({ hidden }) => ({ hidden: /** @type {number[]} */ (hidden).length ? hidden : [4] }),
  },
};

/**
 * @typedef {object} Words
 * @property {string} title
 * @property {(finding: Finding, layer: string) => string} number The finding, its layer, and the number that shows it.
 * @property {string} why
 * @property {string} [may] A sentence on what may help.
 * @property {string[]} ways Names of `WAYS` that may help.
 * @property {boolean} [atOnce] Whether it follows from the choices alone; then it is shown before training.
 */

/** @type {Record<string, Words>} */
export const WORDS = {
  outside: {
    title: "Cross-entropy without probabilities",
    number: ({ prediction }, layer) =>
      Number.isFinite(prediction)
        ? `A prediction of ${layer} is ${decimal(prediction, 4)}; cross-entropy needs numbers between 0 and 1.`
        : `The predictions of ${layer} are no longer numbers; cross-entropy needs numbers between 0 and 1.`,
    why: "It treats all others as 0 or 1, so the loss no longer measures how wrong a prediction is.",
    ways: ["sigmoidOutput", "squaredError"],
    atOnce: true,
  },
  lone_softmax: {
    title: "Softmax with a single output",
    number: ({ prediction }, layer) =>
      `Softmax makes the outputs add up to 1; ${layer} has only one, so every prediction is ${decimal(prediction, 4)}.`,
    why: "No weight can change that: the gradient is 0, so nothing is learned.",
    ways: ["sigmoidOutput", "crossEntropy"],
    atOnce: true,
  },
  no_number: {
    title: "Training diverged",
    number: ({ parameter, largest }, layer) => {
      if (!parameter) return `The loss is no longer a finite number; it comes from ${layer}.`;
      const size =
        largest === null || largest === undefined
          ? "no weight is a finite number"
          : `the largest number left is ${large(largest)}`;
      return `${parameter} in ${layer} is no longer a finite number; ${size}.`;
    },
    why: "Each step was larger than the last, until the numbers overflowed: the learning rate is too large.",
    ways: ["smallerRate", "crossEntropy"],
    atOnce: true,
  },
  climbing: {
    title: "The loss climbs",
    number: ({ first, last, since }) =>
      `It has climbed from ${since ? `epoch ${since}` : "the first epoch"} on, from ${decimal(first, 4)} to ${decimal(last, 4)}. Is the sign of the update right?`,
    why: "Here the gradients point downhill, so the update adds them. In many books they point uphill and are subtracted.",
    ways: [],
  },
  growing: {
    title: "The loss has grown",
    number: ({ first, last }) => `It was ${decimal(first, 4)} at first; now it is ${decimal(last, 4)}.`,
    why: "The steps overshoot the valley: the learning rate is too large.",
    ways: ["smallerRate"],
  },
  swinging: {
    title: "The loss swings",
    number: ({ lowest, highest }) =>
      `The loss has been oscillating between ${decimal(lowest, 4)} and ${decimal(highest, 4)}.`,
    why: "Each step crosses the valley to its other side: the learning rate is too large.",
    ways: ["smallerRate"],
  },
  symmetrical: {
    title: "Symmetrical neurons",
    number: ({ neurons, weight }, layer) =>
      `The ${neurons} neurons of ${layer} are all alike: the first weight of each is ${decimal(weight, 4)}.`,
    why: "They get the same gradient, so they stay alike: the layer computes no more than one neuron.",
    ways: ["draw"],
  },
  dead: {
    title: "Dead neurons",
    number: ({ neurons, of }, layer) =>
      `In ${layer}, ${neurons} of ${of} ReLU ${of === 1 ? "neurons is" : "neurons are"} 0 for every row.`,
    why: "Where ReLU is 0, its slope is 0 too, so no gradient can bring the neuron back.",
    ways: ["smallerRate", "tanh"],
  },
  saturated: {
    title: "Saturated neurons",
    number: ({ share }, layer) =>
      `In ${layer}, ${tinyPercent(share)} of the values lie on the flat ends of the activation, where its slope is below a twentieth of the steepest.`,
    why: "Little of the gradient passes there: the weights are too large.",
    ways: ["smallerRate", "xavier"],
  },
  saturated_output: {
    title: "A saturated output",
    number: ({ rows, of }, layer) =>
      `For ${rows} of ${of} rows, the prediction of ${layer} is wrong, and its activation is flat there.`,
    why: "The gradient is multiplied by a slope near 0, so the network learns nothing from the error.",
    ways: ["crossEntropy", "smallerRate"],
  },
  vanishing: {
    title: "Vanishing gradients",
    number: ({ share, layers }, layer) =>
      `Only ${tinyPercent(share)} of the gradient of the last of ${layers} layers reaches ${layer}.`,
    why: "Each sigmoid on the way back keeps at most a quarter of it.",
    ways: ["tanh", "relu"],
  },
  stuck: {
    title: "Stuck on a plateau",
    number: ({ part, fall, gradient, parameter }, layer) =>
      `In the last ${part < 0.5 ? "tenth" : "half"} of the run the loss fell by ${tinyPercent(Math.max(0, fall))}. The largest remaining gradient is ${decimal(gradient, 5)} per row, for ${parameter} in ${layer}.`,
    why: "More epochs will not help.",
    may: "Other initial weights or more neurons may.",
    ways: ["twiceAsMany", "hiddenLayer"],
  },
};

/** @param {number} value */
function large(value) {
  return value < 1e6 ? decimal(value, 2) : value.toExponential(0);
}

/**
 * The findings of the run on the page; none while it trains. Before the first epoch, only those that follow from the
 * choices: an exercise may ask what training will do to these weights.
 *
 * @param {State} state
 * @returns {Finding[]}
 */
export function findings({ run, training }) {
  if (!run || run.recorded || training) return [];
  const found = (run.frame.diagnosis ?? []).filter(({ what }) => what in WORDS);
  return run.live.epoch > 0 ? found : found.filter(({ what }) => WORDS[what].atOnce);
}

/** The most serious finding, unless the diagnosis is hidden. @param {State} state @returns {Finding | undefined} */
export function gravest(state) {
  return isHidden(state, "diagnosis") ? undefined : findings(state)[0];
}

/** The title of the most serious finding. @param {State} state */
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
