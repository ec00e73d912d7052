/** The page's side of many runs: results in the order in which they came, cells from coarse to fine, CSV. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAt, csvOfMap } from "../../site/js/sweeps/cells.js";
import { createCollected, csvOf } from "../../site/js/sweeps/collected.js";

/** @type {import("../../site/js/sweeps/collected.js").Outcome[]} */
const OUTCOMES = ["solved", "stuck", "no number", "learning"];

function collected() {
  const all = createCollected(5, { kept: [0, 5, 10], outcomes: OUTCOMES });
  all.add({ seeds: [7, 8], losses: [0.25, 0.01], outcomes: [1, 0], curves: [0.5, 0.3, 0.25, 0.5, 0.1, 0.01] });
  all.add({ seeds: [], losses: [], outcomes: [], curves: [] });
  all.add({ seeds: [3], losses: [0.125], outcomes: [3], curves: [0.5, 0.25, 0.125] });
  return all;
}

test("runs stand in the order in which they came", () => {
  const all = collected();
  assert.deepEqual([all.count, all.placeOf(3), all.placeOf(4), all.byLoss()], [3, 2, -1, [1, 2, 0]]);
  const { curve, ...third } = all.at(2);
  assert.deepEqual(third, { seed: 3, loss: 0.125, outcome: "learning" });
  assert.deepEqual([...curve], [0.5, 0.25, 0.125]);
});

test("all of them are copies", () => {
  const all = collected();
  all.all().losses[0] = 9;
  assert.equal(all.at(0).loss, 0.25);
});

test("a CSV file has every run by its seed", () => {
  const [header, ...rows] = csvOf(collected()).trimEnd().split(/\r?\n/);
  assert.equal(header, "seed,outcome,loss,loss at 0,loss at 5,loss at 10");
  assert.deepEqual(
    rows.map((row) => row.split(",")[0]),
    ["3", "7", "8"],
  );
  assert.equal(rows[1], "7,stuck,0.25,0.5,0.3,0.25");
});

const CELL = /** @type {import("../../site/js/sweeps/map.js").Cell} */ ({
  ...{ count: 4, solved: 3, interval: [0.3, 0.95], epochs: 400, seed: 2, problem: "" },
});

test("a coarser cell stands for one that is not there", () => {
  const cells = new Map([
    ["0,0", CELL],
    ["4,0", { ...CELL, solved: 1 }],
    ["2,2", { ...CELL, solved: 2 }],
  ]);
  const found = [
    [0, 0],
    [3, 1],
    [5, 3],
    [3, 3],
    [2, 2],
    [0, 4],
  ].map(([x, y]) => cellAt(cells, x, y));
  assert.deepEqual(
    found.map((one) => one && [one.cell.solved, one.coarse]),
    [[3, false], [3, true], [1, true], [2, true], [2, false], null],
  );
});

test("a map as CSV leaves out what is not possible", () => {
  const across = { name: "rate", values: [0.1, 1] };
  const up = {
    name: "hidden",
    values: [
      [2, 2],
      [3, 3],
    ],
  };
  const cells = new Map([
    ["0,0", CELL],
    ["1,1", { ...CELL, epochs: -1 }],
    ["1,0", { ...CELL, count: 0, problem: "no" }],
  ]);
  const text = csvOfMap(/** @type {any} */ ({ across, up, cells }));
  assert.equal(text, "rate,hidden,seeds,solved,low,high,epochs\n0.1,2 2,4,3,0.3,0.95,400\n1,3 3,4,3,0.3,0.95,\n");
});
