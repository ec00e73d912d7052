/**
 * Explains a cell of an array, in names and in numbers, in one walk down the tree of its expression
 * (py/glassnet/glass/nodes.py).
 */

import { cellIn, cellOf, shapeOf, valuesOf } from "../state/trace.js";

/**
 * @typedef {import("../state/trace.js").Matrix} Matrix
 * @typedef {import("../state/trace.js").Node} Node
 * @typedef {import("../state/trace.js").Trace} Trace
 */

/**
 * @typedef {object} Account The explanation of a cell.
 * @property {string} words
 * @property {string[]} calls The calls computed on the way.
 * @property {string[]} sum The terms of its sum.
 * @property {Set<string>} used The cells that it depends on, each with the index of its array: `4 W1[0,1]`.
 *
 * @typedef {{words: string, terms: string[], rank: number}} Told The same cell in names and in numbers; the precedence of
 *   its operator.
 */

const MOST_TERMS = 12;
/** @type {Record<string, {rank: number, shown: string}>} */
const SIGNS = {
  "+": { rank: 1, shown: "+" },
  "-": { rank: 1, shown: "−" },
  "*": { rank: 2, shown: "×" },
  "/": { rank: 2, shown: "/" },
  "**": { rank: 4, shown: "^" },
};
const [LOOSE, SUM, PRODUCT, MINUS, SINGLE] = [0, 1, 2, 3, 5];
/** The position of a part: alone, in a sum that may be long, or elsewhere. */
const [TOP, IN_SUM, INSIDE] = [2, 1, 0];

/**
 * Explains one cell of an expression.
 *
 * @param {Trace} trace
 * @param {Node} node
 * @param {number} row
 * @param {number} column
 * @param {(value: number) => string} digits Formats numbers.
 * @returns {Account}
 */
