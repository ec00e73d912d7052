/** What other scripts on the page may use: `window.glassnet`, with `ready`, `state()` and `on(event, listener)`. */

import { sameRun } from "./state.js";
import { bytesOf } from "./timeline.js";
import { programText } from "./versions.js";

/** @typedef {"ready" | "frame" | "end" | "failed"} GlassnetEvent */

/** @param {import("./state.js").Store} store */
export function createOutside(store) {
  const events = new EventTarget();

  const glassnet = {
    /** Settled once Python is there for the first time. @type {Promise<void>} */
    ready: new Promise((resolve) => {
      events.addEventListener("ready", () => resolve(), { once: true });
    }),

    /**
     * Choices, epoch, loss, predictions, parameters, the kept epochs and the program as they are now: plain JSON, and the
     * asker's own to change. The choices may be ahead of the rest for a moment: `current` says whether the run is already one of them.
     */
    state() {
      const { choices, run, engine, training, description } = store.get();
      const program = programText(store.get());
      const current = run !== null && sameRun(choices, run.choices, description);
      const { epoch, loss, predictions, parameters, frozen } = run?.frame ?? {};
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
        timeline,
        program,
      };
      return JSON.parse(JSON.stringify(told, plain));
    },

    /**
     * Be called with `state()` at each event: `ready`, `frame` (something was computed), `end` (training stopped by
     * itself), `failed`.
     *
     * @param {GlassnetEvent} event
     * @param {(state: unknown) => void} listener
     * @returns {() => void} Ends the listening.
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

/** Typed arrays become plain ones on their way into JSON. @param {string} _ @param {any} value */
function plain(_, value) {
  return ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value;
}
