/** What changes only what the page shows: no run, and nothing in Python. */

/** @typedef {import("../state/state.js").State} State */

/** @param {import("../state/state.js").Store} store */
export function createShowing(store) {
  /** @param {Partial<State["own"]>} change */
  const own = (change) => store.change((state) => ({ own: { ...state.own, ...change } }));

  return {
    /**
     * Shows what a field has refused, and why; without words, removes it. It stays until the next action, because by then
     * the field has its good value again.
     *
     * @param {string} field
     * @param {string | undefined} words
     */
    refuse(field, words) {
      if (words || store.get().refusal) store.change({ refusal: words ? { field, words } : null });
    },

    /** @param {string} note */
    dismiss: (note) => store.change(({ notes }) => ({ notes: notes.filter((other) => other !== note) })),

    /** Keeps a loss curve beside the run's. @param {import("../state/curves.js").KeptCurve} curve */
    keepCurve: (curve) => store.change(({ curves }) => ({ curves: [...curves, curve] })),

    /** @param {number} place */
    removeCurve: (place) => store.change(({ curves }) => ({ curves: curves.filter((_, index) => index !== place) })),

    /** @param {State["scale"]} scale Of the loss curve. */
    scaleLoss: (scale) => store.change({ scale }),

    /** Points of this class are drawn from now on; null ends the drawing. @param {string | null} name */
    drawPoints: (name) => store.change({ drawing: name === null ? null : { name } }),

    /** The text of the reader's own data, as it is being typed. @param {string} typed */
    typeOwn: (typed) => own({ typed }),

    /** The reader's own data was not given to Python. @param {string} problem In words. */
    refuseOwn: (problem) => own({ problem, ways: [], part: null }),

    /** What can be taken of data that is too large. @param {State["own"]["part"]} part */
    offerPart: (part) => own({ part }),

    /**
     * Opens the picture of many seeds, and runs so many, from 0.
     *
     * @param {State["choices"]} choices Of these runs; the page's stay as they are.
     * @param {number} count
     */
    runSeeds: (choices, count) => store.change({ seeds: { choices, first: 0, count } }),

    /** @param {number} pace How fast the run is played (pace.js). */
    playAt: (pace) => store.change({ pace }),

    /** @param {boolean} compiling Whether epochs may run compiled. */
    compileEpochs: (compiling) => store.change({ compiling }),
  };
}
