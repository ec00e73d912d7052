/** What Python is given to learn: the choices, the reader's own data where they speak of it, and an input to try. */

import { middleOf, namesOf, OWN, shapeOf } from "./data.js";
import { PATIENCE_MS } from "./python.js";
import { isTable } from "./state.js";

/** @typedef {import("./state.js").Choices} Choices */

/** So many rows, or steps of the optimizer, may take a slow computer two seconds and a half in an epoch. */
const PATIENT_ROWS = 20_000;
const PATIENT_STEPS = 10_000;

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("./state.js").Store} parts.store
 */
export function createExercise({ python, store }) {
  const ownData = async () => (await import("./own-data.js")).createOwnData({ python, store });

  function ownText() {
    const { choices, own } = store.get();
    return choices.dataset === OWN ? { own: { text: own.text, reading: own.reading } } : {};
  }

  /** The input that is tried has a number for each input of the data. */
  function fitTried() {
    const state = store.get();
    if (state.tried.inputs.length === namesOf(state).inputs.length) return;
    store.change({ tried: { inputs: middleOf(state), prediction: null }, axes: [0, 1] });
  }

  return {
    ownData,
    ownText,
    fitTried,

    /** Whatever a worker needs for a run. */
    async whole() {
      const { choices, own } = store.get();
      if (choices.dataset === OWN && !own.text) await (await ownData()).open();
      fitTried();
      return { chosen: choices, ...ownText() };
    },

    /** How long half the wait for an answer may be: longer where there are very many rows, the more in small batches. */
    patience() {
      const { choices, own } = store.get();
      const rows = choices.dataset === OWN ? (own.data?.rows ?? 0) : 0;
      const steps = Number(choices.batch) > 0 ? rows / Number(choices.batch) : 1;
      return PATIENCE_MS * (1 + rows / PATIENT_ROWS + steps / PATIENT_STEPS);
    },

    /** Whether the data is no longer that of the network: of another shape, or another kind than truth tables. @param {Choices} before */
    hasOtherData(before) {
      const state = store.get();
      const { choices, description } = state;
      if (shapeOf(state) !== shapeOf({ ...state, choices: before })) return true;
      const tables = isTable(choices.dataset, description) && isTable(before.dataset, description);
      return choices.dataset !== before.dataset && !tables;
    },
  };
}

/** How many inputs the network has that is on the page. @param {import("./state.js").Run} run */
export function inputsOfRun({ frame }) {
  return frame.parameters.W1.length;
}

/** @typedef {ReturnType<typeof createExercise>} Exercise */
