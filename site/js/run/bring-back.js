/** Brings back how all stood on the page: the choices, the versions that ran, and the run itself. */

import { isFinished, runWithoutPython, sameRun } from "../state/state.js";

/** @typedef {import("./past.js").Snapshot} Snapshot */

const AT_ONCE_MS = 1000; // as where a drag ends

/**
 * @param {Snapshot} stand
 * @param {string} remark
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {import("./frames.js").Frames} parts.frames
 * @param {import("./runs.js").Runs} parts.runs
 * @param {import("./texts.js").Texts} parts.texts
 * @param {import("./edits.js").EditsOfTheReader} parts.edits
 * @param {() => void} parts.play Goes on as Train does.
 */
export async function bringBack(stand, remark, parts) {
  const { choices, typed, own, previous, run, edits: versions, aside, goesOn } = stand;
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
  if (goesOn) await toItsEnd(goesOn === "at once" ? AT_ONCE_MS : 0, parts);
}

/**
 * Goes on with a run that was on its way: at once for so long, and then as Train does.
 *
 * @param {number} milliseconds
 * @param {Pick<Parameters<typeof bringBack>[2], "store" | "frames" | "runs" | "play">} parts
 */
async function toItsEnd(milliseconds, { store, frames, runs, play }) {
  const ends = performance.now() + milliseconds;
  const isUnderWay = () => !isFinished(store.get()) && Number.isFinite(store.get().run?.frame.loss);
  while (isUnderWay() && performance.now() < ends) await runs.goOn();
  if (isUnderWay()) {
    store.change({ training: true });
    play();
  } else await frames.look();
}
