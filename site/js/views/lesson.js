/** The lesson: the nine steps, each with a sentence of why and the very source that runs. */

import { html, noChange } from "../../vendor/lit-html/lit-html.js";
import { counted, decimal, fixed } from "../draw.js";
import { createEditing } from "./edit.js";
import { createFormulas } from "./formula.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Source} Source */

// A sentence of why for each step of the tutorial, by the first of its functions; the first step has none.
const WHY = {
  "": "NumPy multiplies whole tables of numbers at once. It is the only library that the network needs.",
  initialize_network:
    "Every weight starts as a random number. If all were equal, every hidden neuron would compute the same thing and " +
    "learn the same thing, for ever. The seed decides which random numbers, so that a run can be repeated.",
  sigmoid:
    "A neuron adds up what it gets and then bends the sum: the tutorial’s sigmoid squashes it into the range from 0 to 1. " +
    "Without a bend, layers upon layers would collapse into one straight line, and no straight line solves XOR. The " +
    "derivative says how much the output moves when the sum does: the sigmoid’s most in the middle, hardly near 0 and 1.",
  forward_propagation:
    "The signal runs forward: each layer multiplies by its weights, adds its biases, and bends the result. All rows go " +
    "through at once. The cache keeps every sum z and every activation a, because the way back needs them.",
  compute_loss:
    "One number says how wrong the network is: in the tutorial, the mean of the squared differences between targets and " +
    "predictions. Training does nothing but make this number smaller.",
  backward_propagation:
    "How much did each weight contribute to the error? The error at the output travels back through the same weights " +
    "that carried the signal forward, scaled at each neuron by how easily it can move. That product is the gradient. The " +
    "tutorial’s points downhill, is summed over the rows, and leaves out the 2 of the square: for n rows it is −n/2 times " +
    "the derivative of its loss.",
  update_parameters:
    "Each parameter takes a small step downhill: in the tutorial, the gradient times the learning rate. Too small, and it takes for " +
    "ever; too large, and it jumps over the valley.",
  train_network:
    "Forward, loss, backward, update, and again: that is all that training is. One round over all rows is an epoch.",
  predict: "The trained network is used by running it forward. Point into the decision boundary to do just that.",
};

/** @param {import("../view.js").Parts} parts */
export function lesson(parts) {
  const { store, draw } = parts;
  const editable = createEditing(parts);
  // On a wide screen the column has room: the step that people come for stands open.
  const wide = window.matchMedia("(min-width: 75rem)").matches;
  /** @type {Set<string>} */
  const opened = new Set();
  /** Steps with code that a file has brought: unfolded, so that it is seen. @type {Set<string>} */
  const brought = new Set();
  const formula = createFormulas(redraw);
  /** Marks words, links names; fetched with the first step that is opened. @type {typeof import("./listing.js") | null} */
  let marks = null;
  /** Drawn last. @type {State | null} */
  let before = null;

  function redraw() {
    before = null;
    store.change({});
  }

  /** What a step holds is marked, and its formulas are fetched, once it has been opened. @param {Event} event @param {string} first */
  function toggled({ currentTarget }, first) {
    if (!(/** @type {HTMLDetailsElement} */ (currentTarget).open) || opened.has(first)) return;
    opened.add(first);
    // What stands open from the start is marked behind the first picture.
    requestAnimationFrame(() => setTimeout(mark));
  }

  async function mark() {
    marks ??= await import("./listing.js");
    redraw();
  }

  draw(() => {
    const state = store.get();
    // With a frame of training only the live numbers change: the steps' texts are not looked through for each.
    const stays = before !== null && differOnlyInRun(state, before);
    before = state;
    return html`${state.description.steps.map(({ title, functions, choices }, index) => {
      const first = functions[0]?.name ?? "";
      if (functions.some(({ name }) => state.edits[name]?.from && state.edits[name].open)) brought.add(first);
      const asListed = (/** @type {Source} */ entry) =>
        marks && opened.has(first)
          ? html`${formula(entry.name)}${listing(entry, marks.listed(entry))}`
          : listing(entry, entry.source);
      return html`
        <details
          ?open=${(wide && first === "backward_propagation") || brought.has(first)}
          @toggle=${(/** @type {Event} */ event) => toggled(event, first)}
        >
          <summary>
            <span class="number">${index + 1}</span>
            <h3>${title}</h3>
            <span class="live">${liveNumbers(first, state)}</span>
          </summary>
          <p>${WHY[/** @type {keyof typeof WHY} */ (first)]}</p>
          ${
            stays
              ? noChange
              : (index === 0 ? [IMPORT] : running(functions, choices, state)).map((entry) =>
                  index === 0 ? asListed(entry) : editable(entry, asListed),
                )
          }
        </details>
      `;
    })}`;
  });
}

/** Whether nothing but the run went on. @param {State} one @param {State} other */
function differOnlyInRun(one, other) {
  const changed = /** @type {(keyof State)[]} */ (Object.keys(one)).filter((name) => one[name] !== other[name]);
  return changed.every((name) => name === "run" || name === "tried");
}

const IMPORT = { name: "the import", source: "import numpy as np\n" };

/**
 * The functions of a step, and after them those of what was chosen, each once.
 *
 * @param {Source[]} functions
 * @param {string[]} chosen
 * @param {State} state
 */
function running(functions, chosen, { choices, description }) {
  const others = chosen.flatMap((choice) =>
    [choices[choice]].flat().flatMap((name) => description.sources[choice][String(name)]),
  );
  return [...new Map([...functions, ...others].map((entry) => [entry.name, entry])).values()];
}

/** @param {Source} entry @param {unknown} text */
function listing({ name }, text) {
  return html`<pre tabindex="0" role="region" aria-label="Source of ${name}"><code>${text}</code></pre>`;
}

const FEW = 8;

/** The first predictions. @param {ArrayLike<number>} predictions */
function fewOf(predictions) {
  const few = Array.from({ length: Math.min(FEW, predictions.length) }, (_, row) => fixed(predictions[row], 2));
  return [...few, ...(predictions.length > FEW ? ["…"] : [])].join("  ");
}

/** What a step has to show of the run on the page. @param {string} name @param {State} state */
function liveNumbers(name, { run, choices }) {
  if (!run) return "";
  const { frame } = run;
  switch (name) {
    case "initialize_network":
      return Object.keys(frame.parameters).join(" ");
    case "sigmoid":
      return [...new Set([choices.activation, choices.output].flat())].join(", ");
    case "forward_propagation":
      return fewOf(frame.predictions);
    case "compute_loss":
      return decimal(frame.loss, 4);
    case "backward_propagation":
      return Object.keys(frame.parameters)
        .map((parameter) => `d${parameter}`)
        .join(" ");
    case "update_parameters":
      if (choices.optimizer !== "gradient_descent") return choices.optimizer;
      return `+ ${choices.schedule === "constant" ? choices.rate : "rate"} × gradient`;
    case "train_network":
      return counted(frame.epoch, "epoch");
    default:
      return "";
  }
}
