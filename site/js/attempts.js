/** The reader's attempts at the exercises, kept in this browser and checked by the exercises' own Python. */

import { said, whatItDid } from "./edits.js";
import { isText, keep, readKept } from "./kept.js";
import { EngineLost } from "./python.js";

/**
 * @typedef {object} Attempt At an exercise.
 * @property {number | null} option The chosen option, counted from 1.
 * @property {string | null} text
 * @property {boolean} busy
 * @property {{right: boolean, words: string} | null} answer
 * @property {import("./edits.js").Problem | null} problem
 *
 * @typedef {{name: string, check: string, code: string | null}} Exercise
 */

const KEY = "glassnet.attempts";
const PATIENCE_MS = 3000; // a call times out after twice this

/** @type {Attempt} */
export const UNTRIED = { option: null, text: null, busy: false, answer: null, problem: null };

/**
 * @param {object} parts
 * @param {import("./state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {(name: string, args: Record<string, unknown>, patience: number) => Promise<any>} parts.call
 * @param {() => Promise<unknown>} parts.renew Starts a clean Python.
 */
export function createAttempts({ store, inTurn, call, renew }) {
  const kept = Object.entries(readKept(KEY, isText)).map(([name, text]) => [name, { ...UNTRIED, text }]);
  store.change({ attempts: Object.fromEntries(kept) });

  /** @param {string} name @param {Partial<Attempt>} change */
  function attempt(name, change) {
    const { attempts } = store.get();
    store.change({ attempts: { ...attempts, [name]: { ...UNTRIED, ...attempts[name], ...change } } });
    if (!("text" in change)) return;
    const typed = Object.entries(store.get().attempts).filter(([, { text }]) => text !== null);
    keep(KEY, Object.fromEntries(typed.map(([one, { text }]) => [one, String(text)])));
  }

  /** @param {Exercise} exercise @returns {Promise<Partial<Attempt>>} */
  async function checked({ name, check: checking, code }) {
    if (store.get().engine !== "ready") {
      return { problem: said("Python is not running. Press Train to start it, then check again.") };
    }
    const { option, text } = store.get().attempts[name];
    const given = code !== null ? { text: text ?? code } : option ? { option } : {};
    try {
      const { answer, problem, left } = await call("check_exercise", { checking, ...given }, PATIENCE_MS);
      if (left) await renew();
      return { answer, problem };
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      return { problem: said(`${whatItDid(error, "six")} Your text is kept.`) };
    }
  }

  return {
    attempt,

    /** @param {Exercise} exercise */
    checkExercise(exercise) {
      attempt(exercise.name, { busy: true, answer: null, problem: null });
      inTurn(async () => attempt(exercise.name, { ...(await checked(exercise)), busy: false }));
    },
  };
}
