/**
 * The reader's own versions of functions, as texts on the page: written, set aside, brought back, kept in this browser. What
 * runs is a matter of `edits.js`: no address carries code, and code from a file or an earlier visit waits.
 */

import { NOT_KEPT } from "../kept/kept.js";
import { keepEdits, keptEdits, UNTOUCHED } from "../kept/kept-edits.js";
import { originalSource } from "../state/state.js";
import { changedBeneath, isInProgram } from "../state/versions.js";

/** @typedef {import("../state/state.js").Source} Source */

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

/** Half the timeout for what the reader's own code does. */
export const TRIAL_MS = 1000;

/** @param {import("../state/state.js").Store} store */
export function createTexts(store) {
  store.change(keptEdits);

  const original = (/** @type {string} */ name) => originalSource(name, store.get());
  const running = () => Object.entries(store.get().edits).filter(([, edit]) => edit.running !== null);

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

  /** Forgets what a version has printed. @param {string} name */
  function unprint(name) {
    store.change(({ printed: { [name]: _, ...others } }) => ({ printed: others }));
  }

  /** @param {Printed} [some] */
  function print(some = {}) {
    if (!Object.keys(some).length) return;
    const printed = { ...store.get().printed };
    for (const [name, more] of Object.entries(some)) {
      const { lines: before = [], dropped = 0 } = printed[name] ?? {};
      const lines = [...before, ...more.lines];
      const over = Math.max(lines.length - store.get().description.most.lines, 0);
      printed[name] = { lines: lines.slice(over), dropped: dropped + more.dropped + over };
    }
    store.change({ printed });
  }

  /** Updates an editor that shows the original; keeps the reader's text. @param {string} name @param {Edit} edit @param {string} because */
  function followProgram(name, edit, because) {
    const { program } = store.get();
    const untouched = edit.running === null && edit.text === edit.base.find((part) => part.name === name)?.source;
    if (untouched) set(name, isInProgram(name, { program }) ? { text: original(name), base: program } : null);
    else if (changedBeneath(name, edit, program).length) set(name, { because });
  }

  /** What a reader does with texts. */
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
    set,
    original,
    running,
    keepTexts,
    layAside,
    unprint,
    print,

    /** The texts that do not fit the present choices. @returns {[string, string][]} */
    waiting: () =>
      Object.entries(store.get().edits).flatMap(([name, { unfit, waiting }]) =>
        unfit && typeof waiting === "string" ? [[name, waiting]] : [],
      ),

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

    /** What to request with each frame. */
    wishes: () => (running().length ? { printed: true } : {}),

    /** Half the timeout for a frame while the reader's code runs; undefined otherwise. */
    patience: () => (running().length ? TRIAL_MS : undefined),
  };
}

/** @typedef {ReturnType<typeof createTexts>} Texts */
