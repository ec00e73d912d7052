/** The page of those that are no Python: `race(work, who)` lets one of them do one work, and times it. */

import * as brain from "./brain.js";
import * as loops from "./loops.js";
import * as tfjs from "./tfjs.js";

/**
 * @typedef {object} Problem
 * @property {Record<string, number[][]>} parameters Where training starts.
 * @property {number[][]} X
 * @property {number[][]} y
 * @property {number} rate
 * @property {string} activation Of the hidden layers.
 */

/** @type {Record<string, Record<string, (epochs: number) => any>>} */
let contestants;

/** Called once, with the numbers that all start from. @param {Record<string, any>} given */
window.prepare = async ({ problems, deep, grid }) => {
  await tfjs.start();
  contestants = {
    predict: {
      loops: loops.predictor(deep, grid),
      tfjs: tfjs.predictor(deep, grid),
      brain: brain.predictor([2, 8, 8, 1], grid),
    },
  };
  for (const [name, problem] of Object.entries(problems)) {
    contestants[name] = {
      loops: (epochs) => loops.train(problem, epochs),
      tfjs: tfjs.trainer(problem),
      brain: (epochs) => brain.train(problem, epochs),
    };
  }
};

/** @param {{work: string, who: string, epochs?: number, times?: number}} asked */
window.race = ({ work, who, epochs = 0, times = 1 }) => {
  const run = contestants[work][who];
  const started = performance.now();
  let result = [];
  for (let time = 0; time < times; time += 1) result = run(epochs);
  return { milliseconds: (performance.now() - started) / times, result: Array.from(result) };
};
