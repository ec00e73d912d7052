/** The address: what is read is what was written, and what cannot be read is said. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description } from "./page.mjs";

const { readAddress, readChoice, readNumber, tableOf, writeAddress } = await import("../../site/js/share/address.js");

const { defaults } = description;
const read = (text) => readAddress(text, description);

test("the tutorial's own exercise has no address", () => {
  assert.equal(writeAddress(defaults, defaults), "");
  assert.deepEqual(read(""), { choices: defaults, presentation: {}, trained: 0, notes: [] });
});

for (const address of [
  ...["#hidden=4&seed=7", "#dataset=and", "#hidden=0", "#hidden=8,8&activation=tanh,relu", "#rate=0.37"],
  ...["#dataset=custom&targets=0,1,1,0.5", "#dataset=spirals&points=300&noise=0.1", "#held_rows=1,3"],
  ...["#rate=1e300&scale=1e21&l2=1e-9"],
  ...["#epochs=500&hide=code,title&lock=all&start=click&theme=dark"],
]) {
  test(`${address} is read and written again`, () => {
    const { choices, presentation, notes } = read(address);
    assert.deepEqual(notes, []);
    const again = writeAddress(choices, defaults, presentation);
    assert.deepEqual(read(again), { choices, presentation, trained: 0, notes: [] });
    assert.equal(again.split("&").length, address.split("&").length);
  });
}

test("an address says how far its run was trained", () => {
  const address = writeAddress({ ...defaults, seed: 7 }, defaults, {}, 250);
  assert.equal(address, "#seed=7&trained=250");
  assert.deepEqual(read(address), { ...read("#seed=7"), trained: 250 });
  for (const bad of ["-1", "0.5", "many", "1e12"]) {
    const { trained, notes } = read(`#trained=${bad}`);
    assert.equal(trained, 0);
    assert.match(notes[0], /trained=.*expected|is not a whole number/);
  }
});

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
  const { choices, notes } = read(`#targets=${new Array(128).fill(1)}`);
  assert.deepEqual(choices.targets, defaults.targets);
  assert.match(notes[0], /128 targets; expected/);
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

const TUTORIAL = {
  hidden: [2],
  targets: [0, 1, 1, 0],
  rate: 0.1,
  epochs: 10_000,
  activation: "sigmoid",
  output: "sigmoid",
};

for (const bad of [
  ...[
    "targets=0,1,1&dataset=custom",
    "targets=0,1,1,2&dataset=custom",
    "targets=&dataset=custom",
    "hidden=-1",
    "hidden=abc",
  ],
  ...["hidden=2,,x", "seed=1.5", "seed=-1", "rate=0", "rate=NaN", "rate=1e999", "epochs=0", "activation=softsign"],
  ...[
    "dataset=moon",
    "optimizer=",
    "colour=green",
    "constructor=1",
    "__proto__=1",
    "toString",
    "hidden=%E0%A4%A",
    "=",
    "%",
  ],
  ...["seed=<img src=x onerror=alert(1)>", "activation=tanh,relu", "output=tanh,tanh"],
]) {
  test(`what cannot be read of ${bad} is said once, and left out; the rest is read`, () => {
    const { choices, notes } = read(`#scale=2&${bad}`);
    assert.equal(notes.length, 1);
    assert.ok(notes[0].includes(bad.split(/[=&]/)[0]));
    const kept = Object.fromEntries(Object.keys(TUTORIAL).map((name) => [name, choices[name]]));
    assert.deepEqual([kept, choices.scale], [TUTORIAL, 2]);
  });
}

for (const [address, said] of /** @type {[string, RegExp][]} */ ([
  ["#activation=tanh,relu", /these are 2 names; expected one name\./],
  ["#hidden=3,3,3&activation=tanh,relu", /these are 2 names; expected one name, or 3/],
  ["#hidden=3,3&activation=tanh,step", /expected one of sigmoid, tanh/],
  ["#output=tanh,tanh", /expected one of sigmoid, tanh/],
])) {
  test(`activations that do not fit: ${address}`, () => {
    const { choices, notes } = read(address);
    assert.match(notes.join(" "), said);
    assert.deepEqual([notes.length, choices.activation, choices.output], [1, "sigmoid", "sigmoid"]);
  });
}

