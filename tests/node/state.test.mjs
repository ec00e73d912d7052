/** The state: what a frame changes in the run, what two sets of choices have in common, and when a run is stuck. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { description, frameAt } from "./page.mjs";

const {
  createState,
  isFinished,
  isRight,
  isStuck,
  newRun,
  nextEnd,
  openingState,
  ownFunctions,
  runWithoutPython,
  sameRun,
  withFrame,
  withLook,
} = await import("../../site/js/state/state.js");

const { defaults } = description;
const opened = (choices = defaults, trained = 0) =>
  openingState(description, { choices, presentation: {}, trained, notes: [] });
/** The tutorial's run, trained up to some epochs, a frame each. @param {number[]} ends */
function trained(...ends) {
  let from = 0;
  let run = withFrame(newRun(1, frameAt(0), defaults), frameAt(0));
  for (const end of ends) {
    run = withFrame(run, frameAt(end, from));
    from = end;
  }
  return run;
}

test("a change makes another state and tells everybody", () => {
  const store = createState(opened());
  const before = store.get();
  let told = 0;
  const leave = store.subscribe(() => (told += 1));
  store.change({ pace: 0 });
  store.change(({ pace }) => ({ pace: pace + 1 }));
  leave();
  store.change({ pace: 5 });
  assert.deepEqual([before.pace, store.get().pace, told], [openedPace, 5, 2]);
  assert.equal(store.get().choices, before.choices);
});
const openedPace = opened().pace;

test("the page opens on the recording, where the address says nothing else", () => {
  const { run, engine } = opened();
  assert.equal(engine, "recorded");
  assert.equal(run?.recorded, true);
  assert.equal(run?.frame.epoch, 10_000);
  assert.equal(opened({ ...defaults, rate: 0.2 }).run, null);
  assert.equal(opened(defaults, 10_000).run?.recorded, true);
  assert.equal(opened(defaults, 500).run, null);
});

test("of truth tables the targets count, not the name", () => {
  const custom = { ...defaults, dataset: "custom" };
  assert.ok(sameRun(defaults, custom, description));
  assert.ok(!sameRun(defaults, { ...custom, targets: [0, 1, 1, 1] }, description));
  assert.ok(!sameRun(defaults, { ...defaults, dataset: "spirals" }, description));
  assert.ok(!sameRun(defaults, { ...defaults, hidden: [2, 2] }, description));
  assert.ok(sameRun(defaults, { ...defaults, held_rows: [] }, description));
});

test("without Python, a run stays as long as its network fits the choices", () => {
  const run = trained(10);
  assert.equal(runWithoutPython(run, { ...defaults, rate: 0.5 }, description), run);
  assert.equal(runWithoutPython(run, { ...defaults, dataset: "custom", targets: [1, 1, 1, 1] }, description), run);
  assert.equal(runWithoutPython(run, { ...defaults, seed: 7 }, description), null);
  assert.equal(runWithoutPython(run, { ...defaults, targets: [0, 1, 1, 0, 1, 0, 0, 1] }, description), null);
  assert.equal(runWithoutPython({ ...run, choices: { ...defaults, seed: 7 } }, defaults, description)?.recorded, true);
});

test("frames add up: losses, checkpoints and the last numbers", () => {
  const run = trained(3, 7);
  assert.deepEqual(run.curve.epochs, [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(run.live.epoch, 7);
  assert.equal(run.until, defaults.epochs);
  assert.deepEqual(
    run.timeline.moments.map(({ epoch }) => epoch),
    [0],
  );
});

test("a frame without a picture keeps the last one, but not the scores of other data", () => {
  const first = withFrame(trained(3), /** @type {any} */ ({ ...frameAt(4, 3), accuracy: 0.5, held_loss: 0.25 }));
  const { boundary: _, ...bare } = frameAt(5, 4);
  const next = withFrame(first, /** @type {any} */ (bare));
  assert.deepEqual([first.frame.accuracy, next.frame.accuracy, next.frame.held_loss], [0.5, undefined, undefined]);
  assert.equal(next.frame.boundary, first.frame.boundary);
});

test("a frame from an earlier epoch drops the later ones", () => {
  const run = withFrame(trained(3, 7), frameAt(5, 4));
  assert.deepEqual([run.curve.epochs, run.live.epoch], [[0, 1, 2, 3, 4], 5]);
  assert.deepEqual(withFrame(trained(3, 7), frameAt(2, 2)).curve.epochs, [0, 1]);
});

test("looking back shows an epoch; the run stays where it is", () => {
  const run = trained(3, 7);
  const back = withLook(run, /** @type {any} */ ({ ...frameAt(2, 2), diagnosis: [] }));
  assert.deepEqual([back.frame.epoch, back.live.epoch, back.curve], [2, 7, run.curve]);
  const here = withLook(back, frameAt(7, 7));
  assert.equal(here.frame.losses.length, 4, "the losses of the last slice");
});

test("a run is finished at its end, or where the reader's own loop has ended; Train goes on by as many epochs", () => {
  const run = trained(10);
  const at = (training, frame) =>
    isFinished(/** @type {any} */ ({ training, run: { ...run, frame: { ...run.frame, ...frame } } }));
  assert.deepEqual(
    [at(false, {}), at(false, { epoch: 10_000 }), at(true, { epoch: 10_000 }), at(false, { ended: true })],
    [...[false, true, false, true]],
  );
  assert.equal(isFinished(/** @type {any} */ ({ training: false, run: null })), false);
  assert.equal(nextEnd(run, { epochs: 500 }), 510);
});

test("a prediction is right on the target's side of 0.5, or near a target between", () => {
  assert.deepEqual(
    [isRight(0.49, 0), isRight(0.5, 0), isRight(0.51, 1), isRight(Number.NaN, 1)],
    [true, false, true, false],
  );
  assert.deepEqual([isRight(0.61, 0.7), isRight(0.59, 0.7)], [true, false]);
});

test("what is stuck is what Python says: the loss has hardly fallen over the last part of a long run", () => {
  /** A run whose losses are given by their epoch. @param {number} epoch @param {(epoch: number) => number} loss */
  const run = (epoch, loss) => {
    const epochs = Array.from({ length: epoch / 100 }, (_, index) => 100 * index);
    const curve = { epochs, losses: epochs.map(loss) };
    return /** @type {any} */ ({ curve, frame: { epoch, losses: [1], loss: loss(epoch) } });
  };
  const stuck = [
    { epochs: 5000, part: 0.1, share: 0.02 },
    { epochs: 2000, part: 0.5, share: 0.002 },
  ];
  const is = (epoch, loss) => isStuck(run(epoch, loss), { stuck });
  const flat = () => 0.25;
  assert.deepEqual([is(5000, flat), is(2000, flat), is(1900, flat)], [true, true, false]);
  const slow = (epoch) => 1 - epoch / 50_000;
  assert.deepEqual([is(5000, slow), is(4000, slow)], [true, false]);
  assert.equal(
    is(10_000, (epoch) => 1 / (1 + epoch / 1000)),
    false,
  );
  const set = run(5000, flat);
  set.frame.losses = [];
  assert.equal(isStuck(set, { stuck }), false, "a weight was set by hand");
  assert.equal(isStuck(/** @type {any} */ (opened().run), description), true, "the tutorial's own run");
});

test("the reader's functions that run are told in the program's order, without those that it does not have", () => {
  const edits = {
    predict: { running: "x" },
    sigmoid: { running: "x" },
    adam: { running: "x" },
    train_network: { running: null },
  };
  assert.deepEqual(ownFunctions(/** @type {any} */ ({ edits, program: description.program })), ["sigmoid", "predict"]);
});
