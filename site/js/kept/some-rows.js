/**
 * Takes a part of the rows of a file that is too large, evenly spread. The file is looked through in pieces and never held
 * whole. Only line ends and quotes matter here; what the rows hold is read by Python. Fetched when used.
 */

import { joined } from "../draw/joined.js";

const MOST_TAKEN = 5_000_000; // bytes
const [NEW_LINE, RETURN, QUOTE] = Array.from('\n\r"', (character) => character.charCodeAt(0));
const COMMENT = /^[#%]/;
const NUMBER = /^[\d+\-.,\s]/;

/** @typedef {{file: Blob, rows: number, taken: number, header: boolean}} Part So many rows of a file; the header is not counted. */

/**
 * How many rows of a file can be taken.
 *
 * @param {Blob} file
 * @param {number} most Rows that Python takes.
 * @returns {Promise<Part | null>} Null where rows cannot be told apart, as in UTF-16, or are too few to leave any out.
 */
export async function partOf(file, most) {
  const start = new Uint8Array(await file.slice(0, 1000).arrayBuffer());
  if (start.includes(0)) return null;
  let header = false;
  const all = await eachRow(file, (index, first) => {
    if (index === 0) header = !NUMBER.test(first);
    return false;
  });
  const rows = all.count - Number(header);
  const fitting = Math.min(most, (rows * MOST_TAKEN) / file.size);
  const round = 10 ** Math.floor(Math.log10(Math.max(1, fitting)));
  const taken = Math.floor(fitting / round) * round;
  return taken > 1 && taken < rows ? { file, rows, taken, header } : null;
}

/** The bytes of that part: its comments at the top, its header, and so many rows. @param {Part} part */
export async function bytesOf({ file, rows, taken, header }) {
  const above = Number(header);
  const isChosen = spread(rows, taken);
  const { pieces } = await eachRow(file, (index) => index < above || isChosen(index - above));
  return joined(pieces, Uint8Array);
}

/**
 * Chooses one row of each stretch of the file, at a random place in it: where the classes take turns, every tenth row may
 * be of one class. The same file gives the same rows.
 *
 * @param {number} rows
 * @param {number} taken
 * @returns {(index: number) => boolean} To be asked of all rows in their order.
 */
function spread(rows, taken) {
  let [random, stretch, chosen] = [1, -1, -1];
  return (index) => {
    const now = Math.floor((index * taken) / rows);
    if (now !== stretch) {
      stretch = now;
      random = (random * 1_664_525 + 1_013_904_223) % 2 ** 32;
      const [start, end] = [index, Math.ceil(((now + 1) * rows) / taken)];
      chosen = start + Math.floor((random / 2 ** 32) * (end - start));
    }
    return index === chosen;
  };
}

/**
 * Counts the rows, and copies those that are wanted, and the comments above them. Empty lines do not count.
 *
 * @param {Blob} file
 * @param {(index: number, first: string) => boolean} wants By the row's number, from 0, and its first character.
 */
async function eachRow(file, wants) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let [count, wanted, quoted, last] = [0, false, false, NEW_LINE];

  /** A row begins with this byte. @param {number} byte */
  function begin(byte) {
    const first = String.fromCharCode(byte);
    const counts = byte !== NEW_LINE && byte !== RETURN && !(count === 0 && COMMENT.test(first));
    wanted = counts ? wants(count, first) : COMMENT.test(first);
    count += Number(counts);
  }

  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { count, pieces };
    let from = 0;
    for (let place = 0; place < value.length; place += 1) {
      const byte = value[place];
      if (!quoted && (last === NEW_LINE || (last === RETURN && byte !== NEW_LINE))) {
        if (wanted) pieces.push(value.slice(from, place));
        from = place;
        begin(byte);
      }
      if (byte === QUOTE) quoted = !quoted;
      last = byte;
    }
    if (wanted) pieces.push(value.slice(from));
  }
}
