/** The exercise of the page, as the workers of many runs are given it. */

import { OWN } from "../state/data.js";

/** @typedef {import("./pool.js").Exercise} Exercise */
/** @typedef {import("../state/state.js").State} State */

/** @param {State} state @param {State["choices"]} choices @returns {Exercise} */
export function exerciseOf({ run, own, edits, program }, choices) {
  const names = new Set(program.map(({ name }) => name));
  const running = Object.entries(edits).filter(([name, { running: text }]) => text !== null && names.has(name));
  return {
    chosen: choices,
    ...(choices.dataset === OWN && { own: { text: own.text, reading: own.reading } }),
    frozen: run?.frame.frozen ?? [],
    versions: Object.fromEntries(running.map(([name, { running: text }]) => [name, String(text)])),
  };
}

/** Whether choices alone would bring an exercise back: code, data and frozen parameters are as they were. @param {State} state @param {Exercise} exercise */
export function canBeChosen(state, { chosen, frozen, versions, own }) {
  const now = exerciseOf(state, chosen);
  const same = JSON.stringify([frozen, versions]) === JSON.stringify([now.frozen, now.versions]);
  return same && own?.text === now.own?.text && JSON.stringify(own?.reading) === JSON.stringify(now.own?.reading);
}

/** The names of the choices in which an exercise differs from the page's, but the seed. @param {State} state @param {Exercise} exercise */
export function otherChoices({ choices }, { chosen }) {
  return Object.keys(choices).filter((name) => name !== "seed" && String(choices[name]) !== String(chosen[name]));
}

/** Makes some choices the page's run, and plays it. @param {State} state @param {import("../actions.js").Actions} actions @param {State["choices"]} chosen @param {string} what For the reader. */
export function open({ choices }, actions, chosen, what) {
  const same = Object.entries(chosen).every(([name, value]) => String(choices[name]) === String(value));
  if (same) actions.reset();
  else actions.choose(chosen, what);
  actions.train();
}
