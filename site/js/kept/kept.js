/** What a reader has typed, kept in this browser where it lets us; else it lasts as long as the page. Imports nothing. */

export const NOT_KEPT =
  "This browser keeps nothing: its storage is full or blocked. What you type lasts until the page is closed.";

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
    return only(JSON.parse(localStorage.getItem(key) ?? "{}"), isOurs);
  } catch {
    return {}; // no storage in this frame, or not what we wrote
  }
}

/** What is ours of a record; nothing of what is none. @template Value @param {any} values @param {(value: unknown) => value is Value} isOurs @returns {Record<string, Value>} */
export function only(values, isOurs) {
  if (values?.constructor !== Object) return {};
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isOurs(value)));
}

/** The keys of what is kept, those that begin in this way. @param {string} start @returns {string[]} */
export function keysOf(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

/** @param {string} key @param {Record<string, unknown>} values @returns {boolean} Whether this browser keeps them. */
export function keep(key, values) {
  try {
    if (Object.keys(values).length) localStorage.setItem(key, JSON.stringify(values));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false; // what was kept before stays
  }
}

/** Whether this browser keeps anything more. */
export function canKeep() {
  const key = "glassnet.tried";
  return keep(key, { tried: true }) && keep(key, {});
}