for (const [name, typed, words] of /** @type {[string, string, string][]} */ ([
  ["targets", "1.7", "“1.7” is not a number from 0 to 1"],
  ["targets", "-1", "“-1” is not a number from 0 to 1"],
  ["rate", "0", "“0” is not a number above 0"],
  ["rate", "-1", "“-1” is not a number above 0"],
  ["rate", "", "a number above 0 is needed here"],
  ["hidden", "-1", "“-1” is not a whole number from 0 to 512"],
  ["hidden", "abc", "“abc” is not a whole number"],
  ["hidden", "2,,x", "“x” is not a whole number"],
  ["hidden", "2.5", "“2.5” is not a whole number"],
  ["hidden", "", "numbers are needed here, such as 2"],
  ["hidden", "5000", "“5000” is not a whole number from 0 to 512"],
  ["seed", "1.5", "“1.5” is not a whole number"],
  ["seed", "-3", "“-3” is not a whole number"],
  ["epochs", "0", "“0” is not a whole number from 1"],
  ["epochs", "99999999999", "“99999999999” is not a whole number from 1 to 10,000,000"],
  ["batch", "-1", "is not a whole number from 0 to 100,000"],
  ["batch", "1.5", "is not a whole number from 0 to 100,000"],
  ["l1", "-0.1", "is not a number of 0 or more"],
  ["l2", "", "a number of 0 or more is needed here"],
  ["dropout", "1", "is not a number from 0 to 0.99"],
  ["clip", "-1", "is not a number of 0 or more"],
])) {
  test(`refused as ${name}: “${typed}”`, () => {
    const { value, problem = "" } = readChoice(name, typed, description);
    assert.equal(value, undefined);
    assert.ok(problem.includes(words), problem);
  });
}

test("a table that is left brings no held-out rows that the next one lacks", () => {
  assert.match(read("#held_rows=5").notes[0], /expected rows from 0 to 3/);
  assert.match(read("#held_rows=0,1,2,3").notes[0], /and one left/);
});

test("of very many things that cannot be read, five are said, and how many more there are", () => {
  const { notes } = read(`#${Array.from({ length: 30 }, (_, at) => `a${at}=1`).join("&")}`);
  assert.deepEqual([notes.length, notes[5]], [6, "25 more of the address were left out."]);
});

for (const [bad, said] of [
  ...[
    ["dataset=circles&points=3", "points=3"],
    ["dataset=circles&noise=7", "noise=7"],
  ],
  ...[
    ["dataset=circles&held_out=1", "held_out=1"],
    ["dataset=circles&data_seed=x", "data_seed=x"],
  ],
  ...[
    ["held_rows=9", "held_rows=9"],
    ["held_rows=0,1,2,3", "held_rows=0,1,2,3"],
    ["outputs=9", "outputs=9"],
  ],
  ...[
    ["dataset=custom&outputs=3", "outputs=3"],
    ["dataset=custom&targets=0,1,1&outputs=2", "targets=0,1,1"],
  ],
  ["dataset=half_adder&targets=0,1,1,0", "targets=0,1,1,0"],
]) {
  test(`data that is none: ${bad}`, () => {
    const { notes } = read(`#seed=8&${bad}`);
    assert.equal(notes.length, 1);
    assert.ok(notes[0].includes(said), notes[0]);
  });
}

test("addresses of the first Glassnet are read as they were meant", () => {
  const old = "#seed=7&initializer=xavier&loss=binary_cross_entropy&l2=0.01&clip=0.5&reduction=mean&epochs=60";
  const { choices, notes } = read(old);
  assert.deepEqual(notes, []);
  const meant = {
    seed: 7,
    initializer: "xavier",
    loss: "binary_cross_entropy",
    l2: 0.01,
    clip: 0.5,
    reduction: "mean",
    epochs: 60,
  };
  assert.deepEqual(choices, { ...defaults, ...meant });
  const other = read("#epochs=60&colour=green&hide=diagnosis&lock=seed");
  assert.deepEqual([other.notes.length, other.presentation], [1, { hide: ["diagnosis"], lock: ["seed"] }]);
});
