/** Follows one epoch line by line, on a copy of the run: what a reader does there. Fetched with its view. */

import { EngineLost } from "../python/python.js";
import { nextPosition } from "../state/trace.js";

/** @typedef {import("../state/state.js").Stepping} Stepping */

const SLOW_MS = 1600;

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {import("./requests.js").Requests} parts.requests
 */
export function createStepping({ store, inTurn, requests }) {
  let every = false;
  /** The current request; answers to older ones are ignored. */
  let request = 0;
  let timer = 0;

  const now = () => store.get().stepping ?? idle();
  /** @returns {Stepping} */
  const idle = () => ({
    ...{ trace: null, choices: null, position: 0, playing: false },
    ...{ every, row: null, asked: false, problem: "" },
  });
  /** @param {Partial<Stepping>} changes */
  const change = (changes) => store.change({ stepping: { ...now(), ...changes } });
  /** The next line to stop at. @param {1 | -1} way */
  function next(way) {
    const { trace, position } = now();
    return trace ? nextPosition(trace, position, way, every) : position;
  }

  /** @param {number | null} row @returns {Promise<Partial<Stepping>>} */
  async function traced(row) {
    try {
      return { trace: await requests.trace(row), choices: store.get().choices };
    } catch (error) {
      if (!(error instanceof EngineLost)) return { problem: `This epoch cannot be followed: ${inWords(error)}.` };
      change({ asked: false }); // where Python comes back, this work is done once more
      throw error;
    }
  }

  function tick() {
    if (!now().playing) return;
    const position = next(1);
    change({ position, playing: position !== now().position });
    timer = window.setTimeout(tick, SLOW_MS);
  }

  return {
    /**
     * Traces the epoch after the one on the page.
     *
     * @param {number | null} row One training row; null for all.
     */
    follow(row) {
      store.change({ refusal: null, training: false });
      change({ ...idle(), row, asked: true });
      request += 1;
      const mine = request;
      inTurn(async () => {
        if (mine !== request) return;
        const answer = store.get().engine === "ready" ? await traced(row) : {};
        if (mine === request) change({ ...answer, asked: false });
      });
    },

    /** @param {1 | -1} way */
    go: (way) => change({ position: next(way), playing: false }),

    /** Line after line; from the first one at the end. Again: it stops. */
    slowMotion() {
      const { trace, position, playing } = now();
      window.clearTimeout(timer);
      if (!trace || playing) return change({ playing: false });
      change({ playing: true, position: next(1) === position ? 0 : position });
      timer = window.setTimeout(tick, SLOW_MS);
    },

    stop: () => change({ playing: false }),

    /** Whether it stops at each line, or only where arrays are made. @param {boolean} on */
    stopAtEvery(on) {
      every = on;
      change({ every });
    },

    leave() {
      window.clearTimeout(timer);
      request += 1;
      store.change({ stepping: null });
    },
  };
}

/** @typedef {ReturnType<typeof createStepping>} SteppingActions */

/** @param {unknown} error */
function inWords(error) {
  return /** @type {Error} */ (error).message;
}
