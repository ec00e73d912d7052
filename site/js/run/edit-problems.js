/** What is said of a version of the reader's that failed. */

/** @typedef {import("./texts.js").Problem} Problem */

export const NOTHING_LOST = "It was put aside. Your text is kept, and nothing of the run is lost.";

/** How code has ended Python, in a sentence. @param {import("../python/python.js").EngineLost} lost @param {string} [seconds] How long it was waited for. */
export function whatItDid({ how, message }, seconds = "two") {
  if (how === "silent")
    return `Python did not finish with this version within ${seconds} seconds: perhaps it is a loop that never ends, or fills the memory.`;
  if (how === "forged") return "This version sent the page what is no answer of Python’s.";
  return `Python stopped with this version: ${message}`;
}

/** Some of the names that were changed. @param {string[]} names */
export function named(names) {
  return `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and more" : ""}`;
}

/** @param {string} message @returns {Problem} A problem without a place. */
export function said(message) {
  return { function: null, line: null, message, traceback: "" };
}
