/** What the network and its training are: the choices, the reader's own data, a file. */

import { load } from "../lazy.js";
import { CUSTOM } from "../share/address.js";
import { OWN, shapeOf } from "../state/data.js";
import { isDataLocked, isLocked } from "../state/presentation.js";
import { isFinished, runWithoutPython, STOPPED, sameRun } from "../state/state.js";

/** @typedef {import("../state/state.js").Choices} Choices */

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {import("../run/exercise.js").Exercise} parts.exercise
 * @param {import("../run/frames.js").Frames} parts.frames
 * @param {import("../run/runs.js").Runs} parts.runs
 * @param {import("../run/texts.js").Texts} parts.texts
 * @param {import("../run/edits.js").EditsOfTheReader} parts.edits
 */
export function createChoosing({ store, inTurn, exercise, frames, runs, texts, edits }) {
  const ready = () => store.get().engine === "ready";
  /** The last changes of the dataset. @type {Choices | null} */
  let lastDataset = null;

  /**
   * Applies changed choices to the run.
   *
   * @param {Choices} before
   * @param {string} what
   * @param {boolean} another Whether this is another exercise, with nothing frozen.
   */
  async function follow(before, what, another) {
    const { choices, description, run } = store.get();
    if (!ready() || !run) return;
    const changed = Object.keys(choices).filter((name) => String(choices[name]) !== String(before[name]));
    const finished = isFinished(store.get());
    const anew = changed.some((name) => description.new_run.includes(name)) || exercise.hasOtherData(before);
    const { trained: epoch } = store.get();
    if (another && epoch) await runs.comeAgain({ epoch });
    else if (run.recorded || finished || anew) {
      if (finished && changed.every((name) => name === "epochs")) await runs.change(changed, what);
      else await runs.begin(`${what}: a new run, from epoch 0.`, another ? [] : undefined);
    } else await runs.change(changed, what);
  }

  return {
    /**
     * Changes one or more choices.
     *
     * @param {Choices} changes
     * @param {string} what For the reader: what happened, such as `The seed changed`.
     * @param {boolean} [another] Whether this is another exercise, such as an address; it may change locked choices.
     */
    async choose(changes, what, another = false) {
      if (changes.dataset) lastDataset = changes;
      if (changes.dataset === OWN) {
        await load("own-data"); // what waits for a file must not keep others from their turn
        if (lastDataset !== changes) return;
      }
      const state = store.get();
      const { choices: before, description } = state;
      const locked = Object.keys(changes).find(
        (name) => isLocked(state, name) && String(changes[name]) !== String(before[name]),
      );
      if (locked && !another) {
        store.change({ remark: `This exercise does not let its ${locked.replace("_", " ")} be changed.` });
        return;
      }
      const choices = { ...before, ...changes };
      const typed = before.dataset === CUSTOM && choices.dataset !== CUSTOM ? before : state.typed;
      const trained = another ? state.trained : 0;
      store.change({ refusal: null, choices, typed: another ? null : typed, trained });
      if (sameRun(choices, before, description) && !trained) return;
      if (!ready()) {
        store.change(({ run }) => ({ run: trained ? null : runWithoutPython(run, choices, description) }));
        exercise.fitTried();
      }
      inTurn(() => follow(before, what, another));
    },

    /**
     * Trains on the reader's own data. Refuses unreadable data in words, and keeps the last good data.
     *
     * @param {import("../kept/own-data.js").Given} given
     * @param {string} what For the reader: what happened, such as `A point was added`.
     */
    async useOwn(given, what) {
      if (isDataLocked(store.get())) return;
      store.change(({ own }) => ({ own: { ...own, typed: given.text ?? own.typed, problem: "" }, remark: "" }));
      await load("own-data");
      inTurn(async () => {
        if (!ready()) {
          store.change(({ own }) => ({ own: { ...own, problem: "Python is not running: the data was not read." } }));
          return;
        }
        const state = store.get();
        const before = `${state.choices.dataset} ${shapeOf(state)}`;
        const ownData = await exercise.ownData();
        const good = await ownData.take(given);
        ownData.keep(good);
        if (!good) return;
        store.change(({ choices }) => ({ choices: { ...choices, dataset: OWN } }));
        const { run } = store.get();
        const finished = !run || run.recorded || isFinished(store.get());
        if (finished || before !== `${OWN} ${shapeOf(store.get())}`) {
          await runs.begin(`${what}: a new run, from epoch 0.`);
        } else await runs.change([], what);
      });
    },

    /** Replaces what is on the page by the contents of a file. @param {import("../share/exported.js").Exported} exported */
    async open(exported) {
      store.change(STOPPED);
      const [{ openExported }] = await Promise.all([load("open-exported"), load("own-data")]);
      inTurn(async () => {
        if (ready()) await openExported(exported, { store, frames, runs, exercise, texts, edits });
      });
    },
  };
}
