/** Finds the lines of the program that a choice has changed: compares parts by name, line by line. Imports nothing. */

/** @typedef {{step: number, name: string, source: string}} Part */

/**
 * @typedef {object} Changed The differences in a part.
 * @property {number} step
 * @property {string} name
 * @property {Set<number>} lines The new lines, counted from 0.
 * @property {Set<number>} gaps The new text's lines before which lines were removed; the number of lines means the end.
 * @property {number} count How many lines differ; a replaced line counts once.
 */

/** The lines of a text, each with its line break. @param {string} source */
export function linesOfText(source) {
  return source.split(/(?<=\n)/).filter(Boolean);
}

/**
 * The differences between two programs. A removed part has no lines and one gap.
 *
 * @param {Part[]} before
 * @param {Part[]} after
 * @returns {Changed[]} In the order of the new program, then the removed parts.
 */
export function changedLines(before, after) {
  const old = new Map(before.map((part) => [part.name, part]));
  const changed = after.map((part) => {
    const source = old.get(part.name)?.source ?? "";
    old.delete(part.name);
    return { step: part.step, name: part.name, ...difference(linesOfText(source), linesOfText(part.source)) };
  });
  const gone = [...old.values()].map(({ step, name, source }) => {
    return { step, name, ...difference(linesOfText(source), []) };
  });
  return [...changed, ...gone].filter(({ count }) => count > 0);
}

/**
 * Compares two texts by the longest common subsequence of their lines.
 *
 * @param {string[]} before
 * @param {string[]} after
 * @returns {Pick<Changed, "lines" | "gaps" | "count">}
 */
function difference(before, after) {
  const longest = commonLengths(before, after);
  /** @type {[Set<number>, Set<number>]} */
  const [lines, gaps] = [new Set(), new Set()];
  let [count, gone, come] = [0, 0, 0];
  /** Ends a stretch of differences before a line of the new text. @param {number} place */
  const close = (place) => {
    if (gone > come) gaps.add(place);
    count += Math.max(gone, come);
    [gone, come] = [0, 0];
  };
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    if (one < before.length && other < after.length && before[one] === after[other]) {
      close(other);
      one += 1;
      other += 1;
    } else if (other === after.length || (one < before.length && longest[one + 1][other] >= longest[one][other + 1])) {
      gone += 1;
      one += 1;
    } else {
      lines.add(other);
      come += 1;
      other += 1;
    }
  }
  close(other);
  return { lines, gaps, count };
}

/** The length of the longest common subsequence from each pair of lines. @param {string[]} before @param {string[]} after */
function commonLengths(before, after) {
  const longest = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let one = before.length - 1; one >= 0; one -= 1) {
    for (let other = after.length - 1; other >= 0; other -= 1) {
      longest[one][other] =
        before[one] === after[other]
          ? longest[one + 1][other + 1] + 1
          : Math.max(longest[one + 1][other], longest[one][other + 1]);
    }
  }
  return longest;
}

/** In words, such as `3 lines changed in steps 3, 4 and 6.` @param {Changed[]} changed */
export function inWords(changed) {
  const count = changed.reduce((sum, one) => sum + one.count, 0);
  const steps = [...new Set(changed.map(({ step }) => step))].sort((one, other) => one - other);
  const last = steps.pop();
  const where = steps.length ? `steps ${steps.join(", ")} and ${last}` : `step ${last}`;
  return `${count} ${count === 1 ? "line" : "lines"} changed in ${where}.`;
}
