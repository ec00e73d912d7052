/** The same network in plain loops over float64 arrays: what JavaScript gives to somebody who writes everything out. */

/**
 * @typedef {object} Layer
 * @property {Float64Array} W By rows: one an input, in it one a neuron.
 * @property {Float64Array} b
 * @property {number} inputs
 * @property {number} neurons
 * @property {{of: (z: number) => number, slope: (a: number) => number}} activation
 * @property {Float64Array} a What comes out, by rows.
 * @property {Float64Array} delta
 */

/** Each with its slope, from its own output. @type {Record<string, {of: (z: number) => number, slope: (a: number) => number}>} */
const ACTIVATIONS = {
  sigmoid: { of: (z) => 1 / (1 + Math.exp(-z)), slope: (a) => a * (1 - a) },
  tanh: { of: Math.tanh, slope: (a) => 1 - a * a },
};

/**
 * @param {Record<string, number[][]>} parameters W1, b1 and so on
 * @param {string} hidden The activation of all layers but the last, which has the sigmoid.
 * @param {number} rows
 * @returns {Layer[]}
 */
function layersOf(parameters, hidden, rows) {
  const depth = Object.keys(parameters).length / 2;
  return Array.from({ length: depth }, (_, index) => {
    const W = parameters[`W${index + 1}`];
    const neurons = W[0].length;
    return {
      W: Float64Array.from(W.flat()),
      b: Float64Array.from(parameters[`b${index + 1}`].flat()),
      inputs: W.length,
      neurons,
      activation: ACTIVATIONS[index < depth - 1 ? hidden : "sigmoid"],
      a: new Float64Array(rows * neurons),
      delta: new Float64Array(rows * neurons),
    };
  });
}

/** @param {Layer[]} layers @param {Float64Array} X @param {number} rows */
function forward(layers, X, rows) {
  let input = X;
  for (const { W, b, inputs, neurons, activation, a } of layers) {
    for (let row = 0; row < rows; row += 1) {
      for (let neuron = 0; neuron < neurons; neuron += 1) {
        let z = 0;
        for (let from = 0; from < inputs; from += 1) z += input[row * inputs + from] * W[from * neurons + neuron];
        a[row * neurons + neuron] = activation.of(z + b[neuron]);
      }
    }
    input = a;
  }
  return input;
}

/** @param {Float64Array} y @param {Float64Array} predictions */
function meanSquaredError(y, predictions) {
  let sum = 0;
  for (let index = 0; index < y.length; index += 1) sum += (y[index] - predictions[index]) ** 2;
  return sum / y.length;
}

/** @param {Layer[]} layers @param {Float64Array} y @param {number} rows */
function backward(layers, y, rows) {
  const { a, delta, activation } = /** @type {Layer} */ (layers.at(-1));
  for (let index = 0; index < y.length; index += 1) delta[index] = (y[index] - a[index]) * activation.slope(a[index]);
  for (let n = layers.length - 1; n > 0; n -= 1) {
    const { W, inputs, neurons, delta: above } = layers[n];
    const below = layers[n - 1];
    for (let row = 0; row < rows; row += 1) {
      for (let from = 0; from < inputs; from += 1) {
        let error = 0;
        for (let to = 0; to < neurons; to += 1) error += above[row * neurons + to] * W[from * neurons + to];
        const out = below.a[row * inputs + from];
        below.delta[row * inputs + from] = error * below.activation.slope(out);
      }
    }
  }
}

/** @param {Layer[]} layers @param {Float64Array} X @param {number} rows @param {number} rate */
function update(layers, X, rows, rate) {
  let input = X;
  for (const { W, b, inputs, neurons, a, delta } of layers) {
    for (let neuron = 0; neuron < neurons; neuron += 1) {
      for (let from = 0; from < inputs; from += 1) {
        let gradient = 0;
        for (let row = 0; row < rows; row += 1) gradient += input[row * inputs + from] * delta[row * neurons + neuron];
        W[from * neurons + neuron] += rate * gradient;
      }
      let gradient = 0;
      for (let row = 0; row < rows; row += 1) gradient += delta[row * neurons + neuron];
      b[neuron] += rate * gradient;
    }
    input = a;
  }
}

/**
 * Training from the starting parameters to the trained ones.
 *
 * @param {import("./peers.js").Problem} problem
 * @param {number} epochs
 */
export function train({ parameters, X, y, rate, activation }, epochs) {
  const [inputs, targets] = [Float64Array.from(X.flat()), Float64Array.from(y.flat())];
  const layers = layersOf(parameters, activation, y.length);
  const losses = [];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const loss = meanSquaredError(targets, forward(layers, inputs, y.length));
    if (epoch % 100 === 0) losses.push(loss);
    backward(layers, targets, y.length);
    update(layers, inputs, y.length, rate);
  }
  return layers.flatMap(({ W, b }) => [...W, ...b]);
}

/**
 * W4: a grid of inputs through a network with tanh.
 *
 * @param {Record<string, number[][]>} parameters
 * @param {number[][]} inputs
 */
export function predictor(parameters, inputs) {
  const X = Float64Array.from(inputs.flat());
  const layers = layersOf(parameters, "tanh", inputs.length);
  return () => forward(layers, X, inputs.length);
}
