/**
 * Lets the reader edit any function of the program. A version runs only when the reader runs it: no address carries code,
 * and code from a file or an earlier visit waits. A version that never ends is stopped. A replaced text is set aside and
 * can be brought back.
 */

import { NOT_KEPT } from "./kept.js";
import { keepEdits, keptEdits, UNTOUCHED } from "./kept-edits.js";
import { EngineLost } from "./python.js";
import { originalSource, ownFunctions } from "./state.js";
import { changedBeneath, isInProgram, startsAnew } from "./versions.js";

/** @typedef {import("./state.js").Source} Source */

/**
 * @typedef {object} Problem
 * @property {string | null} function The function whose text failed.
 * @property {number | null} line
 * @property {string} message
 * @property {string} traceback
 *
 * @typedef {object} Edit
 * @property {string} text The text in the editor.
 * @property {Source[]} base The program that it started from.
 * @property {string | null} running The text that runs; null if the original runs.
 * @property {boolean} open Whether its editor is open.
 * @property {boolean} trying Whether Python is trying it.
 * @property {boolean} earlier Whether it is from an earlier visit and not yet opened.
 * @property {string} from The file it came from; empty for the reader's own.
 * @property {boolean} unfit Whether it ran until a choice that it does not fit.
 * @property {string | null} [waiting] The text that ran then: it runs again with choices that it fits.
 * @property {string} because What has changed the original, as the subject of a sentence.
 * @property {boolean} compared Whether the original is shown beside it.
 * @property {Problem | null} problem Of the last trial.
 * @property {string} remark What to know of the version that runs.
 *
 * @typedef {Record<string, Edit>} Edits
 * @typedef {Record<string, {lines: string[], dropped: number}>} Printed By the function whose version printed it.
 */

const MOST_ASIDE = 10; // of each function
const MOST_LINES = 200;

const TRIAL_MS = 1000; // a call is given up after twice this

const NOTHING_LOST = "It was put aside. Your text is kept, and nothing of the run is lost.";

/**
 * @param {object} parts
 * @param {import("./state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {(what: string, fromTheStart: boolean, plays: boolean) => Promise<void>} parts.takeUp Applies changed code to the run.
 * @param {(name: string, args: Record<string, unknown>, patience: number) => Promise<any>} parts.call
 * @param {() => Promise<unknown>} parts.renew Starts a clean Python, with the run and the versions that run.
 */
