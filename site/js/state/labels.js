/** How single numbers of arrays are called, as Python says (checks.py: LABELS). Imports nothing. */

/** @typedef {Record<string, string>} Labels By "W" and "b", with `{name}`, `{row}` and `{column}` to be filled in. */

/** A bias is named by its neuron alone; all other arrays are as weights. @param {string} name @param {number} row @param {number} column @param {Labels} labels */
export function labelOf(name, row, column, labels) {
  const label = labels[/^b\d/.test(name) ? "b" : "W"];
  return label.replace("{name}", name).replace("{row}", String(row)).replace("{column}", String(column));
}
