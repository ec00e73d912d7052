/** Python as text: its words, its lines, and what of a function can be folded. Imports nothing. */

/** @typedef {{text: string, kind: "" | "comment" | "string" | "keyword" | "name"}} Word */

const KEYWORDS =
  "False None True and as assert break class continue def del elif else except finally for from global if import in is " +
  "lambda nonlocal not or pass raise return try while with yield";
const WORDS = new RegExp(
  [
    /(?<comment>#[^\n]*)/.source,
    /(?<string>[rbf]*(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))/.source,
    `(?<keyword>\\b(?:${KEYWORDS.replaceAll(" ", "|")})\\b)`,
    /(?<name>[A-Za-z_]\w*)/.source,
  ].join("|"),
  "g",
);

/**
 * The words of a text, line by line; put together they are the text, to the last character.
 *
 * @param {string} source
 * @returns {Word[][]}
 */
export function linesOf(source) {
  /** @type {Word[][]} */
  const lines = [[]];
  const add = (/** @type {string} */ text, /** @type {Word["kind"]} */ kind) => {
    for (const piece of text.split(/(?<=\n)/)) {
      if (piece) lines[lines.length - 1].push({ text: piece, kind });
      if (piece.endsWith("\n")) lines.push([]);
    }
  };
  let end = 0;
  for (const { 0: text, index, groups } of source.matchAll(WORDS)) {
    add(source.slice(end, index), "");
    const [kind] = Object.entries(groups ?? {}).find(([, found]) => found !== undefined) ?? [""];
    add(text, /** @type {Word["kind"]} */ (kind));
    end = index + text.length;
  }
  add(source.slice(end), "");
  if (lines[lines.length - 1].length === 0) lines.pop();
  return lines;
}

/**
 * What does not compute: the choices that have a default, the rest of the docstring, and the checks of what comes in.
 *
 * @param {string} source
 * @returns {{head: number, end: number}[]} Each from the line that stays to the one behind the last that is folded.
 */
export function foldsOf(source) {
  const lines = source.split("\n");
  const folds = [];
  const opens = lines.findIndex((line) => line.trim().startsWith('"""'));
  if (opens >= 0 && lines.slice(0, opens).some((line) => line.trim().startsWith("def "))) {
    const closes = lines.findIndex((line, place) => place > opens && line.trim().endsWith('"""'));
    const onOneLine = lines[opens].trim().length > 3 && lines[opens].trim().endsWith('"""');
    if (!onOneLine && closes > opens) folds.push({ head: opens, end: closes + 1 });
  }
  const choices = lines.findIndex((line) => line.trim() === "*,");
  const body = lines.findIndex((line) => line.startsWith(")"));
  if (choices >= 0 && body > choices) folds.push({ head: choices, end: body });
  const indent = (/** @type {string} */ line) => line.length - line.trimStart().length;
  for (const [place, line] of lines.entries()) {
    if (line.trim() !== "if check:") continue;
    let end = place + 1;
    while (end < lines.length && (lines[end].trim() === "" || indent(lines[end]) > indent(line))) end += 1;
    folds.push({ head: place, end });
  }
  return folds;
}
