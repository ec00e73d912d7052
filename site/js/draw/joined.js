/** Typed arrays end to end. Imports nothing. */

/**
 * @template {Float64Array | Uint8Array} Kind
 * @param {Kind[]} pieces
 * @param {{new (length: number): Kind}} Kind
 * @returns {Kind}
 */
export function joined(pieces, Kind) {
  const whole = new Kind(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
