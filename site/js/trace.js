/**
 * One epoch, line by line, as the session tells of it: which arrays there are after a line, and how a cell came about.
 * Imports nothing.
 */

/**
 * @typedef {ArrayLike<number>[]} Matrix
 * @typedef {{text: string, of: string[], values: Matrix}} Part
 * @typedef {(
 *   {kind: "product", left: string, right: string, left_transposed: boolean, right_transposed: boolean, plus?: string} |
 *   {kind: "rows", of: string} |
 *   {kind: "parts", sign: "*" | "/", parts: Part[]} |
 *   {kind: "applied", function: string, of: string[], together: boolean, text?: string} |
 *   {kind: "mean", function: string, of: string[], rows: ArrayLike<number>} |
 *   {kind: "step", before: Matrix, gradient: string, optimizer: string, rate: number, kept: Record<string, Matrix>,
 *     terms: {name: string, text: string, values: Matrix}[]}
 * )} Explanation What py/glassnet/glass/explaining.py says.
 *
 * @typedef {{name: string, values: Matrix, explanation?: Explanation | null}} Made
 * @typedef {object} Line
 * @property {string} function
 * @property {number} line In the function's source; 0 is the call.
 * @property {number} layer
 * @property {Record<string, string>} here What the function's own names stand for.
 * @property {Made[]} made
 *
 * @typedef {object} Trace
 * @property {number} epoch
 * @property {number | null} [row]
 * @property {Record<string, Matrix>} given
 * @property {Line[]} lines
 * @property {Record<string, string>} sources
 *
 * @typedef {Made & {line: number}} Known An array, and the line that made it; -1 for what was given.
 */

/**
 * All arrays as they are when a line has run, in the order in which they came.
 *
 * @param {Trace} trace
 * @param {number} position
 * @returns {Map<string, Known>}
 */
export function arraysAt({ given, lines }, position) {
  const arrays = new Map(Object.entries(given).map(([name, values]) => [name, { name, values, line: -1 }]));
  for (let line = 0; line <= position; line += 1) {
    for (const made of lines[line].made) arrays.set(made.name, { ...made, line });
  }
  return arrays;
}

/** Whether a line does more than set up or test something: only these are shown where not every line is wanted. @param {Line} line */
export function computes({ made }) {
  return made.length > 0;
}

/** How many lines are shown up to a position: the call that begins, and those that compute; or every one. @param {Trace} trace @param {number} position @param {boolean} every */
export function shownUntil({ lines }, position, every) {
  return lines.slice(0, position + 1).filter((line, place) => every || place === 0 || computes(line)).length;
}

/** @param {Trace} trace @param {number} from @param {1 | -1} way @param {boolean} every @returns {number} At the end, the same. */
export function nextPosition({ lines }, from, way, every) {
  for (let place = from + way; place >= 0 && place < lines.length; place += way) {
    if (every || computes(lines[place])) return place;
  }
  return way < 0 ? 0 : from;
}

/** @param {Matrix} values */
export function shapeOf(values) {
  return `(${values.length}, ${values[0]?.length ?? 0})`;
}

/** A bias is named by its neuron alone, as in the table of weights. @param {string} name @param {number} row @param {number} column */
export function cellName(name, row, column) {
  return /^b\d/.test(name) ? `${name}[${column}]` : `${name}[${row},${column}]`;
}

/**
 * @typedef {object} Account How a cell came about.
 * @property {string} words
 * @property {string[]} [calls] What was worked out on the way.
 * @property {string[]} sum Digit by digit.
 * @property {string[]} used The cells that it was made of.
 */

const MOST_TERMS = 12;

/**
 * How one cell came about.
 *
 * @param {Known} array
 * @param {number} row
 * @param {number} column
 * @param {Map<string, Known>} before All arrays as they were before the line that made it.
 * @param {(value: number) => string} digits How numbers are written.
 * @returns {Account | null} None for what was given, or made by a line that nobody can explain.
 */
