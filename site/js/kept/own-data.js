/** The reader's own data: read by Python, kept in this browser, and found again on the next visit. Fetched when used. */

import { load } from "../lazy.js";
import { EngineLost, PATIENCE_MS, PythonError } from "../python/python.js";
import { keep, kept, SAMPLE, setAside } from "./own-store.js";

/** @typedef {import("../python/answers.js").Reading} Reading */

/**
 * @typedef {object} Given A text, or a file in its place; of a text that came from a file, that file, too.
 * @property {string} [text]
 * @property {Uint8Array | null} [file] The bytes of a file.
 * @property {Reading} [reading] How it is to be read, where that was chosen by hand.
 * @property {import("./some-rows.js").Part} [part] Of a file that is too large, in the file's place.
 */

/** So many characters may take a slow computer two seconds and a half. */
const PATIENT_CHARACTERS = 200_000;
const LONG_READING = 1_000_000; // characters or bytes: while so many are read, the page says so

const SET_ASIDE =
  "The data that this browser had kept cannot be read. It is set aside in the browser’s storage, and an example is used.";

/**
 * @param {object} parts
 * @param {import("../python/python.js").Python} parts.python
 * @param {import("../state/state.js").Store} parts.store
 */
export function createOwnData({ python, store }) {
  /** @param {Partial<import("../state/state.js").Own>} change */
  const change = (change) => store.change(({ own }) => ({ own: { ...own, ...change } }));

  const note = (/** @type {string} */ words) => store.change(({ notes }) => ({ notes: [...notes, words] }));

  /** Ask Python for something that has to read so much. @param {string} name @param {Record<string, unknown>} args @param {number} length Characters or bytes. */
  const patiently = (name, args, length) => python.call(name, args, PATIENCE_MS * (1 + length / PATIENT_CHARACTERS));

  /** Have data read; what cannot be read is refused in words. @param {Given} given @returns {Promise<boolean>} */
  async function take({ part, ...given }) {
    const length = given.text?.length ?? given.file?.byteLength ?? 0;
    change({ busy: length > LONG_READING || Boolean(part), ways: [], part: null });
    try {
      return await (part ? takePart(part, given.reading) : read(given, length));
    } finally {
      change({ busy: false });
    }
  }

  /** @param {import("./some-rows.js").Part} part @param {Reading} [reading] */
  async function takePart(part, reading) {
    const file = await (await load("some-rows")).bytesOf(part);
    return await read({ file, reading: { ...reading, of_rows: part.rows } }, file.byteLength);
  }

  /** @param {Given} given @param {number} length Characters or bytes. @returns {Promise<boolean>} */
  async function read({ text, file = null, reading = {} }, length) {
    const args = text === undefined ? { own: { reading }, file } : { own: { text, reading } };
    try {
      const answer = await patiently("read_data", args, length);
      const { data, problem, found, offered, encoding, ways = [], text: decoded = text ?? "" } = answer;
      const asked = encoding ? { ...reading, encoding } : reading;
      change({ typed: decoded, asked, file, found, offered, ways, problem: problem ? sentence(problem) : "" });
      if (data) change({ text: decoded, reading: asked, data });
      if (answer.too_large)
        change({ part: await partOf(new Blob([file ?? decoded]), store.get().description.most.rows) });
      return Boolean(data);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      change({ typed: text ?? "", asked: reading, file, found: { columns: [] }, problem: sentence(error.message) });
      return false;
    }
  }

  return {
    patiently,
    take,

    /** What this browser has kept, or something to begin with. What cannot be read is set aside, and said. */
    async open() {
      const { good, draft, bad, silent } = await kept();
      if (silent) change({ kept: false });
      if (bad) note(SET_ASIDE);

      /** @param {Given | null} one @param {boolean} wasGood */
      async function tried(one, wasGood) {
        try {
          return one !== null && (await take(one));
        } catch (error) {
          if (!(error instanceof EngineLost)) throw error;
          await setAside(wasGood); // Python did not survive it: the next one is not given it
          note(SET_ASIDE);
          throw error;
        }
      }
      if (!(await tried(good, true))) {
        await take({ text: SAMPLE });
        if (good) await setAside(true);
        if (good && !draft) await keep(good, false);
      } else if (!draft) return;
      await tried(draft ?? good, false); // in the editor, with what is wrong with it
    },

    /** Keep for the next visit what was given last. @param {boolean} good Whether it could be read. */
    async keep(good) {
      const { typed, asked, file, part } = store.get().own;
      if (part) return; // too large to be kept
      change({ kept: await keep({ text: typed, reading: asked, file }, good) });
    },
  };
}

/** How many rows of a file can be taken. @param {Blob} file @param {number} most */
export async function partOf(file, most) {
  return await (await load("some-rows")).partOf(file, most);
}

/** What Python refused, as a sentence. @param {string} message */
function sentence(message) {
  return `${message[0].toUpperCase()}${message.slice(1)}.`;
}
