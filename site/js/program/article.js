/** The formulas of each part of the program, and the sentences for each choice. Imports nothing. */

/** @typedef {import("../python/answers.js").Choices} Choices */
/** @typedef {import("../state/changed-lines.js").Part} Part */
/** @typedef {{name: string, fill: Record<string, string>}} Wanted A formula of formulas.tex, and the replacement of its f. */

const SPELT_OUT = 3; // layers; a deeper network gets the formulas of layer l

/** The names of activations in formulas, if they differ. @type {Record<string, string>} */
const SYMBOLS = { sigmoid: "σ", sine: "sin", relu: "ReLU", leaky_relu: "LReLU", elu: "ELU", gelu: "GELU" };

/** Functions that have the names of their formulas. */
const OWN_FORMULA = new Set([
  ...["momentum", "nesterov", "adagrad", "rmsprop", "adam"],
  ...["sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "softplus", "swish", "sine", "linear", "softmax"].flatMap(
    (name) => [name, `${name}_derivative`],
  ),
]);

/** The activation of each layer, the output layer's last. @param {Choices} choices @returns {string[]} */
export function activationsOf({ hidden, activation, output }) {
  const each = /** @type {number[]} */ (hidden).map((_, layer) => [activation].flat()[layer] ?? [activation].flat()[0]);
  return [...each, output].map(String);
}

/** Whether the derivatives of loss and output activation cancel in backward propagation. @param {string} source */
const isJoint = (source) => !source.includes("output_error");

/** The formula of the output error. @param {boolean} joint @param {Choices} choices */
function outputDelta(joint, { output }) {
  if (joint) return output === "softmax" ? "output_delta_shares" : "output_delta_joint";
  return output === "softmax" ? "output_delta_softmax" : "output_delta";
}

/**
 * The formulas of a part of the program.
 *
 * @param {Pick<Part, "name" | "source">} part
 * @param {Choices} choices
 * @returns {Wanted[]}
 */
export function formulasOf({ name, source }, choices) {
  const layers = activationsOf(choices);
  const depth = layers.length;
  const spelt = depth <= SPELT_OUT;
  const fill = Object.fromEntries(layers.map((one, layer) => [`f${layer + 1}`, SYMBOLS[one] ?? one]));
  const one = (/** @type {string} */ formula) => [{ name: formula, fill: {} }];
  const ofLast = (/** @type {string} */ formula) => [{ name: `${formula}/${spelt ? depth : "L"}`, fill }];
  /** One formula for each layer. @param {(layer: number) => string} formula @param {number} first @param {number} last */
  const ofEach = (formula, first = 1, last = depth) => {
    if (!spelt) return [{ name: `${formula(last)}/l`, fill: {} }];
    const places = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    return places.map((layer) => ({ name: `${formula(layer)}/${depth}/${layer}`, fill }));
  };
  /** With dropout, its input has a mask, except X. @param {string} formula */
  const masked = (formula) => (/** @type {number} */ layer) =>
    choices.dropout && layer > 1 ? `${formula}_dropout` : formula;

  switch (name) {
    case "initialize_network":
      return [...one(String(choices.initializer)), ...(choices.scale === 1 ? [] : one("initial_scale"))];
    case "forward_propagation":
      return ofEach(masked("forward"));
    case "compute_loss":
      return one(String(choices.loss));
    case "backward_propagation": {
      const atHidden = (/** @type {number} */ layer) => {
        if (layers[layer - 1] === "softmax") return "hidden_delta_softmax";
        return choices.dropout ? "hidden_delta_dropout" : "hidden_delta";
      };
      const joint = isJoint(source);
      return [
        ...(joint ? [] : ofLast(`${choices.loss}_derivative`)),
        ...ofLast(outputDelta(joint, choices)),
        ...(choices.reduction === "mean" ? ofLast("mean") : []),
        ...(depth > 1 ? ofEach(atHidden, 1, depth - 1).reverse() : []),
        ...ofEach(masked("gradients")).reverse(),
        ...(choices.l1 ? one(`l1_${choices.reduction}`) : []),
        ...(choices.l2 && choices.optimizer !== "adamw" ? one(`l2_${choices.reduction}`) : []),
        ...(choices.clip ? one("clip") : []),
      ];
    }
    case "update_parameters": {
      if (choices.optimizer === "gradient_descent") return ofEach(() => "update_parameters");
      const decays = choices.l2 && choices.optimizer === "adamw";
      return [...(decays ? ofEach(() => "weight_decay") : []), ...ofEach(() => "update_by_step")];
    }
    case "train_network":
      return choices.schedule === "constant" ? [] : one(String(choices.schedule));
    case "predict":
      return ofLast("predict");
    default:
      return OWN_FORMULA.has(name) ? one(name) : [];
  }
}

/**
 * Sentences on a step that depend on the choices; back quotes mark code.
 *
 * @param {number} step
 * @param {Choices} choices
 * @param {Part[]} program
 * @returns {string[]}
 */
export function sentencesOf(step, choices, program) {
  const depth = activationsOf(choices).length;
  const textOf = (/** @type {string} */ name) => program.find((part) => part.name === name)?.source ?? "";
  const deep = depth > SPELT_OUT;
  switch (step) {
    case 3: {
      const layers = activationsOf(choices);
      const names = [...new Set(layers)];
      const used =
        names.length === 1
          ? `We use ${names[0]} for activation, and its derivative for the gradients.`
          : `We use ${[...new Set(layers.slice(0, -1))].join(", ")} in the hidden layers, ${layers.at(-1)} at the output, and ` +
            "their derivatives for the gradients.";
      const from = [...textOf("backward_propagation").matchAll(/(\w+)_derivative\(a(\d+)\)/g)].at(-1);
      if (!from) return [used];
      const [, name, layer] = from;
      return [
        used,
        `In the code, the \`x\` of \`${name}_derivative\` is what \`${name}\` has already returned: backpropagation calls ` +
          `\`${name}_derivative(a${layer})\`, not \`${name}_derivative(z${layer})\`.`,
      ];
    }
    case 4:
      return [
        ...(depth === 1 ? ["This network has no hidden layer: the inputs go straight to the output."] : []),
        ...(deep
          ? [
              `The formula holds for each layer l from 1 to ${depth}. a₀ is X, and f is the layer’s activation function.${choices.dropout ? " m₀ is 1." : ""}`,
            ]
          : []),
        ...(choices.dropout && depth > 1
          ? ["In training, dropout multiplies the hidden activations by masks m. `predict` uses no masks."]
          : []),
      ];
    case 6:
      return [
        ...(isJoint(textOf("backward_propagation"))
          ? ["The derivatives of this loss and this output activation mostly cancel."]
          : []),
        ...(choices.loss === "mean_squared_error" ? ["The tutorial also leaves out the 2 of the square."] : []),
        choices.reduction === "mean"
          ? "Here the gradients are averaged over the rows."
          : "The gradients are summed over the rows.",
      ];
    case 7:
      return choices.optimizer === "gradient_descent"
        ? []
        : ["Each weight matrix and each bias has its own optimizer state."];
    case 8:
      return Number(choices.batch) > 0 ? ["Each epoch shuffles the rows and takes them batch by batch."] : [];
    default:
      return [];
  }
}
