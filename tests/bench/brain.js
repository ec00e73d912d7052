/**
 * The same amount of work with brain.js. It updates after every row, starts from its own random weights and has one
 * activation for all layers, so its results are its own.
 */

const { brain } = window;
const XOR = [
  { input: [0, 0], output: [0] },
  { input: [0, 1], output: [1] },
  { input: [1, 0], output: [1] },
  { input: [1, 1], output: [0] },
];

/** @param {number} epochs */
export function train(epochs) {
  const network = new brain.NeuralNetwork({ hiddenLayers: [2], activation: "sigmoid" });
  network.train(XOR, { iterations: epochs, errorThresh: 1e-9, learningRate: 0.1 });
  return XOR.map(({ input }) => network.run(input)[0]);
}

/** @param {number[]} sizes @param {number[]} inputs Row by row. */
export function predictor(sizes, inputs) {
  const network = new brain.NeuralNetwork({ activation: "tanh" });
  network.sizes = sizes;
  network.initialize();
  const points = Array.from({ length: inputs.length / 2 }, (_, row) => inputs.slice(2 * row, 2 * row + 2));
  return () => points.map((point) => network.run(point)[0]);
}
