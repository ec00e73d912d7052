/** The reader's attempts at the exercises, kept in this browser and checked by the exercises' own Python. */

import { isText, readKept } from "../kept/kept.js";
import { createRecords, isKept, together } from "../kept/kept-records.js";
import { EngineLost } from "../python/python.js";
import { UNTRIED } from "../state/state.js";
import { said, whatItDid } from "./edit-problems.js";

/**
 * @typedef {object} Attempt At an exercise.
 * @property {number | null} option The chosen option, counted from 1.
 * @property {string | null} text
 * @property {string[]} others Other texts, from pages that were open at the same time.
 * @property {boolean} busy
 * @property {{right: boolean, words: string} | null} answer
 * @property {import("./texts.js").Problem | null} problem
 *
 * @typedef {{name: string, check: string, code: string | null}} Exercise
 */

const KEY = "glassnet.attempts";
const PATIENCE_MS = 3000; // a call times out after twice this

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {(name: string, args: Record<string, unknown>, patience: number) => Promise<any>} parts.call
 * @param {() => Promise<unknown>} parts.renew Starts a clean Python.
 */
export function createAttempts({ store, inTurn, call, renew }) {
  const records = createRecords(KEY, isKept, { [KEY]: isText });
  let known = together([oldRecord(), ...records.read()]);
  const names = [...new Set([...Object.keys(known.texts), ...Object.keys(known.aside)])];
  const kept = names.map((name) => [
    name,
    { ...UNTRIED, text: known.texts[name]?.text ?? null, others: known.aside[name] ?? [] },
  ]);
  store.change({ attempts: Object.fromEntries(kept) });

  /** @param {string} name @param {Partial<Attempt>} change */
  function attempt(name, change) {
    const { attempts } = store.get();
    const now = { ...UNTRIED, ...attempts[name], ...change };
    store.change({ attempts: { ...attempts, [name]: now } });
    if (!("text" in change)) return;
    const { [name]: _, ...aside } = known.aside;
    known = {
      texts: { ...known.texts, [name]: { at: Date.now(), text: now.text } },
      aside: now.others.length ? { ...aside, [name]: now.others } : aside,
    };
    records.keep(known);
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

    /** Takes another text, and lays this one aside. @param {string} name */
    useOther(name) {
      const { text, others } = store.get().attempts[name];
      const [next, ...rest] = others;
      attempt(name, { text: next, others: text === null ? rest : [...rest, text], answer: null, problem: null });
    },

    /** @param {Exercise} exercise */
    checkExercise(exercise) {
      attempt(exercise.name, { busy: true, answer: null, problem: null });
      inTurn(async () => attempt(exercise.name, { ...(await checked(exercise)), busy: false }));
    },
  };
}

/** What earlier versions kept. @returns {import("../kept/kept-records.js").Kepts<import("../kept/kept-records.js").Kept>} */
function oldRecord() {
  const texts = Object.entries(readKept(KEY, isText)).map(([name, text]) => [name, { at: 0, text }]);
  return { texts: Object.fromEntries(texts), aside: {} };
}
