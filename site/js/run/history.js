/** What can be undone and done again: two bounded lists. Imports nothing. */

/**
 * @template Stand
 * @typedef {{what: string, stand: Stand}} Entry What a person did, and how all stood before it; or, undone, after it.
 */

/**
 * @template Stand
 * @typedef {{done: Entry<Stand>[], undone: Entry<Stand>[]}} History The latest last.
 */

export const MOST = 100;

/** @returns {History<any>} */
export function emptyHistory() {
  return { done: [], undone: [] };
}

/**
 * The history with something more done. What was undone before cannot be done again.
 *
 * @template Stand
 * @param {History<Stand>} history
 * @param {Entry<Stand>} entry
 * @returns {History<Stand>}
 */
export function noted({ done }, entry) {
  return { done: [...done, entry].slice(-MOST), undone: [] };
}

/**
 * One step back.
 *
 * @template Stand
 * @param {History<Stand>} history
 * @param {Stand} now How all stands.
 * @returns {{history: History<Stand>, entry: Entry<Stand> | null}} What to bring back.
 */
export function back({ done, undone }, now) {
  const entry = done.at(-1) ?? null;
  if (!entry) return { history: { done, undone }, entry };
  return { history: { done: done.slice(0, -1), undone: [...undone, { what: entry.what, stand: now }] }, entry };
}

/**
 * One step forth.
 *
 * @template Stand
 * @param {History<Stand>} history
 * @param {Stand} now
 * @returns {{history: History<Stand>, entry: Entry<Stand> | null}}
 */
export function forth({ done, undone }, now) {
  const { history, entry } = back({ done: undone, undone: done }, now);
  return { history: { done: history.undone, undone: history.done }, entry };
}

/**
 * The history without what is heavy in its oldest entries, so that all of it weighs no more than `most`.
 *
 * @template Stand
 * @param {History<Stand>} history
 * @param {number} most
 * @param {(stand: Stand) => number} weigh
 * @param {(stand: Stand) => Stand} lighten
 * @returns {History<Stand>}
 */
export function lightened({ done, undone }, most, weigh, lighten) {
  let left = most;
  const light = (/** @type {Entry<Stand>[]} */ entries) =>
    entries
      .toReversed()
      .map(({ what, stand }) => {
        left -= weigh(stand);
        return { what, stand: left < 0 ? lighten(stand) : stand };
      })
      .toReversed();
  return { done: light(done), undone: light(undone) };
}
