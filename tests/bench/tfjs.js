/**
 * The same work with TensorFlow.js on its WebAssembly backend, in the fastest form found: its core operations, fused where
 * the backend can, gradients by hand as in the tutorial. It calculates in float32.
 */

const { tf } = window;

export async function start() {
  tf.wasm.setWasmPaths(new URL("peers/@tensorflow/tfjs-backend-wasm/", import.meta.url).href);
  await tf.setBackend("wasm");
}

/** W1, b1 and so on; fused layers take a bias with one axis. @param {Record<string, number[][]>} parameters */
const tensors = (parameters) =>
  Object.entries(parameters).map(([name, rows]) => (name.startsWith("b") ? tf.tensor1d(rows[0]) : tf.tensor2d(rows)));

/** The backend fuses no tanh. @param {any} a @param {any} b @param {any} bias */
const tanhLayer = (a, b, bias) => tf.tanh(tf.fused.matMul({ a, b, bias }));

/** A dense layer with a sigmoid. @param {any} a @param {any} b @param {any} bias */
const sigmoidLayer = (a, b, bias) => tf.fused.matMul({ a, b, bias, activation: "sigmoid" });

/** The activation's slope, from its own output. @type {Record<string, (a: any, one: any) => any>} */
const SLOPES = {
  sigmoid: (a, one) => tf.mul(a, tf.sub(one, a)),
  tanh: (a, one) => tf.sub(one, tf.square(a)),
};

/** @param {import("./peers.js").Problem} problem */
export function trainer({ parameters, X: rows, y: targets, rate, activation }) {
  const [X, y] = [tf.tensor2d(rows), tf.tensor2d(targets)];
  const [eta, one] = [tf.scalar(rate), tf.scalar(1)];
  const dense = activation === "tanh" ? tanhLayer : sigmoidLayer;

  /** @param {any[]} weights W1, b1 and so on. @param {number} epoch */
  function step(weights, epoch) {
    const layers = weights.length / 2;
    const activations = [X];
    for (let layer = 0; layer < layers; layer += 1) {
      const form = layer < layers - 1 ? dense : sigmoidLayer;
      activations.push(form(activations[layer], weights[2 * layer], weights[2 * layer + 1]));
    }
    const a = activations[layers];
    const error = tf.sub(y, a);
    const loss = tf.mean(tf.square(error));
    if (epoch % 100 === 0) loss.dataSync();
    let delta = tf.mul(error, SLOPES.sigmoid(a, one));
    const next = [];
    for (let layer = layers - 1; layer >= 0; layer -= 1) {
      const [W, b] = [weights[2 * layer], weights[2 * layer + 1]];
      next.unshift(
        tf.add(W, tf.mul(eta, tf.matMul(activations[layer], delta, true))),
        tf.add(b, tf.mul(eta, tf.sum(delta, 0))),
      );
      if (layer) delta = tf.mul(tf.matMul(delta, W, false, true), SLOPES[activation](activations[layer], one));
    }
    return next;
  }

  return (/** @type {number} */ epochs) => {
    let weights = tensors(parameters);
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const next = tf.tidy(() => step(weights, epoch));
      tf.dispose(weights);
      weights = next;
    }
    const trained = weights.flatMap((weight) => [...weight.dataSync()]);
    tf.dispose(weights);
    return trained;
  };
}

/** @param {Record<string, number[][]>} parameters @param {number[][]} inputs */
export function predictor(parameters, inputs) {
  const X = tf.tensor2d(inputs);
  const [W1, b1, W2, b2, W3, b3] = tensors(parameters);
  const predict = () => {
    return sigmoidLayer(tanhLayer(tanhLayer(X, W1, b1), W2, b2), W3, b3).dataSync();
  };
  return () => tf.tidy(predict);
}
