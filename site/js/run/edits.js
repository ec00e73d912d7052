/**
 * Lets the reader's versions of functions run in Python. A version runs only when the reader runs it, and if it passes a
 * trial. One that never ends is stopped.
 */

import { UNTOUCHED } from "../kept/kept-edits.js";
import { EngineLost } from "../python/python.js";
import { ownFunctions } from "../state/state.js";
import { isInProgram, startsAnew } from "../state/versions.js";
import { NOTHING_LOST, named, said, whatItDid } from "./edit-problems.js";
import { TRIAL_MS } from "./texts.js";

/** @typedef {import("./texts.js").Edits} Edits */
/** @typedef {import("./texts.js").Problem} Problem */

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {import("./texts.js").Texts} parts.texts
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {(what: string, fromTheStart: boolean, plays: boolean) => Promise<void>} parts.takeUp Applies changed code to the run.
 * @param {(name: string, args: Record<string, unknown>, patience: number) => Promise<any>} parts.call
 * @param {() => Promise<unknown>} parts.renew Starts a clean Python, with the run and the versions that run.
 */
export function createEdits({ store, texts, inTurn, takeUp, call, renew }) {
  const { set, keepTexts } = texts;
  /** Whether Python has any code of the reader's. */
  let given = false;

  /** Restores a function's original in Python, if a reader's version ran. @param {string} name @param {string | null} ran @param {boolean} [plays] */
  function giveBack(name, ran, plays = false) {
    texts.unprint(name);
    if (ran === null) return;
    inTurn(async () => {
      if (store.get().engine !== "ready") return; // a new Python has only the original
      const left = await call("restore", { name }, TRIAL_MS);
      if (left) await renew();
      const clean = left?.length ? `, in a new Python: your version had changed ${named(left)}` : "";
      await takeUp(`The original ${name} runs again${clean}`, startsAnew(name, ran), plays);
    });
  }

  /**
   * Replaces a function by a text, if it passes the trial.
   *
   * @param {string} name
   * @param {string} text
   * @returns {Promise<{problem: Problem | null, left: string[] | null, remark: string}>} What is wrong with it; what a text
   *   that does not run any more has changed outside itself, which only a new Python does not have; and a remark on one
   *   that runs.
   */
  async function give(name, text) {
    given = true;
    const { problem, printed, left, remark } = await call("edit", { name, source: text }, TRIAL_MS);
    if (problem) texts.print(printed); // what runs prints again
    return { problem, left, remark };
  }

  /** The original runs again in Python. @param {string} name @returns {Promise<{problem?: null, left: string[] | null, remark?: string}>} */
  async function takeAway(name) {
    return { left: (await call("restore", { name }, TRIAL_MS)) ?? null };
  }

  /** Runs the text in the editor, unless it does not pass its trial. @param {string} name @param {string} text */
  async function tryIt(name, text) {
    if (store.get().engine !== "ready") {
      set(name, {
        trying: false,
        problem: said("Python is not running. Press Train to start it, then run it again."),
      });
      return;
    }
    try {
      const { problem, left, remark } = await give(name, text);
      if (problem && left?.length)
        problem.message = `${problem.message.replace(/\.?$/, ".")} It had changed ${named(left)}: Python was started anew.`;
      const runs = { running: text, waiting: null, remark, earlier: false, unfit: false };
      set(name, { trying: false, problem, ...(problem ? {} : runs) });
      if (left) await renew();
      if (problem) store.change({ remark: `What you wrote for ${name} does not run.` });
      else await takeUp(`Your version of ${name} runs`, startsAnew(name, text), true);
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      // It has been said already, unless Python was gone before.
      if (store.get().edits[name]?.trying) set(name, { trying: false, problem: said(whatItDid(error)) });
    }
  }

  const actions = {
    /** @param {string} name */
    runMine(name) {
      const { text, running: runs, waiting = null } = store.get().edits[name];
      if (text === texts.original(name)) {
        set(name, { running: null, waiting: null, problem: null, unfit: false });
        giveBack(name, runs ?? waiting, true);
        return;
      }
      set(name, { trying: true, problem: null });
      texts.unprint(name);
      inTurn(() => tryIt(name, text));
    },

    /** @param {string} name */
    restoreOriginal(name) {
      const { running: runs = null, waiting = null } = store.get().edits[name] ?? {};
      const ran = runs ?? waiting;
      texts.layAside(name);
      giveBack(name, ran);
    },
  };

  return {
    actions,

    /** Restores all originals; the reader's versions are set aside. */
    async layAllAside() {
      let left = null;
      for (const [name, { running: runs, waiting = null }] of Object.entries(store.get().edits)) {
        const ran = runs ?? waiting;
        texts.layAside(name);
        if (ran !== null) left = (await call("restore", { name }, TRIAL_MS)) ?? left;
      }
      store.change({ printed: {} });
      if (left) await renew();
    },

    /**
     * Lets exactly those versions run that ran in other edits. What waits there or here comes and goes with the choices.
     *
     * @param {Edits} edits
     * @returns {Promise<boolean>} Whether anything has changed.
     */
    async runExactly(edits) {
      const now = store.get().edits;
      const differ = [...new Set([...Object.keys(edits), ...Object.keys(now)])].filter((name) => {
        const [then, its] = [edits[name] ?? UNTOUCHED, now[name] ?? UNTOUCHED];
        return then.running !== its.running && !then.unfit && !(its.unfit && its.waiting === then.running);
      });
      let unclean = false;
      for (const name of differ) {
        const text = edits[name]?.running ?? null;
        const { problem = null, left, remark = "" } = text === null ? await takeAway(name) : await give(name, text);
        const runs = { running: text, waiting: null, unfit: false, earlier: false, remark };
        set(name, { problem, ...(problem ? {} : runs) });
        unclean ||= Boolean(left);
      }
      if (differ.length) keepTexts();
      if (unclean) await renew();
      return differ.length > 0;
    },

    /** Gives a new Python the versions that ran in the last one, or waited there. @returns {Promise<boolean>} Whether any ran. */
    async giveAgain() {
      const again = texts.running();
      /** @type {Record<string, string>} */
      const waiting = Object.fromEntries(texts.waiting());
      given = false;
      for (const [name, { running: text }] of again) {
        const there = isInProgram(name, store.get());
        const problem = there ? (await give(name, String(text))).problem : null;
        if (problem || !there) waiting[name] = String(text);
        // If it runs again, the problem of a later text of the same function stays.
        if (problem) set(name, { running: null, unfit: true, waiting: text, problem });
      }
      if (Object.keys(waiting).length) {
        given = true;
        await call("wait", { versions: waiting }, TRIAL_MS);
      }
      return again.length > 0;
    },

    /**
     * Python is gone. With the reader's code in it, it is that code that ended it, and it does not run again by itself; a
     * version on its trial takes the blame alone.
     *
     * @param {EngineLost} lost
     * @returns {string} Which version was put aside, as a sentence; empty for none.
     */
    lost(lost) {
      if (!given) return "";
      given = false;
      const { edits, attempts } = store.get();
      if (Object.values(attempts).some(({ busy }) => busy)) return ""; // it was the answer to an exercise
      const tried = Object.keys(edits).find((name) => edits[name].trying);
      // A new run tries those that wait, too.
      const waited = lost.asked.some((asked) => asked === "start" || asked === "change") ? texts.waiting() : [];
      const names = tried ? [tried] : [...texts.running(), ...waited].map(([name]) => name);
      const problem = said(`${whatItDid(lost)} ${NOTHING_LOST}`);
      const aside = tried ? {} : { running: null, waiting: null, unfit: false };
      for (const name of names) set(name, { trying: false, problem, ...aside });
      if (!names.length) return "";
      if (!tried) store.change({ training: false });
      return `Your version of ${names.join(" and ")} was put aside.`;
    },

    /** Whether an error is in the reader's code; it is then shown there. @param {any} error */
    blame({ type, message, traceback = "" }) {
      const places = [...traceback.matchAll(/File "<your version of (\w+)>", line (\d+)/g)];
      const [, place, line] = places.at(-1) ?? [];
      // The error may come later, in a line that uses a version's result.
      const name = place ?? (traceback.includes('File "<program: ') ? ownFunctions(store.get()).at(-1) : undefined);
      if (!name || !store.get().edits[name]) return false;
      const epoch = store.get().run?.frame.epoch ?? 0;
      const error = message ? `${type}: ${message}` : `${type}.`;
      const words = `It raised an error at epoch ${epoch}, so training stopped. ${error}`;
      set(name, { problem: { function: name, line: place ? Number(line) : null, message: words, traceback } });
      store.change({ training: false });
      return true;
    },
  };
}

/** @typedef {ReturnType<typeof createEdits>} EditsOfTheReader */
