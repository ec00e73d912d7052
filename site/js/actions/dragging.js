/** Numbers that are dragged, and names that are pointed at: `live.js`, fetched once the page is alive. */

import { load } from "../lazy.js";

/** @typedef {import("../run/live.js").LiveNumbers} LiveNumbers */

/** @param {Parameters<typeof import("../run/live.js").createLive>[0]} parts */
export function createDragging(parts) {
  /** @type {LiveNumbers | null} */
  let live = null;
  /** @type {Promise<LiveNumbers> | null} */
  let loading = null;

  /** Tells the numbers something: at once where they are there. @param {(live: LiveNumbers) => void} work */
  function withLive(work) {
    loading ??= load("live-text").then(({ createLive }) => (live = createLive(parts)));
    if (live) work(live);
    else loading.then(work);
  }
  const keep = () => loading && withLive((numbers) => numbers.keep());

  return {
    /** A drag that goes on is over; its value stays. */
    end: keep,

    actions: {
      drag: {
        /** @param {import("../run/live.js").Target} target @param {string} what */
        start: (target, what) => withLive(({ start }) => start(target, what)),
        /** @param {number | string} value @param {number} since */
        to: (value, since) => withLive(({ to }) => to(value, since)),
        keep,
        back: () => loading && withLive(({ back }) => back()),
      },
    },
  };
}
