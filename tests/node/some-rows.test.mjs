/** A part of the rows of a file that is too large: evenly spread, each whole, with the header. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, partOf } from "../../site/js/kept/some-rows.js";

const MOST = 100_000;

/** What is taken of a file: how it begins, one of its rows, in which @ is the row's number, and how many there are. @param {string} begins @param {string} row @param {number} count */
async function taken(begins, row, count) {
  const rows = Array.from({ length: count }, (_, number) => row.replace("@", String(number)));
  const part = await partOf(new Blob([begins, rows.join("")]), MOST);
  return part && { rows: part.rows, taken: part.taken, text: new TextDecoder().decode(await bytesOf(part)) };
}

test("one row of each stretch, and classes that take turns are all there", async () => {
  const pixels = ",0".repeat(784);
  const part = await taken(`label${pixels}\n`, `@${pixels}\n`, 20_000);
  const [header, ...rows] = part?.text.trimEnd().split("\n") ?? [];
  assert.deepEqual([part?.rows, part?.taken, header, rows.length], [20_000, 3000, `label${pixels}`, 3000]);
  const numbers = rows.map((row) => Number(row.slice(0, -pixels.length)));
  assert.ok(numbers.every((number, place) => Math.floor((number * 3000) / 20_000) === place));
  assert.equal(new Set(numbers.map((number) => number % 10)).size, 10);
});

test("comments and header stay above, no more rows are taken than Python takes, and each once", async () => {
  const part = await taken("# made by a program\n% twice\na,b\r\n", "1,@\r\n\r\n", 400_000);
  const [above, ...rows] = part?.text.split("\r\n").slice(0, -1) ?? [];
  assert.deepEqual([part?.rows, part?.taken, above], [400_000, MOST, "# made by a program\n% twice\na,b"]);
  assert.deepEqual([rows.length, new Set(rows).size], [MOST, MOST]);
  assert.ok(rows.every((row) => row.startsWith("1,")));
});

test("a quoted line end does not end a row, and the first row may be a header", async () => {
  const part = await taken("", '"a\nb",@\r', 200_000);
  assert.deepEqual([part?.rows, part?.taken], [199_999, MOST]);
  assert.ok(
    part?.text
      .split("\r")
      .slice(0, -1)
      .every((row) => row.startsWith('"a\nb",')),
  );
});

test("few rows, UTF-16, and a quote that is never closed have no part", async () => {
  assert.equal(await taken("a,b\n1,2\n", "3,4\n", 50_000), null);
  assert.equal(await taken("a\0,\0", "1\0", 9), null);
  assert.equal(await taken('"never closed', "1,2\n", 200_000), null);
});
