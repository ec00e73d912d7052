/** The losses of a run so far, for its chart. Imports nothing. */

/**
 * @typedef {{epochs: number[], losses: number[]}} Line
 * @typedef {Line & {every: number, held: Line}} Curve The losses so far; of very many epochs, one in `every` is kept.
 *   `held` has the held-out loss of each frame and of some epochs between, if rows are held out.
 */

const MOST_POINTS = 16384;
const MOST_HELD = 4096;
/** @type {Line} */
const NONE = { epochs: [], losses: [] };

/** @returns {Curve} */
export function emptyCurve() {
  return { epochs: [], losses: [], every: 1, held: { epochs: [], losses: [] } };
}

/** The curve before an epoch. @param {Curve} curve @param {number} end @returns {Curve} */
export function cut({ epochs, losses, every, held }, end) {
  const before = (/** @type {Line} */ line) => {
    const count = line.epochs.filter((epoch) => epoch < end).length;
    return { epochs: line.epochs.slice(0, count), losses: line.losses.slice(0, count) };
  };
  return { ...before({ epochs, losses }), every, held: before(held) };
}

/**
 * The curve with the losses of a new frame.
 *
 * @param {Curve} curve
 * @param {{epoch: number, losses: ArrayLike<number>, held_loss?: number, held_losses?: Line}} frame
 * @returns {Curve}
 */
export function extended(curve, { epoch, losses, held_loss: heldLoss, held_losses: before = NONE }) {
  let { epochs, losses: kept, every } = curve;
  const first = epoch - losses.length;
  while (epochs.length + multiples(every, first, epoch) > MOST_POINTS) {
    every *= 2;
    const stays = (/** @type {number} */ _, /** @type {number} */ index) => epochs[index] % every === 0;
    kept = kept.filter(stays);
    epochs = epochs.filter((one) => one % every === 0);
  }
  // Appends in place: copying the curve for each frame would cost more than drawing it.
  for (let index = Math.ceil(first / every) * every - first; index < losses.length; index += every) {
    epochs.push(first + index);
    kept.push(losses[index]);
  }
  let { held } = curve;
  for (const [index, one] of before.epochs.entries()) held = added(held, one, before.losses[index]);
  return { epochs, losses: kept, every, held: heldLoss === undefined ? held : added(held, epoch, heldLoss) };
}

/** How many multiples there are from `first` to before `end`. @param {number} every @param {number} first @param {number} end */
function multiples(every, first, end) {
  return Math.ceil(end / every) - Math.ceil(first / every);
}

/** @param {Line} held @param {number} epoch @param {number} loss @returns {Line} */
function added({ epochs, losses }, epoch, loss) {
  if (epoch === epochs[epochs.length - 1]) {
    epochs.pop();
    losses.pop();
  }
  epochs.push(epoch);
  losses.push(loss);
  if (epochs.length <= MOST_HELD) return { epochs, losses };
  const even = (/** @type {number} */ _, /** @type {number} */ index) => index % 2 === 0;
  return { epochs: epochs.filter(even), losses: losses.filter(even) };
}

/**
 * The losses before an epoch, thinned if there are many, except the last ones.
 *
 * @param {Line} line
 * @param {number} end
 * @param {number} most
 * @returns {Line}
 */
export function lossesUntil({ epochs, losses }, end, most) {
  const count = epochs.findLastIndex((epoch) => epoch < end) + 1;
  const every = Math.ceil(count / most);
  const stays = (/** @type {unknown} */ _, /** @type {number} */ index) =>
    index < count && (index % every === 0 || index >= count - most / 4);
  return { epochs: epochs.filter(stays), losses: losses.filter(stays) };
}
