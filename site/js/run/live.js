/**
 * Live numbers and names: while one is dragged, or pointed at in its menu, the whole run is trained anew, and the page shows
 * where it ends.
 *
 * It is a choice, or one of a choice's several; its run begins at epoch 0. Or it is a parameter: it is set at the epoch that
 * the page shows, and the run goes on from there to its end. At most one request is in flight; the newest value is next.
 */

import { grouped } from "../draw/draw.js";
import { EngineLost } from "../python/python.js";
import { isLeftToNumpy } from "../share/outside.js";
import { changesBy } from "../state/changes-by.js";
import { keptCurve } from "../state/curves.js";
import { isFinished } from "../state/state.js";
import { idOf } from "./dragging.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("./past.js").Snapshot} Snapshot */
/** @typedef {import("../state/state.js").Run} Run */
/** @typedef {import("../views/diagram.js").Parameter} Parameter */

/** @typedef {import("./dragging.js").Target} Target */

/**
 * @typedef {object} Live The drag that goes on, as the page sees it.
 * @property {string} id Of its number.
 * @property {string} what For the reader: what happens.
 * @property {number | string} value The newest, which may not have been trained yet.
 * @property {boolean} settled Whether the value has stayed for a while.
 */

const SETTLED_MS = 500;
const AT_ONCE_MS = 1000; // of a longer run, this much is trained at once
const SOON_MS = 150; // and this much where a newer drag waits
export const PAINTED = "glassnet-drag"; // the performance entries: from the pointer's event to the picture

/**
 * @typedef {object} Drag One of them, from the first value to the last.
 * @property {Target} target
 * @property {string} what For the reader: what happens, such as `The learning rate changed`.
 * @property {Snapshot | null} before What was on the page before its first value was trained.
 * @property {Snapshot["goesOn"]} goesOn How the run before it was on its way to its end.
 * @property {{value: number | string, since: number} | null} wanted The newest value that has not been asked for.
 * @property {number} spent The milliseconds that the run of the last value has taken so far.
 *
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {import("./frames.js").Frames} parts.frames
 * @param {import("./runs.js").Runs} parts.runs
 * @param {import("./past.js").Past} parts.past
 * @param {(work: () => Promise<void>) => Promise<unknown>} parts.inTurn
 * @param {() => void} parts.play Goes on as Train does.
 * @param {(changes: Choices, what: string) => unknown} parts.choose
 */
