/**
 * How far a run had come when its page was left or reloaded. Its epochs are not kept, but they can be trained again. An
 * address that was shared says it, too.
 */

const START = "glassnet.reached ";

/** @typedef {{epoch: number, loss?: number}} Reached The loss, where it must come to the same one. */

/** @param {import("../state/state.js").Store} store @returns {Reached | null} Null where nothing was trained. */
export function reachedBefore(store) {
  const before = take(START + window.location.href);
  window.addEventListener("pagehide", () => {
    const { run } = store.get();
    if (!run || run.recorded || run.live.epoch === 0) return;
    put(START + window.location.href, `${run.live.epoch} ${run.live.loss}`);
  });
  if (!before) return null;
  const [epoch, loss] = before.split(" ").map(Number);
  return { epoch, loss };
}

// Of this tab: another one has a run of its own. A frame may have no storage.
/** @param {string} key */
function take(key) {
  try {
    const text = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return /^\d{1,15} \S{1,30}$/.test(text ?? "") ? text : null;
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