export function accountOf(trace, node, row, column, digits) {
  /** @type {Set<string>} */
  const calls = new Set();
  /** @type {Set<string>} */
  const used = new Set();
  const { words, terms } = told(node, row, column, TOP);
  const value = valueAt(node, row, column);
  const known = value === undefined || terms.join() === digits(value);
  return { words, calls: [...calls], sum: known ? terms : [...terms, `= ${digits(value)}`], used };

  /** @param {Node} part @param {number} r @param {number} c */
  function valueAt(part, r, c) {
    const matrix = valuesOf(trace, part);
    const [rows, columns] = matrix?.shape ?? [0, 0];
    const there = (rows === 1 || r < rows) && (columns === 1 || c < columns);
    return matrix && there ? cellOf(matrix, r, c) : undefined;
  }

  /** The number of a part. @param {Node} part @param {number} r @param {number} c @param {string} [words] @returns {Told} */
  function single(part, r, c, words = part.text) {
    const value = valueAt(part, r, c);
    const literal = part.kind === "number" && /^[\d.e-]+$/.test(part.text);
    const number = literal ? part.text : value === undefined ? "…" : digits(value);
    return { words, terms: [number], rank: /^[-−]/.test(number) ? MINUS : SINGLE };
  }

  /** A step computed before it enters the sum. @param {Node} part @param {number} r @param {number} c @param {Told} inner @returns {Told} */
  function step(part, r, c, inner) {
    const number = single(part, r, c, inner.words);
    if (inner.terms.join() !== number.terms[0]) calls.add([...inner.terms, `= ${number.terms[0]}`].join(" "));
    return number;
  }

  /** Explains something without its own steps. @template T @param {() => T} tell @returns {{value: T, steps: number}} */
  function aside(tell) {
    const before = new Set(calls);
    const value = tell();
    const steps = calls.size - before.size;
    calls.clear();
    for (const call of before) calls.add(call);
    return { value, steps };
  }

  /**
   * One walk down the expression. Sums of many terms are spelt out at the top, and are separate steps elsewhere.
   *
   * @param {Node} part
   * @param {number} r
   * @param {number} c
   * @param {number} open
   * @returns {Told}
   */
  function told(part, r, c, open) {
    const { kind, parts } = part;
    const [first, second] = parts;
    switch (kind) {
      case "name": {
        const matrix = valuesOf(trace, part);
        const words = matrix ? cellIn(trace, /** @type {string} */ (part.name), matrix, r, c) : part.text;
        used.add(`${part.values} ${words}`);
        return single(part, r, c, words);
      }
      case "transposed":
        return told(first, c, r, open);
      case "picked":
      case "into": {
        const place = part.places === undefined ? undefined : cellOf(trace.arrays[part.places], r, c);
        if (place === undefined) return single(part, r, c);
        const from = kind === "picked" ? first : place < 0 ? first : second;
        const columns = valuesOf(trace, from)?.shape[1] ?? 1;
        if (place >= 0) return told(from, Math.floor(place / columns), place % columns, open);
        const stays = told(from, r, c, open);
        return { ...stays, words: `${stays.words}, which stays` };
      }
      case "operator":
        return parts.length === 1 ? signed(part, r, c) : between(part, r, c, open);
      case "product": {
        const inner = product(part, r, c);
        return open ? inner : step(part, r, c, inner);
      }
      case "reduction": {
        const inner = reduction(part, r, c);
        return open ? inner : step(part, r, c, inner);
      }
      case "call":
        return called(part, r, c, open);
      default:
        return single(part, r, c);
    }
  }

  /** @param {Node} part @param {number} r @param {number} c @returns {Told} */
  function signed({ parts: [inner], sign }, r, c) {
    const one = told(inner, r, c, INSIDE);
    const shown = sign === "-" ? "−" : sign;
    const [first, ...rest] = bracketed(one, MINUS + 1);
    return { words: `${shown}${one.words}`, terms: [`${shown}${first}`, ...rest], rank: MINUS };
  }

  /** @param {Node} part @param {number} r @param {number} c @param {number} open @returns {Told} */
  function between({ parts, sign = "" }, r, c, open) {
    const { rank, shown } = SIGNS[sign] ?? { rank: LOOSE, shown: sign };
    const inner = open && rank === SUM ? IN_SUM : INSIDE;
    const [left, right] = [told(parts[0], r, c, inner), told(parts[1], r, c, inner)];
    if (sign === "**" && right.terms[0] === "2") {
      return { words: `${inWords(left, rank + 1)}²`, terms: [`${bracketed(left, rank + 1).join(" ")}²`], rank };
    }
    const [next, ...rest] = bracketed(right, rank + 1, true);
    return {
      words: `${inWords(left, rank)} ${shown} ${inWords(right, rank + 1)}`,
      terms: [...bracketed(left, rank), `${shown} ${next}`, ...rest],
      rank,
    };
  }

  /** A row of the left operand times a column of the right. @param {Node} part @param {number} r @param {number} c @returns {Told} */
  function product({ parts: [left, right] }, r, c) {
    const [A, B] = [/** @type {Matrix} */ (valuesOf(trace, left)), /** @type {Matrix} */ (valuesOf(trace, right))];
    const terms = Array.from({ length: A.shape[1] }, (_, k) => {
      aside(() => [told(left, r, k, INSIDE), told(right, k, c, INSIDE)]);
      return `${digits(cellOf(A, r, k))} × ${number(cellOf(B, k, c))}`;
    });
    const words = `${lineOf(left, r, "row")} times ${lineOf(right, c, "column")}`;
    return { words, terms: summed(terms), rank: terms.length > 1 ? SUM : PRODUCT };
  }

  /** A reduction of many cells to one. @param {Node} part @param {number} r @param {number} c @returns {Told} */
  function reduction(part, r, c) {
    const [inner] = part.parts;
    const { axis = null, how = "" } = part;
    const [rows, columns] = valuesOf(trace, inner)?.shape ?? [1, 1];
    const line = valuesOf(trace, part)?.shape[0] === 1 && rows > 1 ? c : r; // without keepdims, a row for each column
    const cells =
      axis === null
        ? Array.from({ length: rows * columns }, (_, place) => [Math.floor(place / columns), place % columns])
        : axis === 0
          ? Array.from({ length: rows }, (_, place) => [place, c])
          : Array.from({ length: columns }, (_, place) => [line, place]);
    const each = cells.map(([row, column]) => {
      const { value, steps } = aside(() => told(inner, row, column, INSIDE));
      return (steps ? single(inner, row, column) : value).terms.join(" ");
    });
    const of = axis === null ? inner.text : axis === 0 ? lineOf(inner, c, "column") : lineOf(inner, line, "row");
    const terms = each.map((one, place) => (place && /^[-−]/.test(one) ? `(${one})` : one));
    if (how === "sum")
      return { words: `the sum of ${of}`, terms: summed(terms), rank: terms.length > 1 ? SUM : SINGLE };
    if (how === "mean") {
      return {
        words: `the mean of ${of}`,
        terms: [`(${summed(terms).join(" ")})`, `/ ${cells.length}`],
        rank: PRODUCT,
      };
    }
    return { words: `the ${how} of ${of}`, terms: [`${how}(${cut(terms, (term) => term).join(", ")})`], rank: SINGLE };
  }

  /** @param {Node} part @param {number} r @param {number} c @param {number} open @returns {Told} */
  function called(part, r, c, open) {
    const { parts, returned, by_cell } = part;
    const inputs = by_cell ? parts.filter((one) => valuesOf(trace, one)).map((one) => told(one, r, c, INSIDE)) : [];
    const head = `${part.function}(${by_cell ? inputs.map(({ terms }) => terms.join(" ")).join(", ") : "…"})`;
    const inner = returned && told(returned, r, c, TOP);
    const words = by_cell
      ? `${part.function}(${inputs.map((one) => one.words).join(", ")})`
      : `${part.text}${inner ? `, which returns ${inner.words}` : ""}`;
    const itself = inner?.terms.length === 1 && inner.rank >= MINUS; // a name or number adds nothing to the result
    const terms = !inner || itself ? [head] : [head, `= ${inner.terms[0]}`, ...inner.terms.slice(1)];
    if (open === TOP) return { words, terms, rank: SINGLE };
    return step(part, r, c, { words: by_cell ? words : part.text, terms, rank: SINGLE });
  }

  /** The name of a row or column of a part. @param {Node} part @param {number} place @param {"row" | "column"} which @returns {string} */
  function lineOf(part, place, which) {
    if (part.kind === "transposed") return lineOf(part.parts[0], place, which === "row" ? "column" : "row");
    if (part.kind !== "name") return `${which} ${place} of ${part.text}`;
    return which === "row" ? `row ${part.name}[${place}]` : `column ${part.name}[:, ${place}]`;
  }

  /** @param {number} value */
  function number(value) {
    const text = digits(value);
    return /^[-−]/.test(text) ? `(${text})` : text;
  }
}

