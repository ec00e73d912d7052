/** The address: what is read is what was written, and what cannot be read is said. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description } from "./page.mjs";

const { readAddress, readChoice, readNumber, tableOf, writeAddress } = await import("../../site/js/address.js");

const { defaults } = description;
const read = (text) => readAddress(text, description);

test("the tutorial's own exercise has no address", () => {
  assert.equal(writeAddress(defaults, defaults), "");
  assert.deepEqual(read(""), { choices: defaults, presentation: {}, notes: [] });
});

for (const address of [
  ...["#hidden=4&seed=7", "#dataset=and", "#hidden=0", "#hidden=8,8&activation=tanh,relu", "#rate=0.37"],
  ...["#dataset=custom&targets=0,1,1,0.5", "#dataset=spirals&points=300&noise=0.1", "#held_rows=1,3"],
  ...["#epochs=500&hide=code,title&lock=all&start=click&theme=dark"],
]) {
  test(`${address} is read and written again`, () => {
    const { choices, presentation, notes } = read(address);
    assert.deepEqual(notes, []);
    const again = writeAddress(choices, defaults, presentation);
    assert.deepEqual(read(again), { choices, presentation, notes: [] });
    assert.equal(again.split("&").length, address.split("&").length);
  });
}

test("a table that was typed is called by its name where it has one", () => {
  assert.equal(read("#targets=0,0,0,1").choices.dataset, "and");
  assert.equal(read("#targets=0,0,0,0.5").choices.dataset, "custom");
  assert.equal(tableOf([0, 1, 1, 0], 1, description), "xor");
  assert.equal(tableOf([0, 1, 1, 0], 2, description), "custom");
});

test("a table brings its targets and outputs with it", () => {
  const entry = description.menus.dataset.find(({ outputs: names }) => names && names.length > 1);
  const { choices } = read(`#dataset=${entry?.name}`);
  assert.deepEqual([choices.targets, choices.outputs], [entry?.targets, entry?.outputs?.length]);
});

test("a table with too many rows for the page is left out", () => {
  const { choices, notes } = read(`#targets=${new Array(32).fill(1)}`);
  assert.deepEqual(choices.targets, defaults.targets);
  assert.match(notes[0], /32 targets; expected/);
});

test("numbers are refused in words, by Python's limits", () => {
  const { limits } = description;
  assert.deepEqual(readNumber(" 0,5 ", limits.targets), { value: 0.5 });
  assert.match(readNumber("1.5", limits.targets).problem ?? "", /from 0 to 1/);
  assert.match(readNumber("0", limits.rate).problem ?? "", /above 0/);
  assert.ok(readNumber("1.5", limits.epochs).problem);
  assert.ok(readNumber("", {}).problem);
  assert.deepEqual(readChoice("hidden", "8 8", description), { value: [8, 8] });
  assert.deepEqual(readChoice("hidden", "0", description), { value: [] });
  assert.ok(readChoice("hidden", "4,0", description).problem);
  assert.ok(readChoice("hidden", new Array(21).fill(2).join(), description).problem);
  assert.match(readChoice("loss", "none", description).problem ?? "", /expected one of mean_squared_error/);
});
