/** Brings back how all stood on the page: the choices, the versions that ran, and the run itself. */

import { runWithoutPython, sameRun } from "./state.js";

/** @typedef {import("./past.js").Snapshot} Snapshot */

/**
 * @param {Snapshot} stand
 * @param {string} remark
 * @param {object} parts
 * @param {import("./state.js").Store} parts.store
 * @param {import("./runs.js").Runs} parts.runs
 * @param {import("./texts.js").Texts} parts.texts
 * @param {import("./edits.js").EditsOfTheReader} parts.edits
 */
export async function bringBack({ choices, typed, own, previous, run, edits: versions, aside }, remark, parts) {
  const { store, runs, texts, edits } = parts;
  const { description, run: now } = store.get();
  const sameProgram = now !== null && sameRun(now.choices, choices, description);
  store.change({ choices, typed, own, previous });
  texts.bringBack(versions, aside);
  if (store.get().engine !== "ready") {
    store.change({ run: runWithoutPython(run, choices, description), remark });
    return;
  }
  // A version is tried in the program that it was written for.
  if (sameProgram) await edits.runExactly(versions);
  const again = () => (run ? runs.takeBack(run) : runs.begin(remark));
  await again();
  if (!sameProgram && (await edits.runExactly(versions))) await again();
  store.change({ remark });
}
