/** The reader's own data: read by Python, kept in this browser, and found again on the next visit. */

import { PATIENCE_MS, PythonError } from "./python.js";

/** So many characters may take a slow computer two seconds and a half. */
const PATIENT_CHARACTERS = 600_000;

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 */
export function createOwnData({ python, store }) {
  /** @param {Partial<import("./state.js").Own>} change */
  const change = (change) => store.change(({ own }) => ({ own: { ...own, ...change } }));

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

    /** What this browser has kept, or something to begin with. */
    async open() {
      const { kept, SAMPLE } = await import("./own-store.js");
      const { text, draft } = await kept();
      if (!(await take(text ?? SAMPLE))) await take(SAMPLE);
      if (draft !== null) await take(draft);
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
