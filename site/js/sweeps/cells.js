/** The cells of a map: what stands for one that is not there yet, and all of them as CSV. Imports nothing. */

/** @typedef {import("./map.js").Cell} Cell */
/** @typedef {import("./map.js").Mapped} Mapped */
/** @typedef {import("./map.js").Value} Value */

/** The cell at a place, or a coarser one that stands for it meanwhile. @param {ReadonlyMap<string, Cell>} cells @param {number} column @param {number} row */
export function cellAt(cells, column, row) {
  for (const step of [1, 2, 4]) {
    const cell = cells.get(`${column - (column % step)},${row - (row % step)}`);
    if (cell) return { cell, coarse: step > 1 && !cells.has(`${column},${row}`) };
  }
  return null;
}

/** A map as CSV: a line for each cell. @param {Mapped} mapped */
export function csvOfMap({ across, up, cells }) {
  if (!across || !up) return "";
  const text = (/** @type {Value} */ value) => [value].flat().join(" ");
  const lines = across.values.flatMap((x, column) =>
    up.values.flatMap((y, row) => {
      const cell = cells.get(`${column},${row}`);
      if (!cell?.count) return [];
      const { count, solved, interval, epochs } = cell;
      return [[text(x), text(y), count, solved, ...interval, epochs < 0 ? "" : epochs].join(",")];
    }),
  );
  return [[across.name, up.name, "seeds", "solved", "low", "high", "epochs"].join(","), ...lines, ""].join("\n");
}
