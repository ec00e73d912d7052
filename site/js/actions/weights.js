/** What is done to single parameters: set by hand, or frozen. */

import { isLocked } from "../state/presentation.js";
import { STOPPED } from "../state/state.js";

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {import("../run/frames.js").Frames} parts.frames
 */
export function createWeights({ store, inTurn, frames }) {
  /** In turn, if Python has a run. @param {(run: import("../state/state.js").Run) => Promise<void>} work */
  const withRun = (work) =>
    inTurn(async () => {
      const { engine, run } = store.get();
      if (engine === "ready" && run) await work(run);
    });

  return {
    /**
     * Freezes or unfreezes one parameter.
     *
     * @param {string} label Such as `W1[0,1]`.
     * @param {boolean} frozen
     */
    freeze(label, frozen) {
      if (isLocked(store.get(), "weights")) return;
      withRun(async (run) => {
        const others = run.frame.frozen.filter((other) => other !== label);
        const diagnosed = store.get().training ? undefined : run.live.epoch;
        const answer = await frames.ask("freeze", { frozen: frozen ? [...others, label] : others }, diagnosed);
        frames.show(answer, { remark: frozen ? `${label} is frozen: it stays as it is.` : `${label} trains again.` });
      });
    },

    /**
     * Sets one parameter by hand.
     *
     * @param {{name: string, row: number, column: number, label: string}} place
     * @param {number} value
     */
    setParameter({ name, row, column, label }, value) {
      if (isLocked(store.get(), "weights")) return;
      store.change(STOPPED);
      withRun(async (run) => {
        const matrix = Array.from(run.frame.parameters[name], (cells) => Array.from(cells));
        matrix[row][column] = value;
        const parameters = { ...run.frame.parameters, [name]: matrix };
        frames.show(await frames.restore({ ...run.frame, parameters }), {
          remark: `${label} was set by hand at epoch ${run.frame.epoch}.`,
        });
        store.change(({ run: now }) => ({ run: now && { ...now, aside: true } }));
      });
    },
  };
}