export function accountOf({ explanation, values }, row, column, before, digits) {
  if (!explanation) return null;
  const value = values[row][column];
  const of = (/** @type {string} */ name) => before.get(name)?.values ?? [];
  const result = `= ${digits(value)}`;
  switch (explanation.kind) {
    case "product": {
      const { left, right, left_transposed: lt, right_transposed: rt, plus } = explanation;
      const [A, B] = [of(left), of(right)];
      const terms = Array.from({ length: lt ? A.length : (A[0]?.length ?? 0) }, (_, k) => ({
        a: lt ? [k, row] : [row, k],
        b: rt ? [column, k] : [k, column],
      }));
      const sum = terms.map(({ a, b }) => `${digits(A[a[0]][a[1]])} × ${bracketed(digits(B[b[0]][b[1]]))}`);
      const used = terms.flatMap(({ a, b }) => [cellName(left, a[0], a[1]), cellName(right, b[0], b[1])]);
      if (plus) {
        sum.push(bracketed(digits(of(plus)[0][column])));
        used.push(cellName(plus, 0, column));
      }
      const one = lt ? `column ${left}[:, ${row}]` : `row ${left}[${row}]`;
      const other = rt ? `row ${right}[${column}]` : `column ${right}[:, ${column}]`;
      const bias = plus ? `, and ${cellName(plus, 0, column)}` : "";
      return { words: `${one} times ${other}${bias}`, sum: [...joined(sum, "+"), result], used };
    }
    case "rows": {
      const rows = Array.from(of(explanation.of), (cells) => bracketed(digits(cells[column])));
      const used = rows.map((_, place) => cellName(explanation.of, place, column));
      return { words: `column ${explanation.of}[:, ${column}], added up`, sum: [...joined(rows, "+"), result], used };
    }
    case "parts": {
      const sign = explanation.sign === "*" ? "×" : "/";
      const factors = explanation.parts.map((part) => bracketed(digits(part.values[row][column])));
      const used = explanation.parts.flatMap((part) => part.of.map((name) => cellName(name, row, column)));
      const words = explanation.parts.map((part) => part.text).join(` ${sign} `);
      const calls = explanation.parts
        .filter((part) => part.text.includes("("))
        .map((part) => {
          const inputs = part.of.map((name) => digits(of(name)[row][column])).join(", ");
          return `${functionOf(part)}(${inputs}) = ${digits(part.values[row][column])}`;
        });
      return { words, calls, sum: [...joined(factors, sign), result], used };
    }
    case "applied": {
      const { function: name, of: names, together, text } = explanation;
      const words = text ?? `${name} of ${names.join(" and ")}`;
      if (together) {
        const used = names.flatMap((one) => Array.from(of(one)[row], (_, place) => cellName(one, row, place)));
        return { words: `${words}, the whole row [${row}]`, sum: [`${name}(…)[${column}]`, result], used };
      }
      const inputs = names.map((one) => digits(of(one)[row][column]));
      const used = names.map((one) => cellName(one, row, column));
      return { words, sum: [`${name}(${inputs.join(", ")})`, result], used };
    }
    case "mean": {
      const alone = Array.from(explanation.rows, digits);
      const words = `${explanation.function} of each row, and the mean of these`;
      return { words, sum: [`(${joined(alone, "+").join(" ")}) / ${of(explanation.of[0]).length}`, result], used: [] };
    }
    case "step": {
      const { before: old, gradient, optimizer, rate, kept, terms } = explanation;
      const [was, slope] = [old[row][column], of(gradient)[row][column]];
      const used = [cellName(gradient, row, column)];
      if (optimizer === "gradient_descent") {
        const words = `the old value, and the learning rate times ${gradient}`;
        return { words, sum: [digits(was), `+ ${digits(rate)} × ${bracketed(digits(slope))}`, result], used };
      }
      const words = `the old value, and the step that ${optimizer} makes of ${gradient}, which is ${digits(slope)}`;
      const numbers = new Map([
        ["rate", rate],
        ["gradient", slope],
        ...Object.entries(kept).map(([name, cells]) => /** @type {[string, number]} */ ([name, cells[row][column]])),
      ]);
      const calls = terms.map((term) => {
        const number = term.values[row][column];
        numbers.set(term.name, number);
        return `${term.name.replaceAll("_", " ")} = ${filled(term.text, numbers, digits)} = ${digits(number)}`;
      });
      const last = terms.at(-1)?.values[row][column] ?? value - was;
      return { words, calls, sum: [digits(was), `+ ${bracketed(digits(last))}`, result], used };
    }
    default:
      return null;
  }
}

