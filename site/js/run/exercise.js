/** The exercise for Python: the choices, the reader's own data if chosen, and an input to try. */

import { load } from "../lazy.js";
import { PATIENCE_MS } from "../python/python.js";
import { middleOf, namesOf, OWN, shapeOf } from "../state/data.js";
import { isTable } from "../state/state.js";

/** @typedef {import("../state/state.js").Choices} Choices */

/** This many rows, or optimizer steps, may take a slow computer 2.5 seconds an epoch. */
const PATIENT_ROWS = 20_000;
const PATIENT_STEPS = 10_000;

/**
 * @param {object} parts
 * @param {import("../python/python.js").Python} parts.python
 * @param {import("../state/state.js").Store} parts.store
 */
export function createExercise({ python, store }) {
  const ownData = async () => (await load("own-data")).createOwnData({ python, store });

  function ownText() {
    const { choices, own } = store.get();
    return choices.dataset === OWN ? { own: { text: own.text, reading: own.reading } } : {};
  }

  /** The tried input has a number for each input of the data. */
  function fitTried() {
    const state = store.get();
    if (state.tried.inputs.length === namesOf(state).inputs.length) return;
    store.change({ tried: { inputs: middleOf(state), prediction: null }, axes: [0, 1] });
  }

  return {
    ownData,
    ownText,
    fitTried,

    /** All that a worker needs for a run. */
    async whole() {
      const { choices, own } = store.get();
      if (choices.dataset === OWN && !own.text) await (await ownData()).open();
      fitTried();
      return { chosen: choices, ...ownText() };
    },

    /** Half the timeout for an answer: longer for very many rows, or many small batches. */
    patience() {
      const { choices, own } = store.get();
      const rows = choices.dataset === OWN ? (own.data?.rows ?? 0) : 0;
      const steps = Number(choices.batch) > 0 ? rows / Number(choices.batch) : 1;
      return PATIENCE_MS * (1 + rows / PATIENT_ROWS + steps / PATIENT_STEPS);
    },

    /** Whether the data no longer fits the network: another shape, or another kind than truth tables. @param {Choices} before */
    hasOtherData(before) {
      const state = store.get();
      const { choices, description } = state;
      if (shapeOf(state) !== shapeOf({ ...state, choices: before })) return true;
      const tables = isTable(choices.dataset, description) && isTable(before.dataset, description);
      return choices.dataset !== before.dataset && !tables;
    },
  };
}

/** The number of inputs of the network on the page. @param {import("../state/state.js").Run} run */
export function inputsOfRun({ frame }) {
  return frame.parameters.W1.length;
}

/** @typedef {ReturnType<typeof createExercise>} Exercise */
