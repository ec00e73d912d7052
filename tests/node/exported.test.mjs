/** A file of an exercise: what is written is read again, and what is ill-formed is refused in words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description, frameAt } from "./page.mjs";

const { fileName, reachedBySettings, savedRun, written } = await import("../../site/js/share/exported.js");
const { read } = await import("../../site/js/share/read-exported.js");
const { newRun, openingState, withFrame } = await import("../../site/js/state/state.js");
const { UNTOUCHED } = await import("../../site/js/kept/kept-edits.js");

/** The page with other choices, some texts, and a run. @param {object} [choices] @param {Record<string, string>} [texts] */
function page(choices = {}, texts = {}) {
  const state = openingState(description, {
    choices: { ...description.defaults, ...choices },
    presentation: {},
    notes: [],
  });
  const run = withFrame(newRun(1, frameAt(0), state.choices), frameAt(40));
  const edits = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, { ...UNTOUCHED, text }]));
  return { ...state, run: { ...run, frame: { ...run.frame, frozen: ["W1[0,1]"] } }, edits };
}
const readAgain = (text) => read(new File([text], "mine.json"), description);
const refused = (content) => readAgain(JSON.stringify(content)).then(assert.fail, ({ message }) => message);

test("an exercise with texts, data and a run is written and read again", async () => {
  const state = page({ hidden: [2], rate: 0.5, dataset: "own" }, { predict: "def predict():\n    pass\n" });
  const own = { text: "a,b\n1,2\n", reading: { header: true } };
  const found = await readAgain(written(state, { run: savedRun(state), own }));
  assert.deepEqual([found.file, found.data, found.reading], ["mine.json", own.text, own.reading]);
  assert.deepEqual(found.functions, { predict: "def predict():\n    pass\n" });
  assert.deepEqual(found.choices, state.choices);
  assert.deepEqual(found.run?.parameters, JSON.parse(JSON.stringify(state.run.frame.parameters)));
  assert.deepEqual([found.run?.epoch, found.run?.frozen], [40, ["W1[0,1]"]]);
});

test("what is as in the tutorial is not in the file", async () => {
  const original = description.program.find(({ name }) => name === "predict")?.source ?? "";
  const content = JSON.parse(written(page({}, { predict: original })));
  assert.deepEqual(content, { glassnet: 2, address: "" });
  assert.equal(fileName(page(), "json"), "glassnet-xor.json");
});

test("a recorded run, one that was not trained, and one that is no number are not kept", () => {
  const { run, ...state } = page();
  const opened = openingState(description, { choices: description.defaults, presentation: {}, notes: [] });
  assert.equal(savedRun(opened), null);
  assert.equal(savedRun({ ...state, run: { ...run, frame: { ...run.frame, epoch: 0 } } }), null);
  const parameters = { ...run.frame.parameters, b1: [[Number.NaN, 0]] };
  assert.equal(savedRun({ ...state, run: { ...run, frame: { ...run.frame, parameters } } }), null);
});

test("the epoch of a run is shared where the settings alone lead to it", () => {
  const { run, ...state } = page();
  const at = (epoch, others = {}) => ({
    ...state,
    ...others,
    run: { ...run, frame: { ...run.frame, frozen: [], epoch } },
  });
  assert.equal(reachedBySettings(at(40)), 40);
  assert.equal(reachedBySettings(at(0)), 0);
  assert.equal(reachedBySettings({ ...state, run }), 0, "a weight is frozen");
  assert.equal(reachedBySettings({ ...state, run: null }), 0);
  assert.equal(reachedBySettings({ ...state, run: { ...at(40).run, aside: true } }), 0, "a weight was set by hand");
  assert.equal(reachedBySettings(at(40, { choices: { ...state.choices, seed: 7 } })), 0, "of other settings");
  const edits = { predict: { ...UNTOUCHED, text: "#", running: "#" } };
  assert.equal(reachedBySettings(at(40, { edits })), 0, "the reader's code runs");
  const own = page({ dataset: "own" });
  assert.equal(reachedBySettings({ ...own, run: { ...own.run, frame: at(40).run.frame } }), 0, "their own data");
});

test("limits are Python's", async () => {
  const { most } = description;
  assert.match(
    await refused({ glassnet: 2, functions: { predict: ["x".repeat(most.characters + 1)] } }),
    /at most 50,000/,
  );
  const run = { epoch: most.epochs + 1, parameters: {}, training_state: {} };
  assert.match(await refused({ glassnet: 2, run }), /a whole number of 0 or more/);
});

for (const [content, words] of /** @type {[unknown, RegExp][]} */ ([
  [7, /JSON of another kind/],
  [{ glassnet: 3 }, /version 3; this page reads versions 1 and 2/],
  [{ glassnet: 2, more: 1 }, /says "more", which this page does not know/],
  [{ glassnet: 2, address: "#hide=code" }, /expected the settings of a run alone/],
  [{ glassnet: 2, address: "#seed=x" }, /^The file’s address says “seed=x”/],
  [{ glassnet: 2, functions: { "a b": ["x"] } }, /expected the name of a function/],
  [{ glassnet: 2, data: "a,b" }, /expected a list of lines/],
  [
    { glassnet: 2, run: { epoch: 1, parameters: { W1: [[1], [1, 2]] }, training_state: {} } },
    /matrices of numbers by name/,
  ],
  [{ glassnet: 2, run: { epoch: 1, parameters: {}, training_state: {}, frozen: [1] } }, /a list of labels/],
])) {
  test(`refused: ${JSON.stringify(content)}`, async () => {
    assert.match(await refused(content), words);
  });
}

test("a key that stands twice is refused, however it is written", async () => {
  const found = await readAgain('{"glassnet": 2, "address": "", "a\\u0064dress": ""}').then(
    assert.fail,
    ({ message }) => message,
  );
  assert.match(found, /says "address" twice in one place/);
});
