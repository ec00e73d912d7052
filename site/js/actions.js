/** What people do on the page: each action by its name, and nothing else that changes the state by hand. */

import { createChoosing } from "./actions/choosing.js";
import { createDragging } from "./actions/dragging.js";
import { createLooking } from "./actions/looking.js";
import { createShowing } from "./actions/showing.js";
import { createTraining } from "./actions/training.js";
import { createWeights } from "./actions/weights.js";
import { load } from "./lazy.js";
import { EngineLost } from "./python/python.js";
import { createQueue } from "./python/queue.js";
import { createRestart } from "./python/restart.js";
import { createEdits } from "./run/edits.js";
import { createExercise } from "./run/exercise.js";
import { createFrames } from "./run/frames.js";
import { createPast } from "./run/past.js";
import { createRequests } from "./run/requests.js";
import { createRuns } from "./run/runs.js";
import { createSlices } from "./run/slices.js";
import { createTexts } from "./run/texts.js";

/**
 * @param {object} parts
 * @param {import("./python/python.js").Python} parts.python
 * @param {import("./state/state.js").Store} parts.store
 * @param {(event: import("./share/outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 */
export function createActions({ python, store, announce }) {
  /**
   * Requests to the reader's own code are never repeated, so it cannot end one worker after another. Its errors are told
   * in the answer; one that is raised says that Python itself is broken.
   */
  const call = (
    /** @type {string} */ name,
    /** @type {Record<string, unknown>} */ args,
    /** @type {number} */ patience,
  ) => {
    frames.answered = true;
    return python.call(name, args, patience).catch((error) => {
      throw error instanceof EngineLost ? error : python.end(`${error.type}: ${error.message}.`);
    });
  };
  // These two are asked for by parts that they are made from.
  const inTurn = (/** @type {() => Promise<void>} */ work) => slices.inTurn(work);
  /** @param {() => Promise<import("./run/frames.js").Answer>} [first] */
  const renew = (first) => restart.renew(first);

  const exercise = createExercise({ python, store });
  const texts = createTexts(store);
  const frames = createFrames({ python, exercise, texts, store, announce, renew });
  const play = () => slices.play();
  const runs = createRuns({ exercise, frames, store, announce, play });
  const requests = createRequests({ python, exercise, frames, store });
  const edits = createEdits({ store, texts, inTurn, takeUp: runs.takeUp, call, renew });
  const queue = createQueue(store, edits, python);
  const slices = createSlices({ frames, queue, store, announce });
  const boot = () => restart.boot();
  const training = createTraining({ store, frames, runs, slices, boot });
  const { prepare } = training;
  const restart = createRestart({ python, frames, runs, queue, slices, edits, store, announce, prepare });
  const choosing = createChoosing({ store, inTurn, exercise, frames, runs, texts, edits });
  const past = createPast({ store, inTurn, frames, runs, texts, edits, play });
  /** @type {typeof choosing.choose} */
  const choose = (changes, what) => actions.choose(changes, what); // noted, too
  const dragging = createDragging({ store, frames, runs, past, inTurn, play, choose });

  const unnoted = {
    boot,
    lost: restart.lost,
    ...training.actions,
    ...choosing,
    ...createWeights({ store, inTurn, frames }),
    ...createLooking({ store, inTurn, frames, runs, requests, announce }),
    ...createShowing(store),
    ...texts.actions,
    ...edits.actions,
    ...dragging.actions,

    /** What is done to the exercises, fetched with them. */
    async attempts() {
      const { createAttempts } = await load("attempts");
      return createAttempts({ store, inTurn, call, renew });
    },

    /** What is done in an epoch that is followed, fetched with its view. */
    async stepping() {
      const { createStepping } = await load("stepping");
      return createStepping({ store, inTurn, requests });
    },

    async checkGradients() {
      const { checkGradients } = await load("gradients");
      checkGradients({ store, inTurn, call, print: texts.print });
    },

    undo() {
      dragging.end();
      past.undo();
    },

    redo() {
      dragging.end();
      past.redo();
    },
  };
  const actions = past.noting(unnoted, dragging.end);
  return actions;
}

/** @typedef {ReturnType<typeof createActions>} Actions */
