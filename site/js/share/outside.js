/** The interface for other scripts: `window.glassnet`, with `ready`, `state()` and `on(event, listener)`. */

import { sameRun } from "../state/state.js";
import { bytesOf } from "../state/timeline.js";
import { programText } from "../state/versions.js";

/** @typedef {"ready" | "frame" | "end" | "failed"} GlassnetEvent */

/** @param {import("../state/state.js").Store} store */
export function createOutside(store) {
  const events = new EventTarget();

  const glassnet = {
    /** Resolves when Python is first ready. @type {Promise<void>} */
    ready: new Promise((resolve) => {
      events.addEventListener("ready", () => resolve(), { once: true });
    }),

    /**
     * The current choices, epoch, loss, predictions, parameters, kept epochs and program, as plain JSON; a copy. For a
     * moment, the choices may be newer than the rest: `current` says whether the run matches them. `compiled` says whether
     * the epochs run compiled `now`, and the `reason` where NumPy runs them.
     */
    state() {
      const { choices, run, engine, training, description } = store.get();
      const program = programText(store.get());
      const current = run !== null && sameRun(choices, run.choices, description);
      const { epoch, loss, predictions, parameters, frozen } = run?.frame ?? {};
      const { compiled } = run?.frame ?? {};
      const moments = run?.timeline.moments ?? [];
      const timeline = { epochs: moments.map((moment) => moment.epoch), bytes: bytesOf(moments) };
      const told = {
        engine,
        training,
        choices,
        current,
        epoch,
        loss,
        predictions,
        parameters,
        frozen,
        compiled: howItRan(compiled),
        timeline,
        program,
      };
      return JSON.parse(JSON.stringify(told, plain));
    },

    /**
     * Calls a listener with `state()` at each event: `ready`, `frame` (something was computed), `end` (training stopped by
     * itself), `failed`.
     *
     * @param {GlassnetEvent} event
     * @param {(state: unknown) => void} listener
     * @returns {() => void} Removes the listener.
     */
    on(event, listener) {
      const listen = () => listener(glassnet.state());
      events.addEventListener(event, listen);
      return () => events.removeEventListener(event, listen);
    },
  };

  return {
    glassnet,
    /** @param {GlassnetEvent} event */
    announce: (event) => events.dispatchEvent(new Event(event)),
  };
}

/** Whether epochs run compiled, and if not, why. @param {import("../state/state.js").Frame["compiled"]} compiled */
export function howItRan(compiled) {
  const reason = compiled ? compiled.reason : "nothing has been trained here yet";
  return { now: reason === "", reason, operations: compiled?.operations ?? 0 };
}

/** Whether the epochs cannot be compiled, or must not be. @param {import("../state/state.js").Frame["compiled"]} compiled */
export const isLeftToNumpy = (compiled) => compiled?.way === "numpy" || compiled?.way === "off";

/** Turns typed arrays into plain ones for JSON. @param {string} _ @param {any} value */
function plain(_, value) {
  return ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value;
}
