/** Says how far a run had come when its page was left or reloaded: its epochs are not kept. */

import { grouped } from "../draw/draw.js";

const START = "glassnet.reached ";

/** @param {import("../state/state.js").Store} store @returns {string} In words; empty where nothing was trained. */
export function reachedBefore(store) {
  const before = take(START + window.location.href);
  window.addEventListener("pagehide", () => {
    const { run } = store.get();
    if (run && !run.recorded && run.live.epoch > 0) put(START + window.location.href, String(run.live.epoch));
  });
  return before
    ? `The run begins again: it had reached epoch ${grouped(Number(before))}, and epochs are not kept.`
    : "";
}

// Of this tab: another one has a run of its own. A frame may have no storage.
/** @param {string} key */
function take(key) {
  try {
    const text = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return /^\d{1,15}$/.test(text ?? "") ? text : null;
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} text */
function put(key, text) {
  try {
    sessionStorage.setItem(key, text);
  } catch {} // nothing is said then
}
