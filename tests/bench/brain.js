/**
 * The same amount of work with brain.js. It updates after every row, starts from its own random weights and has one
 * activation for all layers, so its results are its own.
 */

const { brain } = window;

/** @param {import("./peers.js").Problem} problem @param {number} epochs */
export function train({ parameters, X, y, rate, activation }, epochs) {
  const rows = X.map((input, row) => ({ input, output: y[row] }));
  const biases = Object.keys(parameters).filter((name) => name.startsWith("b"));
  const hiddenLayers = biases.slice(0, -1).map((name) => parameters[name][0].length);
  const network = new brain.NeuralNetwork({ hiddenLayers, activation });
  network.train(rows, { iterations: epochs, errorThresh: 1e-9, learningRate: rate });
  return X.map((input) => network.run(input)[0]);
}

/** @param {number[]} sizes @param {number[][]} inputs */
export function predictor(sizes, inputs) {
  const network = new brain.NeuralNetwork({ activation: "tanh" });
  network.sizes = sizes;
  network.initialize();
  return () => inputs.map((point) => network.run(point)[0]);
}
