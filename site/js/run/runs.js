/** Runs in Python: begins one, goes on with one from a frame of the page, brings one back. */

import { grouped } from "../draw/draw.js";
import { cut } from "../state/curve.js";
import { keptCurve } from "../state/curves.js";
import { whatStaysFrozen } from "../state/remarks.js";
import { isFinished, newRun, withFrame } from "../state/state.js";
import { emptyTimeline, momentOf, placeOf } from "../state/timeline.js";

/** @typedef {import("../state/curves.js").KeptCurve} KeptCurve */
/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").Frame} Frame */
/** @typedef {import("../state/state.js").Run} Run */

const AGAIN_MS = 2000; // after the first slice, in which it may have been compiled
const LIVE_MS = 40; // at least half of it for training: a run of 20 ms is seen at once

/**
 * @param {object} parts
 * @param {import("./exercise.js").Exercise} parts.exercise
 * @param {import("./frames.js").Frames} parts.frames
 * @param {import("../state/state.js").Store} parts.store
 * @param {(event: import("../share/outside.js").GlassnetEvent) => void} parts.announce Tells those outside.
 * @param {() => void} parts.play Goes on as Train does.
 */
export function createRuns({ exercise, frames, store, announce, play }) {
  /**
   * Starts a run and trains it for a slice, in one request.
   *
   * @param {Record<string, unknown>} args
   * @param {number} until
   */
  function startAndTrain(args, until) {
    const trained = {
      milliseconds: LIVE_MS,
      until,
      keep: emptyTimeline().perDoubling,
      compiled: store.get().compiling,
    };
    return frames.ask("start", { ...args, trained });
  }

  const runs = {
    /**
     * Starts a new run from epoch 0, with the current choices.
     *
     * @param {string} remark
     * @param {string[]} [frozen] The parameters to freeze; by default, those frozen now.
     */
    async begin(remark, frozen = store.get().run?.frame.frozen ?? []) {
      const given = await exercise.whole();
      const answer = await frames.ask("start", { ...given, frozen }, 0);
      const { run } = store.get();
      frames.newId();
      const others = {
        remark: `${remark} ${whatStaysFrozen(frozen, answer.frame.frozen)}`.trim(),
        failure: null,
        ...(run?.curve.epochs.length && { previous: keptCurve(run) }),
      };
      frames.show(answer, others, given.chosen);
    },

    /**
     * Trains the run of other choices anew, as far as it comes in one slice. The page has the choices once it has the run.
     *
     * @param {Choices} choices Of as many inputs and outputs.
     * @param {KeptCurve | null} previous The curve to compare it with.
     */
    async anew(choices, previous) {
      const given = { ...(await exercise.whole()), chosen: choices };
      const frozen = store.get().run?.frame.frozen ?? [];
      const answer = await startAndTrain({ ...given, frozen }, Number(choices.epochs));
      const run = { ...newRun(frames.newId(), answer.frame, choices), before: previous };
      frames.show(answer, { choices, previous, failure: null, checked: null }, choices, run);
    },

    /**
     * Goes on from the epoch that a run shows with other parameters, as far as it comes in one slice.
     *
     * @param {Run} run
     * @param {Frame["parameters"]} parameters
     * @param {KeptCurve | null} previous The curve to compare it with.
     */
    async from(run, parameters, previous) {
      const frame = { ...run.frame, parameters };
      const given = { ...(await exercise.whole()), saved: momentOf(frame), frozen: frame.frozen ?? [] };
      const until = Math.max(run.until, frame.epoch);
      const answer = await startAndTrain(given, until);
      const begun = { ...runUntil(run, frame.epoch), id: frames.newId(), until, before: previous, aside: true };
      frames.show(answer, { previous, failure: null, checked: null }, run.choices, begun);
    },

    /**
     * Goes on with choices that need no new run.
     *
     * @param {string[]} changed Their names.
     * @param {string} what For the reader: what happened.
     */
    async change(changed, what) {
      const { choices, run: before } = store.get();
      const changes = Object.fromEntries(changed.map((name) => [name, choices[name]]));
      const back = before && placeOf(before);
      const answer = await frames.ask("change", { changes, ...exercise.ownText() }, before?.live.epoch);
      const epoch = back?.epoch ?? answer.frame.epoch;
      const when = answer.frame.epoch
        ? ` at epoch ${epoch}: the run goes on from there.`
        : "; the run has not begun yet.";
      frames.show(answer, { remark: `${what}${when}` });
      store.change(({ run }) => ({ run: run && { ...run, choices, until: Math.max(Number(choices.epochs), epoch) } }));
      if (back) await frames.look(back);
    },

    /**
     * Applies the reader's changed code to the run. A run that is going on stays where it is.
     *
     * @param {string} what
     * @param {boolean} fromTheStart
     * @param {boolean} plays Whether a new run is trained, at the reader's pace.
     */
    async takeUp(what, fromTheStart, plays) {
      const { run } = store.get();
      if (run && !run.recorded && run.live.epoch > 0 && !isFinished(store.get()) && !fromTheStart) {
        const answer = await frames.ask("look", {}, run.live.epoch);
        frames.show(answer, { remark: `${what} from epoch ${run.live.epoch} on.` });
        return;
      }
      await runs.begin(`${what}: a new run, from epoch 0.`);
      if (!plays) return;
      store.change({ training: true });
      play();
    },

    /** Trains one slice more, to the end of the run. */
    async goOn() {
      const { run } = store.get();
      if (run) frames.show(await frames.train(run.until), { checked: null });
    },

    /**
     * Begins a run, and trains it again to where it was when its page was left, or its address was shared: for two seconds
     * at most. It may not come to the same loss, where the reader had set weights, or changed choices on the way, or run code
     * of their own: it stays at its beginning then. An address says no
     * loss: what is left of its run is trained as Train does it.
     *
     * @param {import("./reached.js").Reached} reached
     */
    async comeAgain({ epoch, loss }) {
      await runs.begin("", loss === undefined ? [] : undefined);
      let ends = Number.POSITIVE_INFINITY;
      const now = () => /** @type {Run} */ (store.get().run).frame;
      while (now().epoch < epoch && Number.isFinite(now().loss) && performance.now() < ends) {
        frames.show(await frames.train(epoch));
        ends = Math.min(ends, performance.now() + AGAIN_MS);
      }
      const hasCome = now().epoch === epoch;
      if (loss !== undefined && !(hasCome && Object.is(now().loss, loss)))
        return await runs.begin(
          `The run begins again: it had reached epoch ${grouped(epoch)}, and epochs are not kept.`,
        );
      if (!hasCome && Number.isFinite(now().loss)) {
        // Longer than anybody should wait for the page: it is seen, and can be paused.
        const remark = `This run was shared at epoch ${grouped(epoch)}.`;
        store.change(({ run }) => ({ trained: 0, remark, training: true, run: run && { ...run, until: epoch } }));
        play();
        return;
      }
      const remark = hasCome ? `The run was trained again to epoch ${grouped(epoch)}.` : "";
      store.change(({ run }) => ({ trained: 0, remark, run: run && { ...run, until: Math.max(run.until, epoch) } }));
      await frames.look();
    },

    /** Brings back a run as it was, with what the page showed of it. @param {Run} run */
    async takeBack(run) {
      store.change({ run: { ...run, id: frames.newId() }, failure: null, checked: null });
      await frames.restore(run.live);
      await frames.look();
      announce("frame");
    },

    /** Trains the recorded run again without showing it, to get all its checkpoints. */
    async relive() {
      const { run: recorded, choices } = store.get();
      if (!recorded?.recorded) return;
      let { frame } = await frames.ask("start", await exercise.whole());
      let run = withFrame(newRun(frames.newId(), frame, choices), frame);
      while (frame.epoch < recorded.live.epoch) {
        ({ frame } = await frames.train(recorded.live.epoch));
        run = withFrame(run, frame);
      }
      store.change({ run });
    },
  };
  return runs;
}

/** A run without what came from an epoch on. @param {Run} run @param {number} epoch @returns {Run} */
function runUntil({ recorded: _, ...run }, epoch) {
  const moments = run.timeline.moments.filter((moment) => moment.epoch < epoch);
  return { ...run, recorded: false, curve: cut(run.curve, epoch), timeline: { ...run.timeline, moments } };
}

/** @typedef {ReturnType<typeof createRuns>} Runs */
