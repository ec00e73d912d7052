/** Targets of a truth table in another shape. Imports nothing. */

/** @typedef {{inputs: number, outputs: number}} Shape */

/**
 * The targets of a table with more or fewer inputs or outputs, row by row in counting order.
 *
 * A new input is the last one, and changes no target; of an input that goes, the rows stay where it is 0. A new output is the
 * last one, and 0 in every row.
 *
 * @param {number[]} targets
 * @param {Shape} from
 * @param {Shape} to
 * @returns {number[]}
 */
export function reshaped(targets, from, to) {
  const more = to.inputs - from.inputs;
  return Array.from({ length: to.outputs * 2 ** to.inputs }, (_, at) => {
    const [row, output] = [Math.floor(at / to.outputs), at % to.outputs];
    const before = more > 0 ? row >> more : row << -more;
    return output < from.outputs ? targets[before * from.outputs + output] : 0;
  });
}
