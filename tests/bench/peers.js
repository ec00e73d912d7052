/** The page of those that are no Python: `race(work, who)` runs one of them once, and times it. */

import * as loops from "./loops.js";

/** @type {Record<string, Record<string, () => unknown>>} */
const WORK = {};

/** Called once, with the numbers that all start from. @param {Record<string, any>} given */
window.prepare = async ({ xor }) => {
  WORK.xor = { loops: () => loops.train(xor) };
};

/** @param {string} work @param {string} who @param {number} times */
window.race = async (work, who, times) => {
  const started = performance.now();
  let result;
  for (let time = 0; time < times; time += 1) result = await WORK[work][who]();
  return { milliseconds: (performance.now() - started) / times, result: Array.from(result ?? []) };
};
