/** The reader's versions of functions, as texts on the page: what is written, set aside, brought back, left out. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { description, storageOf } from "./page.mjs";

const { createState, openingState } = await import("../../site/js/state/state.js");
const { createTexts } = await import("../../site/js/run/texts.js");

const ORIGINAL = description.program.find(({ name }) => name === "predict")?.source ?? "";
/** @type {ReturnType<typeof createState>} */
let store;
/** @type {ReturnType<typeof createTexts>} */
let texts;

beforeEach(() => {
  Object.defineProperty(globalThis, "localStorage", { value: storageOf(), configurable: true });
  store = createState(openingState(description, { choices: description.defaults, presentation: {}, notes: [] }));
  texts = createTexts(store);
});
const edit = () => store.get().edits.predict;

/** As after a trial that was passed. @param {string} text */
function runs(text) {
  texts.actions.openEditor("predict");
  texts.actions.writeCode("predict", text);
  texts.set("predict", { running: text });
}

test("an editor opens on the original, and one that is closed without a change leaves nothing", () => {
  texts.actions.openEditor("predict");
  assert.deepEqual([edit().text, edit().open, edit().base], [ORIGINAL, true, description.program]);
  texts.actions.closeEditor("predict");
  assert.equal(edit(), undefined);
  texts.actions.openEditor("predict");
  texts.actions.writeCode("predict", "mine");
  texts.actions.closeEditor("predict");
  assert.deepEqual([edit().text, edit().open], ["mine", false]);
});

test("a text that is replaced by the original is set aside, and comes back; the present one goes behind the others", () => {
  texts.actions.openEditor("predict");
  for (const mine of ["one", "two"]) {
    texts.actions.writeCode("predict", mine);
    texts.layAside("predict");
    texts.actions.openEditor("predict");
  }
  assert.deepEqual(store.get().aside.predict, ["one", "two"]);
  texts.actions.writeCode("predict", "three");
  texts.actions.bringBack("predict");
  assert.equal(edit().text, "two");
  assert.deepEqual(store.get().aside.predict, ["three", "one"]);
});

test("the last ten of a function are set aside", () => {
  for (let number = 0; number < 15; number += 1) {
    texts.actions.openEditor("predict");
    texts.actions.writeCode("predict", String(number));
    texts.layAside("predict");
  }
  assert.deepEqual(
    store.get().aside.predict,
    Array.from({ length: 10 }, (_, at) => String(5 + at)),
  );
});

test("a change of what runs makes the last gradient check one of another text", () => {
  store.change({ checked: /** @type {any} */ ({}) });
  texts.set("predict", { text: "x" });
  assert.notEqual(store.get().checked, null);
  texts.set("predict", { running: "x" });
  assert.equal(store.get().checked, null);
});

test("a version that does not fit a choice waits, and runs again with one that it fits", () => {
  runs("mine");
  const problem = { function: null, line: null, message: "no", traceback: "" };
  texts.follow(description.program, { predict: problem }, [], "Choosing Adam");
  assert.deepEqual([edit().running, edit().unfit, edit().waiting, edit().problem], [null, true, "mine", problem]);
  assert.deepEqual([texts.waiting(), texts.running()], [[["predict", "mine"]], []]);
  texts.follow(description.program, {}, ["predict"], "Choosing sigmoid");
  assert.deepEqual([edit().running, edit().unfit, edit().problem], ["mine", false, null]);
});

test("an editor that shows the original follows it; a text of the reader's stays, and says why the original is another one", () => {
  const program = description.program.map((part) => (part.name === "predict" ? { ...part, source: "new\n" } : part));
  texts.actions.openEditor("predict");
  texts.follow(program, {}, [], "Choosing tanh");
  assert.deepEqual([edit().text, edit().base], ["new\n", program]);
  texts.actions.writeCode("predict", "mine");
  texts.follow(description.program, {}, [], "Choosing sigmoid");
  assert.deepEqual([edit().text, edit().because], ["mine", "Choosing sigmoid"]);
  texts.follow(program, {}, [], "Choosing tanh");
  texts.follow(description.program, {}, [], "Choosing Adam");
  assert.equal(edit().because, "What you chose", "two causes");
  texts.actions.keepMine("predict");
  assert.deepEqual([edit().because, edit().base], ["", description.program]);
});

test("the texts of a file stand in the editors, and none runs", () => {
  texts.takeFrom("a.json", { predict: "theirs" }, { sigmoid: "old" });
  assert.deepEqual([edit().text, edit().open, edit().from, edit().running], ["theirs", true, "a.json", null]);
  assert.deepEqual(store.get().aside, { sigmoid: ["old"] });
});

test("of what a version prints, the last lines stay, as many as Python keeps; the others are counted", () => {
  const { lines: most } = description.most;
  const lines = Array.from({ length: most }, (_, at) => String(at));
  texts.print({ predict: { lines, dropped: 3 } });
  texts.print({ predict: { lines: ["a", "b"], dropped: 0 } });
  const { printed } = store.get();
  assert.deepEqual(
    [printed.predict.lines.length, printed.predict.lines.at(-1), printed.predict.dropped],
    [most, "b", 5],
  );
  texts.unprint("predict");
  assert.deepEqual(store.get().printed, {});
});

test("a version that runs is asked for what it prints, and is not waited for long", () => {
  assert.deepEqual([texts.wishes(), texts.patience()], [{}, undefined]);
  runs("mine");
  assert.deepEqual([texts.wishes(), texts.patience()], [{ printed: true }, 1000]);
});

test("texts that are gone come back as they were, but none runs; those that are there stay", () => {
  runs("mine");
  const before = { edits: store.get().edits, aside: { predict: ["older"] } };
  texts.actions.forget("predict");
  assert.equal(edit(), undefined);
  texts.bringBack(before.edits, before.aside);
  assert.deepEqual([edit().text, edit().running, store.get().aside], ["mine", null, { predict: ["older"] }]);
  texts.actions.writeCode("predict", "newer");
  texts.bringBack(before.edits, before.aside);
  assert.equal(edit().text, "newer");
});
