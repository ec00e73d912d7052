/** A map of an exercise: two choices on a grid, a few seeds in each cell, from coarse to fine. */

import { PythonError } from "../python/python.js";
import { sweep } from "./work.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {Choices[string]} Value */
/** @typedef {{name: string, values: Value[]}} Axis */

/**
 * @typedef {object} Cell
 * @property {number} count
 * @property {number} solved
 * @property {[number, number]} interval Of the share that is solved.
 * @property {number} epochs By then half of the runs are solved; -1 where fewer are.
 * @property {number} seed Of a typical run: the middle one of the largest kind.
 * @property {string} problem Why there are none, in Python's words.
 *
 * @typedef {object} Mapped
 * @property {import("./pool.js").Exercise | null} exercise Of all cells; their two choices and seeds aside.
 * @property {number} seeds In each cell.
 * @property {Axis | null} across
 * @property {Axis | null} up
 * @property {ReadonlyMap<string, Cell>} cells By column and row: `3,0`.
 * @property {number} total
 * @property {boolean} running
 * @property {string} problem
 * @property {number} seconds
 */

const WATCHED = 25; // times it is looked whether a run is solved

/** @type {Mapped} */
export const NO_MAP = {
  ...{ exercise: null, seeds: 0, across: null, up: null, cells: new Map(), total: 0, running: false },
  ...{ problem: "", seconds: 0 },
};

/** @param {import("./pool.js").Pool} pool @param {() => void} changed */
export function createMap(pool, changed) {
  let now = NO_MAP;
  /** @param {Partial<Mapped>} change */
  const put = (change) => {
    now = { ...now, ...change };
    changed();
  };

  return {
    get: () => now,

    /**
     * @param {import("./pool.js").Exercise} exercise
     * @param {{across: string, up: string}} axes
     * @param {number} seeds In each cell, from 0.
     * @param {boolean} compiled
     */
    async run(exercise, axes, seeds, compiled) {
      pool.stop(now.exercise);
      const started = performance.now();
      put({ ...NO_MAP, exercise, seeds, running: true });
      const mine = now.exercise;
      const current = () => now.exercise === mine && now.running;
      try {
        await pool.share(exercise, pool.size, filling(axes, seeds, compiled, current));
        if (current()) put({ running: false, seconds: (performance.now() - started) / 1000 });
      } catch (error) {
        if (current()) put({ running: false, problem: /** @type {Error} */ (error).message });
      }
    },

    cancel() {
      pool.stop(now.exercise);
      put({ running: false });
    },
  };

  /**
   * What each worker does. The first one asks for the cells.
   *
   * @param {{across: string, up: string}} axes
   * @param {number} seeds
   * @param {boolean} compiled
   * @param {() => boolean} current
   */
  function filling(axes, seeds, compiled, current) {
    /** @type {Promise<{across: Axis, up: Axis, order: number[][]}> | null} */
    let asked = null;
    let next = 0;
    return async (/** @type {import("./pool.js").Call} */ call) => {
      asked ??= call("grid", axes);
      const { across, up, order } = await asked;
      if (current() && !now.total) put({ across, up, total: order.length });
      while (next < order.length && current()) {
        const [column, row] = order[next];
        next += 1;
        const changes = { [across.name]: across.values[column], [up.name]: up.values[row] };
        const cell = await cellOf(call, changes, seeds, compiled, current);
        if (cell && current()) put({ cells: new Map(now.cells).set(`${column},${row}`, cell) });
      }
    };
  }
}

/**
 * @param {import("./pool.js").Call} call
 * @param {Record<string, Value>} changes
 * @param {number} seeds
 * @param {boolean} compiled
 * @param {() => boolean} current
 * @returns {Promise<Cell | null>}
 */
async function cellOf(call, changes, seeds, compiled, current) {
  const wanted = { seeds: Array.from({ length: seeds }, (_, seed) => seed), changes, compiled, watch: WATCHED };
  try {
    /** @type {any[]} */
    const found = [];
    if (!(await sweep(call, wanted, current, (answer) => void found.push(answer)))) return null;
    const all = (/** @type {string} */ name) => found.flatMap((answer) => Array.from(answer[name]));
    const [losses, outcomes, curves, solvedAt] = ["losses", "outcomes", "curves", "solved_at"].map(all);
    const { count, solved, interval, kinds, solved_at } = await call("summary", {
      losses,
      outcomes,
      curves,
      solved_at: solvedAt,
    });
    const largest = kinds.reduce((/** @type {any} */ best, /** @type {any} */ kind) =>
      kind.count > best.count ? kind : best,
    );
    return { count, solved, interval, epochs: solved_at, seed: all("seeds")[largest.typical], problem: "" };
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return { count: 0, solved: 0, interval: [0, 1], epochs: -1, seed: 0, problem: error.message };
  }
}

/** @typedef {ReturnType<typeof createMap>} MapControl */
