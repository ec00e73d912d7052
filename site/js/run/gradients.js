/** Asks Python to check the gradients of the run on the page. */

import { EngineLost } from "../python/python.js";
import { placeOf } from "../state/timeline.js";
import { said, whatItDid } from "./edit-problems.js";

/**
 * @typedef {object} GradientOf One array of gradients.
 * @property {string} name
 * @property {number} layer
 * @property {[number, number]} shape
 * @property {number} checked
 * @property {boolean} right
 * @property {string} words
 * @property {{place: [number, number], analytic: number, numerical: number, difference: number, right: boolean}[]} entries
 *
 * @typedef {object} Check The result of `check_gradients`.
 * @property {boolean} right
 * @property {string} words
 * @property {string} convention Compares the gradients with the derivative of the loss.
 * @property {number} checked
 * @property {number} size
 * @property {GradientOf[]} gradients
 *
 * @typedef {{busy: boolean, epoch: number, check: Check | null, problem: import("./texts.js").Problem | null}} Checked
 */

const CHECK_MS = 5000; // it times out after twice this; large networks take long

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {(name: string, args: Record<string, unknown>, patience: number) => Promise<any>} parts.call
 * @param {import("./texts.js").Texts["print"]} parts.print
 */
export function checkGradients({ store, inTurn, call, print }) {
  /** @type {Checked} */
  const busy = { busy: true, epoch: 0, check: null, problem: null };
  store.change({ checked: busy });
  inTurn(async () => {
    const { run, engine } = store.get();
    const epoch = run?.frame.epoch ?? 0;
    const saved = run && placeOf(run);
    const say = (/** @type {Partial<Checked>} */ what) =>
      store.change({ checked: { ...busy, busy: false, epoch, ...what } });
    if (engine !== "ready") {
      say({ problem: said("Python is not running. Press Train to start it, then check again.") });
      return;
    }
    store.change({ checked: busy });
    try {
      const { answer: check, problem, printed } = await call("check_gradients", saved ? { saved } : {}, CHECK_MS);
      print(printed);
      // Unless the code has changed meanwhile.
      if (store.get().checked === busy) say({ check, problem });
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      say({ problem: said(whatItDid(error, "ten")) });
    }
  });
}
