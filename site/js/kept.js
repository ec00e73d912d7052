/** What a reader has typed, kept in this browser where it lets us; else it lasts as long as the page. Imports nothing. */

/** @param {unknown} value @returns {value is string} */
export const isText = (value) => typeof value === "string";

/**
 * What was kept under a key, by name; what is not ours is left out.
 *
 * @template Value
 * @param {string} key
 * @param {(value: unknown) => value is Value} isOurs
 * @returns {Record<string, Value>}
 */
export function readKept(key, isOurs) {
  try {
    const values = Object.entries(JSON.parse(localStorage.getItem(key) ?? "{}"));
    return Object.fromEntries(values.filter(([, value]) => isOurs(value)));
  } catch {
    return {}; // no storage in this frame, or not what we wrote
  }
}

/** @param {string} key @param {Record<string, unknown>} values */
export function keep(key, values) {
  try {
    if (Object.keys(values).length) localStorage.setItem(key, JSON.stringify(values));
    else localStorage.removeItem(key);
  } catch {
    // Nobody can help it.
  }
}
