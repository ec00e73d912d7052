/** The reader's own data: read by Python, kept in this browser, and found again on the next visit. */

import { EngineLost, PATIENCE_MS, PythonError } from "./python.js";

/** So many characters may take a slow computer two seconds and a half. */
const PATIENT_CHARACTERS = 600_000;

const SET_ASIDE =
  "The data that this browser had kept cannot be read. It is set aside in the browser’s storage, and an example is used.";

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 */
export function createOwnData({ python, store }) {
  /** @param {Partial<import("./state.js").Own>} change */
  const change = (change) => store.change(({ own }) => ({ own: { ...own, ...change } }));

  const note = (/** @type {string} */ words) => store.change(({ notes }) => ({ notes: [...notes, words] }));

  /** Ask Python for something that has to read a text. @param {string} name @param {Record<string, unknown>} args @param {string | null} text */
  const patiently = (name, args, text) =>
    python.call(name, args, PATIENCE_MS * (1 + (text?.length ?? 0) / PATIENT_CHARACTERS));

  /** Have a text read; what cannot be read is refused in words. @param {string} text @returns {Promise<boolean>} */
  async function take(text) {
    try {
      const data = await patiently("read_data", { own: text }, text);
      change({ text, data, typed: text, problem: "" });
      return true;
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      change({ typed: text, problem: sentence(error.message) });
      return false;
    }
  }

  return {
    patiently,
    take,

    /** What this browser has kept, or something to begin with. What cannot be read is set aside, and said. */
    async open() {
      const { keep, kept, setAside, SAMPLE } = await import("./own-store.js");
      const { text, draft, bad, silent } = await kept();
      if (silent) change({ kept: false });
      if (bad) note(SET_ASIDE);

      /** @param {string | null} one @param {boolean} good */
      async function tried(one, good) {
        try {
          return one !== null && (await take(one));
        } catch (error) {
          if (!(error instanceof EngineLost)) throw error;
          await setAside(good); // Python did not survive it: the next one is not given it
          note(SET_ASIDE);
          throw error;
        }
      }
      if (!(await tried(text, true))) {
        await take(SAMPLE);
        if (text !== null) await setAside(true);
        if (text !== null && draft === null) await keep(text, false);
      } else if (draft === null) return;
      await tried(draft ?? text, false); // in the editor, with what is wrong with it
    },

    /** Keep a text for the next visit. @param {string} text @param {boolean} good Whether it could be read. */
    async keep(text, good) {
      const { keep } = await import("./own-store.js");
      change({ kept: await keep(text, good) });
    },
  };
}

/** What Python refused, as a sentence. @param {string} message */
function sentence(message) {
  return `${message[0].toUpperCase()}${message.slice(1)}.`;
}
