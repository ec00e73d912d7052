/** Many seeds of one exercise: runs them in the side workers, and keeps what comes. */

import { PythonError } from "../python/python.js";
import { createCollected } from "./collected.js";
import { sweep } from "./work.js";

/** @typedef {import("../state/state.js").Choices} Choices */

/**
 * @typedef {object} Summary What the runs have in common (py/glassnet/sweeps/summary.py).
 * @property {number} count
 * @property {number} solved
 * @property {[number, number]} interval Of the share that is solved.
 * @property {Kind[]} kinds
 * @property {{high: number, solved: ArrayLike<number>, unsolved: ArrayLike<number>, others: number}} histogram
 * @property {ArrayLike<number>[]} bands The losses below which 5, 25, 50, 75 and 95 % of the runs lie.
 *
 * @typedef {{what: import("./collected.js").Outcome, count: number, losses: [number, number], typical: number, places: ArrayLike<number>}} Kind
 *
 * @typedef {object} Seeds
 * @property {import("./pool.js").Exercise | null} exercise Of these runs; their seeds aside.
 * @property {number} first
 * @property {number} count
 * @property {boolean} running
 * @property {number} done How many have ended, with the parts of those in hand.
 * @property {import("./collected.js").Collected | null} collected
 * @property {Summary | null} summary
 * @property {string} way How they are done: together, compiled, numpy.
 * @property {string} reason Why by NumPy.
 * @property {string} problem
 * @property {number} seconds That all of it took; 0 before the end.
 */

const CHUNK = { together: 125, otherwise: 4 }; // seeds that a worker takes at a time
const MORE = 1.5; // times as many runs before they are summed up again

/** @type {Seeds} */
export const NO_SEEDS = {
  ...{ exercise: null, first: 0, count: 0, running: false, done: 0, collected: null, summary: null },
  ...{ way: "", reason: "", problem: "", seconds: 0 },
};

/** @param {import("./pool.js").Pool} pool @param {() => void} changed */
export function createSeeds(pool, changed) {
  let now = NO_SEEDS;
  /** @param {Partial<Seeds>} change */
  const put = (change) => {
    now = { ...now, ...change };
    changed();
  };

  return {
    get: () => now,

    /**
     * @param {import("./pool.js").Exercise} exercise
     * @param {number} first
     * @param {number} count
     * @param {boolean} compiled Whether they may be compiled.
     */
    async run(exercise, first, count, compiled) {
      pool.stop(now.exercise);
      const started = performance.now();
      put({ ...NO_SEEDS, exercise, first, count, running: true });
      const mine = now.exercise;
      const current = () => now.exercise === mine && now.running;
      try {
        await runAll({ pool, exercise, first, count, compiled, put, get: () => now, current });
        if (current()) put({ running: false, done: count, seconds: (performance.now() - started) / 1000 });
      } catch (error) {
        if (current()) put({ running: false, problem: inWords(error) });
      }
    },

    /** What has come stays. */
    cancel() {
      pool.stop(now.exercise);
      put({ running: false });
    },
  };
}

/** @param {unknown} error */
function inWords(error) {
  const { message } = /** @type {Error} */ (error);
  if (error instanceof PythonError) return `Python refused: ${message}.`;
  return message.startsWith("it ") ? `The worker of these runs stopped: ${message}` : message;
}

/**
 * @param {object} parts
 * @param {import("./pool.js").Pool} parts.pool
 * @param {import("./pool.js").Exercise} parts.exercise
 * @param {number} parts.first
 * @param {number} parts.count
 * @param {boolean} parts.compiled
 * @param {(change: Partial<Seeds>) => void} parts.put
 * @param {() => Seeds} parts.get
 * @param {() => boolean} parts.current Whether nobody has cancelled it, or begun other ones.
 */
async function runAll({ pool, exercise, first, count, compiled, put, get, current }) {
  let next = 0; // the first seed that nobody has taken, counted from the first of all
  let due = 1;
  const workers = Math.min(pool.size, Math.ceil(count / CHUNK.otherwise));
  /** By worker. @type {Map<import("./pool.js").Call, number>} */
  const parts = new Map();

  function take() {
    const way = get().way || "together";
    const most = way === "together" ? Math.min(CHUNK.together, Math.ceil(count / workers)) : CHUNK.otherwise;
    const size = Math.min(most, count - next);
    const seeds = Array.from({ length: size }, (_, place) => first + next + place);
    next += size;
    return seeds;
  }

  /** @param {import("./pool.js").Call} call */
  async function sumUp(call) {
    const { collected } = get();
    if (!collected?.count) return;
    due = Math.ceil(collected.count * MORE);
    const summary = await call("summary", collected.all());
    if (current() && summary.count >= (get().summary?.count ?? 0)) put({ summary });
  }

  await pool.share(exercise, workers, async (call) => {
    while (next < count && current()) {
      await sweep(call, { seeds: take(), compiled }, current, async (answer, begun) => {
        const collected = get().collected ?? createCollected(count, begun);
        collected.add(answer);
        parts.set(call, answer.ended ? 0 : answer.part);
        const done = collected.count + [...parts.values()].reduce((sum, part) => sum + part, 0);
        const { way, reason } = answer;
        put({ collected, done, ...(answer.seeds.length || !get().way ? { way, reason } : {}) });
        if (collected.count >= due) await sumUp(call);
      });
    }
    if (current() && get().collected?.count === count && get().summary?.count !== count) await sumUp(call);
  });
}

/** @typedef {ReturnType<typeof createSeeds>} SeedsControl */
