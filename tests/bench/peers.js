/** The page of those that are no Python: `race(work, who)` lets one of them do one work, and times it. */

import * as brain from "./brain.js";
import * as loops from "./loops.js";
import * as tfjs from "./tfjs.js";

/** @type {Record<string, Record<string, (epochs: number) => any>>} */
let contestants;

/** Called once, with the numbers that all start from. @param {Record<string, any>} given */
window.prepare = async ({ xor, deep, grid }) => {
  await tfjs.start();
  contestants = {
    train: {
      loops: (epochs) => loops.train(xor, epochs),
      tfjs: tfjs.trainer(xor),
      brain: (epochs) => brain.train(epochs),
    },
    predict: {
      loops: loops.predictor(deep, Float64Array.from(grid)),
      tfjs: tfjs.predictor(deep, grid),
      brain: brain.predictor([2, 8, 8, 1], grid),
    },
  };
};

/** @param {{work: string, who: string, epochs?: number, times?: number}} asked */
window.race = ({ work, who, epochs = 0, times = 1 }) => {
  const run = contestants[work][who];
  const started = performance.now();
  let result = [];
  for (let time = 0; time < times; time += 1) result = run(epochs);
  return { milliseconds: (performance.now() - started) / times, result: Array.from(result) };
};
