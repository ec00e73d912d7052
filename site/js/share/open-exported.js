/**
 * Opens a file: its exercise, data, weights and texts replace those of the page. None of its code runs. Python examines
 * the whole of it first; a file that it refuses changes nothing.
 */

import { laidAside } from "../kept/kept-edits.js";
import { PythonError } from "../python/python.js";
import { OWN } from "../state/data.js";

/**
 * Call it in turn, with Python ready.
 *
 * @param {import("./exported.js").Exported} exported
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {import("../run/frames.js").Frames} parts.frames
 * @param {import("../run/runs.js").Runs} parts.runs
 * @param {import("../run/exercise.js").Exercise} parts.exercise
 * @param {import("../run/texts.js").Texts} parts.texts
 * @param {import("../run/edits.js").EditsOfTheReader} parts.edits
 */
export async function openExported(
  { file, choices, data, reading, functions, old, run },
  { store, frames, runs, exercise, texts, edits },
) {
  const note = (/** @type {string} */ words) => store.change(({ notes }) => ({ notes: [...notes, words] }));
  const ownData = await exercise.ownData();
  if (data === null && choices.dataset === OWN && !store.get().own.text) await ownData.open();
  const { own: mine } = store.get();
  const here = choices.dataset === OWN ? { text: mine.text, reading: mine.reading } : null;
  const own = data === null ? here : { text: data, reading };
  const { frozen = [], ...saved } = run ?? {};
  try {
    await ownData.patiently(
      "examine",
      { chosen: choices, frozen, ...(own !== null && { own }), ...(run && { saved }) },
      own?.text.length ?? 0,
    );
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    note(`${file} was not opened: ${error.message}. Nothing on the page has changed.`);
    return;
  }
  if (data !== null && (await ownData.take({ text: data, reading }))) await ownData.keep(true);
  await edits.layAllAside();
  store.change({ choices, drawing: null });
  await runs.begin(`From the file ${file}: a new run, from epoch 0.`, frozen);
  texts.takeFrom(file, functions, old);
  const names = Object.keys(functions);
  if (names.length) {
    const what = `${file} brought a version of ${names.join(", ")}. It stands in the editor under Code.`;
    note(`${what} The original runs, until you press “Run my version”.`);
  }
  if (Object.keys(old).length) note(laidAside(Object.keys(old), file));
  if (!run) return;
  const answer = await frames.ask("start", { ...(await exercise.whole()), saved, frozen }, run.epoch);
  frames.show(answer, { remark: `From the file ${file}: the weights as they were at epoch ${run.epoch}.` });
}