export function createLive({ store, frames, runs, past, inTurn, play, choose }) {
  /** The one that takes values. @type {Drag | null} */
  let current = null;
  /** What follows from the ends of drags, in their order. @type {(() => Promise<void>)[]} */
  const ends = [];
  let busy = false;
  let timer = 0;

  const ready = () => store.get().engine === "ready";
  // A value that was wanted before Python was there.
  store.subscribe(() => {
    if (current?.wanted && !busy && ready()) work();
  });

  /** Whether the last value's run is not at its end, and may go on. @param {Drag} drag */
  function isUnderWay(drag) {
    const { run } = store.get();
    if (!drag.before || !run || isFinished(store.get())) return false;
    return Number.isFinite(run.frame.loss) && !isCutShort(drag, run);
  }

  /** Whether a run that cannot be compiled has had its second. @param {Drag} drag @param {Run} run */
  function isCutShort({ spent }, { frame }) {
    return isLeftToNumpy(frame.compiled) && spent > AT_ONCE_MS;
  }

  /** Does what follows from the drags that have ended, before anything of a later one. */
  async function endAll() {
    while (ends.length) {
      await ends[0]().catch((error) => {
        if (!(error instanceof EngineLost)) ends.shift(); // Python comes back, and this is done again
        throw error;
      });
      ends.shift();
    }
  }

  /** @param {() => Promise<void>} work */
  function endBy(work) {
    ends.push(work);
    inTurn(endAll);
  }

  /** Asks for one value after the other, and for more of its run where there is none. */
  async function work() {
    if (busy) return;
    busy = true;
    let goesOn = true;
    while (goesOn) {
      goesOn = false;
      await inTurn(async () => {
        await endAll();
        if (!current || !ready() || (!current.wanted && !isUnderWay(current))) return;
        await one(current);
        goesOn = true;
        if (!busy) work(); // Python was lost meanwhile
      });
    }
    busy = false;
  }

  /** One request. A value that Python is lost with is asked for again. @param {Drag} drag */
  async function one(drag) {
    const { target, wanted } = drag;
    const asked = performance.now();
    if (wanted) {
      drag.before ??= past.snapshot(store.get(), drag.goesOn);
      Object.assign(drag, { wanted: null, spent: 0 });
      try {
        await ("parameter" in target ? set : choosing)(
          /** @type {any} */ (target),
          /** @type {any} */ (wanted.value),
          drag.before,
        );
      } catch (error) {
        if (error instanceof EngineLost) drag.wanted ??= wanted;
        throw error;
      }
      measure(wanted.since);
    } else await runs.goOn();
    drag.spent += performance.now() - asked;
  }

  /** @param {{choice: string, place: number}} target @param {number | string} value @param {Snapshot} before */
  async function choosing(target, value, { run }) {
    const { choices, description } = store.get();
    await runs.anew({ ...choices, ...changesBy(target, value, choices, description) }, curveOf(run));
  }

  /** @param {{parameter: Parameter}} target @param {number} value @param {Snapshot} before */
  async function set({ parameter: { name, row, column } }, value, { run }) {
    if (!run) return;
    const rows = Array.from(run.frame.parameters[name], (one) => Array.from(one));
    rows[row][column] = value;
    await runs.from(run, { ...run.frame.parameters, [name]: rows }, curveOf(run));
  }

  /** The curve that stays in the picture, of the run before the drag. @param {Run | null} run */
  const curveOf = (run) => (run?.curve.epochs.length ? keptCurve(run) : null);

  /** No more values come. @returns {Drag | null} */
  function end() {
    const ended = current;
    current = null;
    window.clearTimeout(timer);
    return ended;
  }

  /** The page shows the number as the run has it. @param {Drag} drag */
  function forget({ target }) {
    if (!current && store.get().live?.id === idOf(target)) store.change({ live: null });
  }

  const live = {
    /** @param {Target} target @param {string} what */
    start(target, what) {
      if (current && idOf(current.target) === idOf(target)) return;
      live.keep();
      performance.clearMeasures(PAINTED);
      const goesOn = store.get().training ? "playing" : "";
      store.change({ training: false, refusal: null });
      current = { target, what, before: null, goesOn, wanted: null, spent: 0 };
    },

    /** @param {number | string} value @param {number} since When it was asked for. */
    to(value, since) {
      if (!current) return;
      current.wanted = { value, since };
      store.change({ live: { id: idOf(current.target), what: current.what, value, settled: false } });
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        store.change(({ live: now }) => ({ live: now && { ...now, settled: true } }));
      }, SETTLED_MS);
      work();
    },

    /** The value stays: its run is the run now. */
    keep() {
      const drag = end();
      if (!drag) return;
      const { target, what, wanted } = drag;
      if (!ready() && wanted && !("parameter" in target)) {
        forget(drag);
        const { choices, description } = store.get();
        choose(changesBy(target, wanted.value, choices, description), what);
        store.change({ training: true }); // once Python is ready
        return;
      }
      let isNoted = false;
      endBy(async () => {
        if (drag.wanted && ready()) await one(drag);
        if (drag.before && ready()) {
          if (!isNoted) past.note(what, drag.before);
          isNoted = true;
          await settle(drag);
        }
        forget(drag);
      });
    },

    /** All is as it was, and nothing is trained again. */
    back() {
      const drag = end();
      if (!drag) return;
      endBy(async () => {
        if (drag.before) await past.bringBack(drag.before, "Taken back.");
        forget(drag);
      });
    },
  };

  /** Trains the last value's run to its end: at once, as far as that goes, and then as Train does. @param {Drag} drag */
  async function settle(drag) {
    while (isUnderWay(drag) && drag.spent < (current ? SOON_MS : AT_ONCE_MS)) await one(drag);
    if (current) {
      // A newer drag has begun. Undo, once it leads back here, finds the whole run all the same.
      if (isUnderWay(drag)) current.goesOn ||= "at once";
      return;
    }
    const { run } = store.get();
    const short = run && !isFinished(store.get()) && isCutShort(drag, run);
    store.change({ remark: short ? `${drag.what}. ${shownOf(run)}` : `${drag.what}.` });
    if (isUnderWay(drag)) {
      store.change({ training: true });
      play();
    } else await frames.look();
  }

  return live;
}

/** What a run that cannot be compiled shows of itself. @param {Run} run */
function shownOf({ live }) {
  return `This run is not compiled: you see its first second, up to epoch ${grouped(live.epoch)}. Train goes on.`;
}

/** Notes how long a value took to be seen. @param {number} since */
function measure(since) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      performance.measure(PAINTED, { start: since, end: performance.now() });
      port1.close();
    };
    port2.postMessage(null); // after the picture
  });
}

/** @typedef {ReturnType<typeof createLive>} LiveNumbers */