/**
 * A term with numbers for its names.
 *
 * @param {string} text In Python.
 * @param {Map<string, number>} numbers
 * @param {(value: number) => string} digits
 */
function filled(text, numbers, digits) {
  const words = text.replaceAll(/([a-z_]+)(\*\*2)?/g, (_, name, squared) => {
    if (name === "sqrt") return "√";
    const number = digits(/** @type {number} */ (numbers.get(name)));
    return squared ? `(${number})²` : bracketed(number);
  });
  return words.replaceAll("**", "^").replaceAll("*", "×").replaceAll(" - ", " − ");
}

/** @param {Part} part */
const functionOf = ({ text }) => text.replace(/\(.*/, "");

/** The functions that have a share in an array, by their names. @param {Made} array @returns {string[]} */
export function functionsOf({ explanation }) {
  switch (explanation?.kind) {
    case "parts":
      return explanation.parts.filter(({ text }) => text.includes("(")).map(functionOf);
    case "applied":
    case "mean":
      return [explanation.function];
    case "step":
      return [explanation.optimizer];
    default:
      return [];
  }
}

/** A negative number behind a sign stands in brackets. @param {string} number */
function bracketed(number) {
  return /^[-−]/.test(number) ? `(${number})` : number;
}

/** Terms with a sign between them; of very many the first ones. @param {string[]} terms @param {string} sign */
function joined(terms, sign) {
  const shown = terms.slice(0, MOST_TERMS).map((term, place) => (place ? `${sign} ${term}` : term));
  return terms.length > MOST_TERMS ? [...shown, `${sign} … (${terms.length} terms)`] : shown;
}

/**
 * How an array came about, in its operands: pieces of text, and names with their shapes.
 *
 * @param {Known} array
 * @param {Map<string, Known>} before
 * @returns {(string | {name: string, transposed: boolean, shape: string})[]}
 */
export function equationOf({ explanation }, before) {
  if (!explanation) return [];
  const one = (/** @type {string} */ name, transposed = false) => {
    const values = before.get(name)?.values ?? [];
    const shape = transposed ? `(${values[0]?.length ?? 0}, ${values.length})` : shapeOf(values);
    return { name, transposed, shape };
  };
  const several = (/** @type {string[]} */ names) =>
    names.flatMap((name, place) => (place ? [", ", one(name)] : [one(name)]));
  switch (explanation.kind) {
    case "product": {
      const { left, right, left_transposed: lt, right_transposed: rt, plus } = explanation;
      return [one(left, lt), " @ ", one(right, rt), ...(plus ? [" + ", one(plus)] : [])];
    }
    case "rows":
      return ["the rows of ", one(explanation.of), ", added up"];
    case "parts":
      return [explanation.parts.map(({ text }) => text).join(explanation.sign === "*" ? " * " : " / ")];
    case "applied":
      if (explanation.text) return [explanation.text];
      return [`${explanation.function}(`, ...several(explanation.of), ")"];
    case "mean":
      return [`${explanation.function}(`, ...several(explanation.of), ")"];
    default: {
      const { gradient, optimizer, rate } = explanation;
      return ["the old value + ", optimizer === "gradient_descent" ? `${rate} * ` : `${optimizer} of `, one(gradient)];
    }
  }
}
