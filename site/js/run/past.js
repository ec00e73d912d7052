/** Undo and redo of what a person does: choices, targets, weights, code, data, and what drops epochs. */

import { load } from "../lazy.js";
import { sameRun } from "../state/state.js";
import { bytesOf, looksBack } from "../state/timeline.js";
import { back, emptyHistory, forth, lightened, noted } from "./history.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/state.js").Run} Run */

/**
 * @typedef {Pick<State, "choices" | "typed" | "own" | "edits" | "aside" | "previous" | "run"> & {goesOn: "" | "at once" | "playing"}}
 *   Snapshot How all stood. `run` is null where it is not of the choices, or was given up because too much would be kept.
 *   `goesOn` says that it was on its way to its end, and how.
 */

/** @typedef {import("./history.js").History<Snapshot>} History */

const MOST_BYTES = 64_000_000;

/**
 * What a person does, in words, by the name of the action; empty for what loses nothing. An action that does not change
 * anything after all is not noted.
 *
 * @type {Record<string, (state: State, ...given: any[]) => string>}
 */
const DONE = {
  choose: (_, _changes, what) => what,
  useOwn: (_, _given, what) => what,
  setParameter: (_, { label }) => `${label} was set`,
  freeze: (_, label, frozen) => `${label} was ${frozen ? "frozen" : "freed"}`,
  runMine: (_, name) => `Your version of ${name}`,
  restoreOriginal: (_, name) => `The original of ${name}`,
  forget: (_, name) => `Your texts of ${name} were deleted`,
  open: () => "A file was opened",
  reset: () => "Reset",
  step: dropsEpochs,
  takeStep: dropsEpochs,
  train: dropsEpochs,
};

/** @param {State} state */
function dropsEpochs({ run }) {
  return run && (looksBack(run) || run.frame.ended) ? "The epochs after this one were dropped" : "";
}

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {import("./frames.js").Frames} parts.frames
 * @param {import("./runs.js").Runs} parts.runs
 * @param {import("./texts.js").Texts} parts.texts
 * @param {import("./edits.js").EditsOfTheReader} parts.edits
 * @param {() => void} parts.play Goes on as Train does.
 */
export function createPast({ store, inTurn, frames, runs, texts, edits, play }) {
  /** @type {History} */
  let history = emptyHistory();

  /** @param {typeof history} next */
  function change(next) {
    history = lightened(next, MOST_BYTES, weightOf, (stand) => ({ ...stand, run: null }));
    const what = (/** @type {typeof history.done} */ entries) => entries.at(-1)?.what ?? "";
    store.change({ past: { undo: what(history.done), redo: what(history.undone) } });
  }

  /** How all stands. @param {State} [state] @param {Snapshot["goesOn"]} [goesOn] @returns {Snapshot} */
  function snapshot({ choices, typed, own, edits, aside, previous } = store.get(), goesOn = "") {
    const { run, description } = store.get();
    const fits = run && sameRun(run.choices, choices, description);
    const stand = { choices, typed, own, edits, aside, previous, goesOn };
    return { ...stand, run: fits ? { ...run, curve: copied(run.curve) } : null };
  }

  const past = {
    snapshot,

    /** @param {string} what @param {Snapshot} stand How all stood before it. */
    note: (what, stand) => change(noted(history, { what, stand })),

    /** @param {Snapshot} stand @param {string} remark */
    async bringBack(stand, remark) {
      const { bringBack } = await load("bring-back");
      await bringBack(stand, remark, { store, frames, runs, texts, edits, play });
    },

    /**
     * The same actions, noted.
     *
     * @template {Record<string, any>} Actions
     * @param {Actions} actions
     * @param {() => void} first Done before each of them.
     * @returns {Actions}
     */
    noting(actions, first) {
      const all = Object.entries(DONE).map(([name, inWords]) => [name, notingOne(actions[name], inWords, first)]);
      return { ...actions, ...Object.fromEntries(all) };
    },

    undo: () => go(back, "Undone"),
    redo: () => go(forth, "Done again"),
  };

  /** @param {(...given: any[]) => unknown} action @param {typeof DONE[string]} inWords @param {() => void} first */
  function notingOne(action, inWords, first) {
    return (/** @type {any[]} */ ...given) => {
      first();
      const state = store.get();
      const what = inWords(state, ...given);
      if (!what) return action(...given);
      /** @type {Snapshot} */
      let before;
      // What was asked earlier may still change the run, but not what was chosen.
      inTurn(async () => {
        before ??= snapshot(state);
      });
      const done = action(...given);
      Promise.resolve(done).then(() => {
        inTurn(async () => {
          if (!isSame(before, store.get())) past.note(what, before);
        });
      });
      return done;
    };
  }

  /** @param {(history: History, now: Snapshot) => {history: History, entry: import("./history.js").Entry<Snapshot> | null}} way @param {string} how */
  function go(way, how) {
    store.change({ training: false, refusal: null });
    /** @type {ReturnType<typeof way> | null} */
    let step = null;
    inTurn(async () => {
      if (!step) {
        const goesOn = store.get().training ? "playing" : ""; // the run of a drag that has just ended
        store.change({ training: false });
        step = way(history, snapshot(store.get(), goesOn));
        change(step.history);
      }
      if (step.entry) await past.bringBack(step.entry.stand, `${how}: ${step.entry.what}.`);
    });
  }

  return past;
}

/** A curve that does not grow with the run. @param {Run["curve"]} curve @returns {Run["curve"]} */
function copied({ epochs, losses, every, held }) {
  const copy = { epochs: epochs.slice(), losses: losses.slice() };
  return { ...copy, every, held: { epochs: held.epochs.slice(), losses: held.losses.slice() } };
}

/** Roughly, in bytes. @param {Snapshot} stand */
function weightOf({ run }) {
  return run ? 16 * run.curve.epochs.length + bytesOf(run.timeline.moments) : 0;
}

/** Whether nothing has changed. @param {Snapshot} one @param {State} other */
function isSame(one, other) {
  /** @param {Pick<State, "run" | "choices" | "own" | "edits">} stand */
  const stands = ({ run, choices, own, edits }) => [
    ...[run?.live, own.data, String(Object.entries(choices))],
    JSON.stringify(Object.entries(edits).map(([name, { running, text }]) => [name, running, text])),
  ];
  const now = stands(other);
  return stands(one).every((value, index) => value === now[index]);
}

/** @typedef {ReturnType<typeof createPast>} Past */
