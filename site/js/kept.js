/** What a reader has typed, kept in this browser where it lets us; else it lasts as long as the page. Imports nothing. */

/** @param {string} key @returns {Record<string, string>} Texts by name. */
export function readKept(key) {
  try {
    const texts = Object.entries(JSON.parse(localStorage.getItem(key) ?? "{}"));
    return Object.fromEntries(texts.filter(([, text]) => typeof text === "string"));
  } catch {
    return {}; // no storage in this frame, or not what we wrote
  }
}

/** @param {string} key @param {Record<string, string>} texts */
export function keep(key, texts) {
  try {
    if (Object.keys(texts).length) localStorage.setItem(key, JSON.stringify(texts));
    else localStorage.removeItem(key);
  } catch {
    // Nobody can help it.
  }
}
