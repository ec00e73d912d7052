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

/** A dense layer with a sigmoid. @param {any} a @param {any} b @param {any} bias */
const sigmoidLayer = (a, b, bias) => tf.fused.matMul({ a, b, bias, activation: "sigmoid" });

/** @param {Record<string, number[][]>} parameters */
export function trainer(parameters, rate = 0.1) {
  const X = tf.tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
  const y = tf.tensor2d([0, 1, 1, 0], [4, 1]);
  const [eta, one] = [tf.scalar(rate), tf.scalar(1)];

  /** @param {any[]} weights @param {number} epoch */
  function step([W1, b1, W2, b2], epoch) {
    const a1 = sigmoidLayer(X, W1, b1);
    const a2 = sigmoidLayer(a1, W2, b2);
    const error = tf.sub(y, a2);
    const loss = tf.mean(tf.square(error));
    if (epoch % 100 === 0) loss.dataSync();
    const delta2 = tf.mul(error, tf.mul(a2, tf.sub(one, a2)));
    const delta1 = tf.mul(tf.matMul(delta2, W2, false, true), tf.mul(a1, tf.sub(one, a1)));
    return [
      tf.add(W1, tf.mul(eta, tf.matMul(X, delta1, true))),
      tf.add(b1, tf.mul(eta, tf.sum(delta1, 0))),
      tf.add(W2, tf.mul(eta, tf.matMul(a1, delta2, true))),
      tf.add(b2, tf.mul(eta, tf.sum(delta2, 0))),
    ];
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

/** @param {Record<string, number[][]>} parameters @param {number[]} inputs Row by row. */
export function predictor(parameters, inputs) {
  const X = tf.tensor2d(inputs, [inputs.length / 2, 2]);
  const [W1, b1, W2, b2, W3, b3] = tensors(parameters);
  const predict = () => {
    const a1 = tf.tanh(tf.fused.matMul({ a: X, b: W1, bias: b1 }));
    const a2 = tf.tanh(tf.fused.matMul({ a: a1, b: W2, bias: b2 }));
    return sigmoidLayer(a2, W3, b3).dataSync();
  };
  return () => tf.tidy(predict);
}
