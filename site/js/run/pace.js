/**
 * How fast a run is played: it is computed faster than anybody can watch. Imports nothing.
 *
 * A pace is an index into `PACES`, from slow motion to at once.
 */

/** In how many seconds a whole run is played; 0 for at once. The first plays one epoch a second. */
const PACES = [Number.POSITIVE_INFINITY, 120, 30, 10, 3, 1, 0];
/** From picture to picture, and so from slice to slice, transport included: thirty a second, with a little margin. */
export const PICTURE_MS = 32;

export const AT_ONCE = PACES.length - 1;
export const USUAL = PACES.indexOf(3);

/** The pace that the page opens with: who wants nothing to move sees the end at once. */
export function openingPace() {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ? AT_ONCE : USUAL;
}

/** @param {number} pace */
export function paceInWords(pace) {
  const seconds = PACES[pace];
  if (seconds === 0) return "at once";
  if (!Number.isFinite(seconds)) return "one epoch a second";
  if (seconds > 60) return `the run takes ${seconds / 60} minutes`;
  return `the run takes ${seconds} second${seconds === 1 ? "" : "s"}`;
}

/** @param {number} pace @param {number} epochs Of a whole run. */
function epochsASecond(pace, epochs) {
  return Number.isFinite(PACES[pace]) ? epochs / PACES[pace] : 1;
}

/** Says up to which epoch a run should have been played by now, and when to ask again. */
export function createClock() {
  let pace = -1;
  let epochs = 0;
  let from = { epoch: 0, time: 0 };
  let last = 0;
  let asked = 0;

  return {
    /** The next time begins anew. */
    stop() {
      pace = -1;
    },

    /**
     * @param {number} paceNow
     * @param {number} epochsNow Of a whole run.
     * @param {number} now The epoch of the run.
     * @param {number} end The epoch at which it stops.
     * @returns {number} The epoch: at least one more than the last time, unless that is the end.
     */
    due(paceNow, epochsNow, now, end) {
      if (pace === -1) last = now;
      asked = performance.now();
      if (paceNow !== pace || epochsNow !== epochs) {
        [pace, epochs, from] = [paceNow, epochsNow, { epoch: last, time: asked }];
      }
      const played = (epochsASecond(pace, epochs) * (asked - from.time)) / 1000;
      last = pace === AT_ONCE ? end : Math.min(end, Math.max(from.epoch + Math.floor(played), last + 1));
      return last;
    },

    /** Until the next picture is due. */
    async tick() {
      if (pace === AT_ONCE || pace === -1) return;
      const wait = asked + Math.max(PICTURE_MS, 1000 / epochsASecond(pace, epochs)) - performance.now();
      await new Promise((resolve) => setTimeout(resolve, wait));
    },
  };
}
