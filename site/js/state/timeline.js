/**
 * Keeps a run's checkpoints, called moments here: an epoch, and all that is needed to resume from it.
 *
 * Python keeps a number of them in each doubling of the epoch (see `timeline.py`). The page chooses that number. If they take
 * too much memory, the page drops every other one and halves the number. The first one stays while there is room for any.
 * The last one is the run's last frame. Imports nothing.
 */

/**
 * @typedef {Record<string, Record<string, Float64Array>>} TrainingState What training resumes from besides the parameters.
 * @typedef {{epoch: number, parameters: Float64Array, training_state: TrainingState, fewest?: number}} Moment All numbers end
 *   to end. \`fewest\` is the least number in each doubling with which its epoch is kept; without it, it is kept anyway.
 * @typedef {{moments: Moment[], perDoubling: number}} Timeline In order of epochs.
 * @typedef {{epochs: ArrayLike<number>, fewest: ArrayLike<number>, parameters: Float64Array, training_state: TrainingState}} Kept Several moments, end to
 *   end.
 * @typedef {import("./state.js").Frame} Frame
 */

export const MOST_BYTES = 8_000_000;
const PER_DOUBLING = 32;

/** @returns {Timeline} */
export function emptyTimeline() {
  return { moments: [], perDoubling: PER_DOUBLING };
}

/**
 * The timeline with a frame's moments. A frame without training is a moment itself. Drops moments of later epochs.
 *
 * @param {Timeline} timeline
 * @param {Frame} frame
 * @returns {Timeline}
 */
export function withMoments(timeline, frame) {
  const first = frame.epoch - frame.losses.length;
  const stay = timeline.moments.filter(({ epoch }) => epoch < first || (epoch === first && frame.losses.length > 0));
  const added = frame.losses.length ? apart(frame.kept) : [momentOf(frame)];
  return thinned({ ...timeline, moments: [...stay, ...added] });
}

/** @param {Kept | undefined} kept @returns {Moment[]} */
function apart(kept) {
  if (!kept) return [];
  const { epochs, fewest, parameters, training_state } = kept;
  return Array.from(epochs, (epoch, index) => ({
    epoch,
    fewest: fewest[index],
    parameters: part(parameters, index, epochs.length),
    training_state: eachOf(training_state, (values) => part(values, index, epochs.length)),
  }));
}

/** A copy of one of several arrays stored end to end, so that it can be dropped alone. @param {Float64Array} values @param {number} index @param {number} count */
function part(values, index, count) {
  const size = values.length / count;
  return values.slice(index * size, (index + 1) * size);
}

/** @param {Frame["training_state"]} state @param {(values: any) => Float64Array} change @returns {TrainingState} */
function eachOf(state, change) {
  return Object.fromEntries(
    Object.entries(state).map(([name, values]) => [
      name,
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)])),
    ]),
  );
}

/** The numbers of matrices or lists, end to end. @param {any[]} values */
function endToEnd(values) {
  const rows = values.flatMap((value) => (typeof value[0] === "number" ? [value] : Array.from(value)));
  const all = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0));
  let end = 0;
  for (const row of rows) {
    all.set(row, end);
    end += row.length;
  }
  return all;
}

/** All that is needed to resume from a frame. @param {Frame} frame @returns {Moment} */
export function momentOf({ epoch, parameters, training_state }) {
  return {
    epoch,
    parameters: endToEnd(Object.values(parameters)),
    training_state: eachOf(training_state, (values) => endToEnd([values])),
  };
}

/** The memory of the moments. @param {Moment[]} moments */
export function bytesOf(moments) {
  let bytes = 0;
  for (const { parameters, training_state } of moments) {
    bytes += parameters.byteLength;
    for (const state of Object.values(training_state)) {
      for (const values of Object.values(state)) bytes += values.byteLength;
    }
  }
  return bytes;
}

/** @param {Timeline} timeline @returns {Timeline} */
function thinned({ moments, perDoubling }) {
  let [stay, so] = [moments, perDoubling];
  while (bytesOf(stay) > MOST_BYTES) {
    if (so === 0) return { moments: [], perDoubling: 0 };
    so = so > 1 ? so / 2 : 0;
    stay = stay.filter(({ fewest = 0 }, index) => index === 0 || fewest <= so);
  }
  return { moments: stay, perDoubling: so };
}

/** Whether any epoch is kept: a very large network does not fit even once. @param {import("./state.js").Run} run */
export function anyKept({ recorded, timeline }) {
  return recorded || timeline.moments.length > 0;
}

/** The index of the epoch nearest to another. @param {number[]} epochs In order. @param {number} epoch */
export function nearest(epochs, epoch) {
  const after = epochs.findIndex((one) => one >= epoch);
  if (after <= 0) return after === 0 ? 0 : epochs.length - 1;
  return epoch - epochs[after - 1] < epochs[after] - epoch ? after - 1 : after;
}

/** The last moment up to an epoch, from which that can be computed again; null for the live end. @param {import("./state.js").Run} run @param {number} epoch */
export function momentBefore({ timeline, live }, epoch) {
  return (epoch < live.epoch && timeline.moments.findLast((moment) => moment.epoch <= epoch)) || null;
}

/** Whether the page shows an earlier epoch than the last. @param {import("./state.js").Run} run */
export function looksBack({ frame, live }) {
  return frame.epoch < live.epoch;
}

/** The moment that the page shows; null at the live end. @param {import("./state.js").Run} run */
export function placeOf(run) {
  return looksBack(run) ? momentOf(run.frame) : null;
}
