/** One piece of work of a worker: some seeds of the exercise that it was given, from `sweep` to the last of `sweep_on`. */

const SLICE_MS = 150;
const LOADING_MS = 10_000; // the compiler comes a little after the start
const AGAIN_MS = 50;

/**
 * @param {import("./pool.js").Call} call
 * @param {{seeds: number[], compiled: boolean, changes?: object, watch?: number}} wanted
 * @param {() => boolean} current Whether nobody has cancelled it.
 * @param {(answer: any, begun: {kept: ArrayLike<number>, outcomes: import("./collected.js").Outcome[]}) => void | Promise<void>} take What has come, and
 *   what `sweep` said of it.
 * @returns {Promise<boolean>} Whether all have ended.
 */
export async function sweep(call, wanted, current, take) {
  const patient = performance.now() + LOADING_MS;
  let begun = await call("sweep", wanted);
  while (wanted.compiled && !begun.loaded && performance.now() < patient && current()) {
    await new Promise((soon) => setTimeout(soon, AGAIN_MS));
    begun = await call("sweep", wanted);
  }
  for (let ended = false; !ended; ) {
    if (!current()) return false;
    const answer = await call("sweep_on", { milliseconds: SLICE_MS });
    if (!current()) return false;
    ended = answer.ended;
    await take(answer, begun);
  }
  return true;
}
