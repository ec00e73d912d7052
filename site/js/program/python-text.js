/** Splits Python source into lines and words. Imports nothing. */

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
 * The words of a text, line by line; joined, they give the text back exactly.
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