export function createEdits({ store, inTurn, takeUp, call, renew }) {
  store.change(keptEdits);
  /** Whether Python has any code of the reader's. */
  let given = false;

  const running = () => Object.entries(store.get().edits).filter(([, edit]) => edit.running !== null);
  /** The texts that do not fit the present choices. @returns {[string, string][]} */
  const waitingTexts = () =>
    Object.entries(store.get().edits).flatMap(([name, { unfit, waiting }]) =>
      unfit && typeof waiting === "string" ? [[name, waiting]] : [],
    );
  const original = (/** @type {string} */ name) => originalSource(name, store.get());

  /** @param {string} name @param {Partial<Edit> | null} change Null removes the edit. */
  function set(name, change) {
    const { [name]: before = UNTOUCHED, ...others } = store.get().edits;
    const after = { ...UNTOUCHED, ...before, ...change };
    store.change({ edits: change ? { ...others, [name]: after } : others });
    // The last gradient check used the old text.
    if ((change ? after : UNTOUCHED).running !== before.running) store.change({ checked: null });
  }

  let isSaid = store.get().notes.includes(NOT_KEPT);

  function keepTexts() {
    if (keepEdits(store.get()) || isSaid) return;
    isSaid = true;
    store.change(({ notes }) => ({ notes: [...notes, NOT_KEPT] }));
  }

  /** Sets the texts of a function that can be brought back, the latest last. @param {string} name @param {string[]} texts */
  function setAside(name, texts) {
    const { [name]: _, ...others } = store.get().aside;
    store.change({ aside: texts.length ? { ...others, [name]: texts.slice(-MOST_ASIDE) } : others });
  }

  /** The text in the editor, unless it is the original, and the texts set aside. @param {string} name */
  function textsOf(name) {
    const { edits, aside } = store.get();
    const text = edits[name]?.text ?? "";
    const mine = text.trim() && text !== original(name) ? [text] : [];
    return { mine, aside: (aside[name] ?? []).filter((one) => one !== text) };
  }

  /** Restores a function's original in the page. @param {string} name */
  function layAside(name) {
    const { mine, aside } = textsOf(name);
    setAside(name, [...aside, ...mine]);
    set(name, null);
    keepTexts();
  }

  /** Restores a function's original in Python, if a reader's version ran. @param {string} name @param {string | null} ran @param {boolean} [plays] */
  function giveBack(name, ran, plays = false) {
    store.change(({ printed: { [name]: _, ...others } }) => ({ printed: others }));
    if (ran === null) return;
    inTurn(async () => {
      if (store.get().engine !== "ready") return; // a new Python has only the original
      const left = await call("restore", { name }, TRIAL_MS);
      if (left) await renew();
      const clean = left?.length ? `, in a new Python: your version had changed ${named(left)}` : "";
      await takeUp(`The original ${name} runs again${clean}`, startsAnew(name, ran), plays);
    });
  }

  /** @param {Printed} [some] */
  function print(some = {}) {
    if (!Object.keys(some).length) return;
    const printed = { ...store.get().printed };
    for (const [name, more] of Object.entries(some)) {
      const { lines: before = [], dropped = 0 } = printed[name] ?? {};
      const lines = [...before, ...more.lines];
      const over = Math.max(lines.length - MOST_LINES, 0);
      printed[name] = { lines: lines.slice(over), dropped: dropped + more.dropped + over };
    }
    store.change({ printed });
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
    if (problem) print(printed); // what runs prints again
    return { problem, left, remark };
  }

  /** The original runs again in Python. @param {string} name @returns {Promise<{problem?: null, left: string[] | null, remark?: string}>} */
  async function takeAway(name) {
    return { left: (await call("restore", { name }, TRIAL_MS)) ?? null };
  }

  /** Updates an editor that shows the original; keeps the reader's text. @param {string} name @param {Edit} edit @param {string} because */
  function followProgram(name, edit, because) {
    const { program } = store.get();
    const untouched = edit.running === null && edit.text === edit.base.find((part) => part.name === name)?.source;
    if (untouched) set(name, isInProgram(name, { program }) ? { text: original(name), base: program } : null);
    else if (changedBeneath(name, edit, program).length) set(name, { because });
  }

  const actions = {
    /** @param {string} name */
    openEditor(name) {
      const { text = original(name), base = store.get().program } = store.get().edits[name] ?? {};
      set(name, { text, base, open: true, earlier: false });
    },

    /** @param {string} name */
    closeEditor(name) {
      const { text, running: runs } = store.get().edits[name];
      if (runs === null && text === original(name)) set(name, null);
      else set(name, { open: false });
    },

    /** @param {string} name @param {string} text */
    writeCode(name, text) {
      set(name, { text });
      keepTexts();
    },

    /** Keeps the reader's version, although a choice has changed the original. @param {string} name */
    keepMine(name) {
      set(name, { base: store.get().program, because: "", compared: false });
      keepTexts();
    },

    /** Shows or hides the original beside the reader's version. @param {string} name */
    compare(name) {
      set(name, { compared: !store.get().edits[name].compared });
    },

    /** @param {string} name */
    runMine(name) {
      const { text, running: runs, waiting = null } = store.get().edits[name];
      if (text === original(name)) {
        set(name, { running: null, waiting: null, problem: null, unfit: false });
        giveBack(name, runs ?? waiting, true);
        return;
      }
      set(name, { trying: true, problem: null });
      store.change(({ printed: { [name]: _, ...others } }) => ({ printed: others }));
      inTurn(async () => {
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
      });
    },

    /** @param {string} name */
    restoreOriginal(name) {
      const { running: runs = null, waiting = null } = store.get().edits[name] ?? {};
      const ran = runs ?? waiting;
      layAside(name);
      giveBack(name, ran);
    },

    /** Brings back the text that was set aside last; the current text is set aside as the oldest. @param {string} name */
    bringBack(name) {
      const { mine, aside } = textsOf(name);
      const text = aside.at(-1);
      setAside(name, text === undefined ? [] : [...mine, ...aside.slice(0, -1)]);
      if (text === undefined) return;
      set(name, { text, base: store.get().program, open: true, earlier: false, from: "", problem: null });
      keepTexts();
    },

    /** Deletes the texts of a function that the program does not have. @param {string} name */
    forget(name) {
      setAside(name, []);
      set(name, null);
      keepTexts();
    },
  };

  return {
    actions,
    print,

    /** Restores all originals; the reader's versions are set aside. */
    async layAllAside() {
      let left = null;
      for (const [name, { running: runs, waiting = null }] of Object.entries(store.get().edits)) {
        const ran = runs ?? waiting;
        layAside(name);
        if (ran !== null) left = (await call("restore", { name }, TRIAL_MS)) ?? left;
      }
      store.change({ printed: {} });
      if (left) await renew();
    },

    /**
     * Puts a file's texts into the editors. None of them runs. Those of `old` are set aside.
     *
     * @param {string} file
     * @param {Record<string, string>} functions
     * @param {Record<string, string>} old
     */
    takeFrom(file, functions, old) {
      const { program } = store.get();
      for (const [name, text] of Object.entries(functions)) set(name, { text, base: program, open: true, from: file });
      for (const [name, text] of Object.entries(old)) setAside(name, [...textsOf(name).aside, text]);
      keepTexts();
    },

    /**
     * Handles a changed program, which some versions may not fit.
     *
     * @param {Source[]} program
     * @param {Record<string, Problem>} unfit Those that Python has dropped, with the problem of each.
     * @param {string[]} back Those that had been left out, and fit again: they run.
     * @param {string} because What has changed it, as the subject of a sentence.
     */
    follow(program, unfit, back, because) {
      store.change({ program });
      for (const [name, edit] of Object.entries(store.get().edits)) {
        followProgram(name, edit, edit.because && edit.because !== because ? "What you chose" : because);
      }
      for (const [name, problem] of Object.entries(unfit)) {
        const { running: waiting } = store.get().edits[name];
        set(name, { running: null, unfit: true, waiting, problem });
      }
      for (const name of back) {
        const { waiting = null } = store.get().edits[name] ?? {};
        if (waiting !== null) set(name, { running: waiting, unfit: false, waiting: null, problem: null });
      }
      if (Object.keys(store.get().edits).length) keepTexts();
    },

    /**
     * Puts texts back that are gone. None of them runs.
     *
     * @param {Edits} edits
     * @param {Record<string, string[]>} aside
     */
    bringBack(edits, aside) {
      const now = store.get();
      for (const [name, edit] of Object.entries(edits)) {
        if (!now.edits[name]) set(name, { ...edit, running: null, waiting: null, unfit: false, trying: false });
      }
      store.change({ aside: { ...aside, ...now.aside } });
      if (Object.keys(edits).length) keepTexts();
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

    /** What to request with each frame. */
    wishes: () => (running().length ? { printed: true } : {}),

    /** Half the timeout for a frame while the reader's code runs; undefined otherwise. */
    patience: () => (running().length ? TRIAL_MS : undefined),

    /** Gives a new Python the versions that ran in the last one, or waited there. @returns {Promise<boolean>} Whether any ran. */
    async giveAgain() {
      const again = running();
      /** @type {Record<string, string>} */
      const waiting = Object.fromEntries(waitingTexts());
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
      const waited = lost.asked.some((asked) => asked === "start" || asked === "change") ? waitingTexts() : [];
      const names = tried ? [tried] : [...running(), ...waited].map(([name]) => name);
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

/** How code has ended Python, in a sentence. @param {EngineLost} lost @param {string} [seconds] How long it was waited for. */
export function whatItDid({ how, message }, seconds = "two") {
  if (how === "silent")
    return `Python did not finish with this version within ${seconds} seconds: perhaps it is a loop that never ends, or fills the memory.`;
  if (how === "forged") return "This version sent the page what is no answer of Python’s.";
  return `Python stopped with this version: ${message}`;
}

/** Some of the names that were changed. @param {string[]} names */
function named(names) {
  return `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}`;
}

/** @param {string} message @returns {Problem} A problem without a place. */
export function said(message) {
  return { function: null, line: null, message, traceback: "" };
}

/** @typedef {ReturnType<typeof createEdits>} EditsOfTheReader */
