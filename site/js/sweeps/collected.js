/** The results of many runs, in the order in which they came. Imports nothing. */

/** @typedef {"solved" | "stuck" | "no number" | "learning"} Outcome */

/**
 * @typedef {object} Results What `sweep_on` gives.
 * @property {ArrayLike<number>} seeds
 * @property {ArrayLike<number>} losses
 * @property {ArrayLike<number>} outcomes
 * @property {ArrayLike<number>} curves One row for each seed.
 */

/**
 * Room for so many runs.
 *
 * @param {number} most
 * @param {{kept: ArrayLike<number>, outcomes: Outcome[]}} begun The epochs of each curve, and the outcomes by their numbers.
 */
export function createCollected(most, { kept, outcomes: words }) {
  const width = kept.length;
  const seeds = new Float64Array(most);
  const losses = new Float64Array(most);
  const outcomes = new Float64Array(most);
  const curves = new Float32Array(most * width);
  let count = 0;

  return {
    kept: Array.from(kept),

    /** How many have come. */
    get count() {
      return count;
    },

    /** @param {Results} results */
    add(results) {
      seeds.set(results.seeds, count);
      losses.set(results.losses, count);
      outcomes.set(results.outcomes, count);
      curves.set(results.curves, count * width);
      count += results.seeds.length;
    },

    /** All of them so far, for Python's `summary`; copies, because they are sent away. */
    all: () => ({
      losses: losses.slice(0, count),
      outcomes: outcomes.slice(0, count),
      curves: curves.slice(0, count * width),
    }),

    /** One run, by its place in the order. @param {number} place */
    at: (place) => ({
      seed: seeds[place],
      loss: losses[place],
      outcome: words[outcomes[place]],
      curve: curves.subarray(place * width, (place + 1) * width),
    }),

    /** The place of a seed; -1 where it has not come. @param {number} seed */
    placeOf: (seed) => seeds.subarray(0, count).indexOf(seed),

    /** The places by their losses, the smallest first; what is no number comes last. @returns {number[]} */
    byLoss() {
      const rank = (/** @type {number} */ place) => (Number.isFinite(losses[place]) ? losses[place] : Infinity);
      return Array.from({ length: count }, (_, place) => place).sort(
        (one, other) => rank(one) - rank(other) || one - other,
      );
    },
  };
}

/** @typedef {ReturnType<typeof createCollected>} Collected */

/** All runs as CSV, by seed: the outcome, the last loss, and the losses at the kept epochs. @param {Collected} collected */
export function csvOf(collected) {
  const { kept, count } = collected;
  const runs = Array.from({ length: count }, (_, place) => collected.at(place)).sort((a, b) => a.seed - b.seed);
  const cell = (/** @type {number} */ value) => (Number.isFinite(value) ? String(Number(value.toPrecision(7))) : "");
  const lines = runs.map(({ seed, outcome, loss, curve }) =>
    [seed, outcome, Number.isFinite(loss) ? loss : "", ...Array.from(curve, cell)].join(","),
  );
  return [["seed", "outcome", "loss", ...kept.map((epoch) => `loss at ${epoch}`)].join(","), ...lines, ""].join("\n");
}