/** Terms, in brackets if their operator has lower precedence, or follows another. @param {Told} one @param {number} rank @param {boolean} [behind] @returns {string[]} */
function bracketed({ terms, rank: own }, rank, behind = false) {
  return own < rank || (behind && own === MINUS) ? [`(${terms.join(" ")})`] : terms;
}

/** Words, in brackets if their operator has lower precedence. A row times a column reads like a sum. @param {Told} one @param {number} rank */
function inWords({ words, rank: own }, rank) {
  const product = /^(row|column) .* times /.test(words) && rank > SUM;
  return product || (own < rank && / [−+×/^%<>=]+ /.test(words)) ? `(${words})` : words;
}

/** @param {string[]} terms */
const summed = (terms) => cut(terms, (term, place) => (place ? `+ ${term}` : term), "+ ");

/** The first terms, if there are very many. @param {string[]} terms @param {(term: string, place: number) => string} shown @param {string} [sign] */
function cut(terms, shown, sign = "") {
  const some = terms.slice(0, MOST_TERMS).map(shown);
  return terms.length > MOST_TERMS ? [...some, `${sign}… (${terms.length} terms)`] : some;
}

/**
 * An expression as text, and names with shapes.
 *
 * @param {Trace} trace
 * @param {Node} node
 * @returns {(string | {name: string, text: string, shape: string})[]}
 */
export function equationOf(trace, node) {
  if (node.kind === "name") {
    const [name, matrix] = [node.name ?? node.text, valuesOf(trace, node)];
    const alone = !matrix || cellIn(trace, name, matrix, 0, 0) === name; // a single number needs no shape
    return [{ name, text: node.text, shape: alone ? "" : shapeOf(matrix) }];
  }
  const pieces = [];
  let rest = node.text;
  for (const part of node.parts) {
    const place = rest.search(
      new RegExp(`(?<![\\w.'"])${part.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w'"])`),
    );
    if (place < 0) continue;
    pieces.push(rest.slice(0, place), ...equationOf(trace, part));
    rest = rest.slice(place + part.text.length);
  }
  return [...pieces, rest].filter(Boolean);
}
