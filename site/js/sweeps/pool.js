/**
 * More Pythons, in workers beside the page's own, for many runs. Each starts as the page's own does, and is given the same
 * exercise. There are as many as the computer has cores to spare: one at least, two at most. They end when nobody has asked
 * them anything for a while.
 */

import { createPython } from "../python/python.js";
import { isEmbedded } from "../state/presentation.js";

const MOST_WORKERS = 2;
const IDLE_MS = 20_000;
const PATIENCE_MS = 30_000; // nobody waits for a slice: an epoch of the largest networks takes seconds

/** @typedef {(name: string, args: Record<string, unknown>) => Promise<any>} Call */

/**
 * @typedef {object} Exercise
 * @property {import("../state/state.js").Choices} chosen
 * @property {{text: string, reading: object}} [own]
 * @property {string[]} frozen
 * @property {Record<string, string>} versions The reader's own functions that run.
 */

/** @typedef {{python: import("../python/python.js").Python, versions: string | null}} Side A worker, and the versions that it has; null before it is started. */

function createPool() {
  /** @type {Side[]} */
  let sides = [];
  let idle = 0;
  /** What is being worked on. @type {Exercise | null} */
  let busy = null;
  /** @type {WeakSet<Exercise>} */
  const stopped = new WeakSet();
  /** The last work that was asked for. */
  let last = Promise.resolve();

  function hire() {
    sides.push({ python: createPython({ onDownload: () => {}, onLost: () => {} }), versions: null });
  }

  /** End all workers, whatever they are doing. */
  function end() {
    clearTimeout(idle);
    for (const { python } of sides) python.end("it was ended.");
    sides = [];
  }

  /** @param {Exercise} exercise @param {number} count @param {(call: Call) => Promise<void>} work */
  async function share(exercise, count, work) {
    if (stopped.has(exercise)) return;
    clearTimeout(idle);
    busy = exercise;
    while (sides.length < count) hire();
    const each = sides.slice(0, count).map(async (side) => {
      await prepare(side, exercise);
      await work((name, args) => side.python.call(name, args, PATIENCE_MS));
    });
    try {
      await Promise.all(each);
    } catch (error) {
      if (!stopped.has(exercise)) end();
      throw error;
    } finally {
      busy = null;
      idle = window.setTimeout(end, IDLE_MS);
    }
  }

  return {
    size: isEmbedded() ? 1 : Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1)),

    /**
     * Does some work in several workers at once, each with this exercise, once all that was asked before is done.
     *
     * @param {Exercise} exercise
     * @param {number} count Of workers.
     * @param {(call: Call) => Promise<void>} work
     * @returns {Promise<void>} Rejected with the first error, which ends the workers.
     */
    share(exercise, count, work) {
      const mine = last.then(() => share(exercise, count, work));
      last = mine.catch(() => {});
      return mine;
    },

    /** Ends the work on an exercise, whatever it is doing, or keeps it from beginning. @param {Exercise | null} exercise */
    stop(exercise) {
      if (!exercise) return;
      stopped.add(exercise);
      if (busy === exercise) end();
    },
  };
}

/** Give a worker the exercise; a new one, where it has other versions of the reader's. @param {Side} side @param {Exercise} exercise */
async function prepare(side, { versions, ...given }) {
  const names = Object.keys(versions);
  const texts = JSON.stringify(versions);
  const fresh = side.versions !== texts;
  if (fresh) {
    side.versions = null;
    await side.python.start();
    if (names.length) await side.python.call("wait", { versions }, PATIENCE_MS);
  }
  const { back = [], unfit = {} } = await side.python.call("start", given, PATIENCE_MS);
  const lost = fresh ? names.filter((name) => !back.includes(name)) : Object.keys(unfit);
  if (lost.length) throw new Error(`Your version of ${lost.join(" and ")} does not run there.`);
  side.versions = texts;
}

/** All pictures of many runs share it. */
export const pool = createPool();

/** @typedef {ReturnType<typeof createPool>} Pool */
