/**
 * What keeps the run from learning, in words: which layer, which number shows it, and what to try, by one press each.
 *
 * The findings come from Python (`diagnosis.py` says which there are); all words for them are here. A new finding is one
 * entry in `WORDS`.
 */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, withMinus } from "../draw.js";
import { goTo, goToTrain } from "../go-to.js";
import { anyLocked } from "../presentation.js";
import { ownFunctions } from "../state.js";
import { waysBack } from "./own-functions.js";
import { endedStuck } from "./verdict.js";
import { inWords } from "./yours.js";

/** @typedef {import("../state.js").Choices} Choices */
/** @typedef {import("../state.js").Finding} Finding */
/** @typedef {import("../state.js").State} State */

/**
 * @typedef {object} Way Something to try.
 * @property {string} label
 * @property {(choices: Choices) => Choices} change
 */

/** @type {Record<string, Way>} */
const WAYS = {
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
const WORDS = {
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
      `In ${layer}, ${percent(share)} of the values lie on the flat ends of the activation, below a twentieth of its steepest slope.`,
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
      `Of the gradient in the last of ${layers} layers, ${percent(share)} arrives in ${layer}.`,
    why: "Each sigmoid on the way back takes at least three quarters of it.",
    ways: ["tanh", "relu"],
  },
  stuck: {
    title: "Stuck on a plateau",
    number: ({ part, fall, gradient, parameter }, layer) =>
      `In the last ${part < 0.5 ? "tenth" : "half"} of the run the loss fell by ${percent(Math.max(0, fall))}. The largest gradient left is ${decimal(gradient, 5)} per row, of ${parameter} in ${layer}.`,
    why: "More epochs will not help.",
    may: "Another start or more neurons may.",
    ways: ["twiceAsMany"],
  },
};

/** @param {number} share */
function percent(share) {
  const value = 100 * share;
  return `${value === 0 || value >= 1 ? Math.round(value) : value.toPrecision(2)} %`;
}

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
function findings({ run, training }) {
  if (!run || run.recorded || training) return [];
  const found = (run.frame.diagnosis ?? []).filter(({ what }) => what in WORDS);
  return run.live.epoch > 0 ? found : found.filter(({ what }) => WORDS[what].atOnce);
}

/** What was found, in two or three words. @param {State} state */
export function finding(state) {
  const [first] = findings(state);
  return first ? WORDS[first.what].title : "";
}

/** @param {import("../view.js").Parts} parts */
export function diagnosis({ store, actions, draw, element }) {
  draw(
    () => {
      const state = store.get();
      const found = findings(state);
      /** @type {Set<string>} */
      const offered = new Set();
      return found.length
        ? html`<h2>Diagnosis</h2>${ownFirst(state)}${found.map((one) => described(one, offered))}`
        : nothing;
    },
    () => {
      element.hidden = findings(store.get()).length === 0;
    },
  );

  /** What the causes below take for granted. @param {State} state */
  function ownFirst(state) {
    const names = ownFunctions(state);
    if (!names.length) return nothing;
    return html`
      <div class="finding">
        <p>
          <strong>Your own version of ${inWords(names)} runs.</strong> The numbers below come from it; the causes and ways
          out that are named with them are those of the original functions.
        </p>
        ${endedStuck(state) ? html`<p class="ways">${elsewhere}</p>` : waysBack(state, actions)}
      </div>
    `;
  }

  /** @param {Finding} finding @param {Set<string>} offered The ways that stand there already; each is offered once. */
  function described(finding, offered) {
    const state = store.get();
    const { title, number, why, may = "", ways } = WORDS[finding.what];
    const said = finding.what === "stuck" && endedStuck(state);
    const here = ways.filter(
      (way) => !said && !offered.has(way) && leadsOn(WAYS[way].change(state.choices), state, finding),
    );
    for (const way of here) offered.add(way);
    return html`
      <div class="finding">
        <p>
          <strong>${title}.</strong> ${withMinus(number(finding, layerName(finding, state)))} ${why}
          ${said ? nothing : may}
        </p>
        <p class="ways">
          ${said && !ownFunctions(state).length ? elsewhere : nothing}
          ${here.map((way) => {
            const { label, change } = WAYS[way];
            return html`<button type="button" @click=${() => tryThis(change)}>${label}</button>`;
          })}
        </p>
      </div>
    `;
  }

  /** From the start, because what is broken cannot go on. @param {Way["change"]} change */
  function tryThis(change) {
    actions.choose(change(store.get().choices), "The settings changed");
    actions.reset();
    actions.train();
    // The button that was pressed is about to go; who works by keyboard finds Pause in its place.
    goToTrain();
  }
}

const elsewhere = html`
  <button type="button" class="plain" @click=${() => goTo("verdict")}>See what may help</button>
`;

/**
 * Whether a way leads anywhere, and may be gone here: to other choices, or, from weights that are alike, to weights that
 * were drawn.
 *
 * @param {Choices} changes @param {State} state @param {Finding} finding
 */
function leadsOn(changes, state, { what }) {
  const { choices } = state;
  if (anyLocked(state, changes)) return false;
  return what === "symmetrical" || Object.keys(changes).some((name) => String(changes[name]) !== String(choices[name]));
}

/** @param {Finding} finding @param {State} state */
function layerName({ layer }, { run }) {
  const last = Object.keys(run?.frame.parameters ?? {}).length / 2;
  if (layer === last) return "the output layer";
  return last === 2 ? "the hidden layer" : `hidden layer ${layer}`;
}
