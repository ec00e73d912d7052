/** Starts Python, and starts it again when it is lost: the next one gets the run that the page has. */

import { inputsOfRun } from "../run/exercise.js";
import { reachedBefore } from "../run/reached.js";
import { namesOf } from "../state/data.js";
import { isEmbedded } from "../state/presentation.js";
import { runWithoutPython } from "../state/state.js";
import { PythonError } from "./python.js";

/**
 * @param {object} parts
 * @param {import("./python.js").Python} parts.python
 * @param {import("../run/frames.js").Frames} parts.frames
 * @param {import("../run/runs.js").Runs} parts.runs
 * @param {import("./queue.js").Queue} parts.queue
 * @param {import("../run/slices.js").Slices} parts.slices
 * @param {import("../run/edits.js").EditsOfTheReader} parts.edits
 * @param {import("../state/state.js").Store} parts.store
 * @param {(event: import("../share/outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 * @param {() => Promise<void>} parts.prepare Makes sure that there are epochs left to train.
 */
export function createRestart({ python, frames, runs, queue, slices, edits, store, announce, prepare }) {
  /** One of those in the page around. @type {ReturnType<typeof import("./seat.js").createSeat> | null} */
  let seat = null;
  let reached = reachedBefore(store);

  /**
   * Start Python, and give it the run that is on the page, or another: `first` asks for that. With its answer, by the
   * reader's versions where they run.
   *
   * @param {() => Promise<import("../run/frames.js").Answer>} [first]
   */
  async function renew(first) {
    store.change({ engine: "starting", download: null, failure: null });
    if (isEmbedded() && window.parent !== window) {
      seat ??= (await import("./seat.js")).createSeat({ store, rest });
      await seat.take();
    }
    document.documentElement.dataset.start = await python.start();
    const { choices } = store.get();
    let answer = await (first ?? theSameRun)().catch(refused);
    if ((await edits.giveAgain()) && answer) answer = await frames.ask("look", {});
    const { trained } = store.get();
    reached ??= trained ? { epoch: trained } : null;
    if (!answer) {
      await (reached ? runs.comeAgain(reached) : runs.begin(""));
      if (first) answer = await frames.ask("look", {});
    } else if (!first) {
      frames.showPictures(answer.frame);
      frames.showTried(answer.tried);
      store.change(({ run: restarted }) => ({ run: restarted && { ...restarted, choices } }));
    }
    reached = null;
    frames.answered = false;
    store.change({ engine: "ready", trained: 0 });
    announce("ready");
    if (store.get().training) {
      await prepare();
      slices.play();
    }
    return answer;
  }

  /** Asks for the run of the page, unless what was chosen meanwhile needs another network: that is asked for later. */
  async function theSameRun() {
    const { run, choices, description } = store.get();
    const same = run?.recorded || runWithoutPython(run, choices, description) === run;
    const fits = run && same && inputsOfRun(run) === namesOf(store.get()).inputs.length;
    return fits ? frames.restore(run.live) : null;
  }

  /** Before all that waits for Python. */
  const boot = () =>
    queue(
      async () => {
        try {
          await slices.shownAhead();
        } finally {
          await renew();
        }
      },
      { first: true },
    );

  /** Give Python back; the run stays, and goes on in the next. */
  async function rest() {
    await slices.inTurn(async () => {
      if (store.get().training) return;
      python.stop();
      seat?.leave();
      store.change({ engine: "starting", download: null });
      boot();
    });
  }

  /**
   * Python is gone. It is started again and goes on from the frame on the page; but where it never answered since the
   * last start, what it is asked for must be what ends it, and the page says so. A version of the reader's that ended it
   * has been put aside.
   *
   * @param {import("./python.js").EngineLost} lost
   */
  function lost(lost) {
    const aside = edits.lost(lost);
    const { engine, run, choices, description } = store.get();
    const ready = engine === "ready";
    const what = ready ? "Python stopped" : "Python could not be started";
    const why = `${what}: ${lost.message.replace(/\.?$/, ".")}`;
    if (aside || (ready && frames.answered)) {
      // What was chosen last may not have reached Python.
      const stays = runWithoutPython(run, choices, description);
      const goesOn = stays && !stays.recorded ? ` The run goes on from epoch ${stays.live.epoch}.` : "";
      const remark = [why, aside, `It was started again.${goesOn}`].filter(Boolean).join(" ");
      store.change({ run: stays, engine: "starting", remark });
      boot();
    } else {
      seat?.leave();
      store.change({ engine: "failed", training: false, failure: why });
      announce("failed");
    }
  }

  return { boot, lost, renew };
}

/** Where Python refuses a run, another begins: a page without one would wait for it for ever. @param {unknown} error */
function refused(error) {
  if (error instanceof PythonError) return null;
  throw error;
}
