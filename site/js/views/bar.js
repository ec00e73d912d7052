/** The bar at the bottom: Train, Step, Reset, the run's progress, and the state of Python. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { counted, decimal, grouped } from "../draw/draw.js";
import { goTo } from "../draw/go-to.js";
import { score } from "../state/data.js";
import { finding } from "../state/findings.js";
import { startOf } from "../state/presentation.js";
import { anyKept, looksBack } from "../state/timeline.js";
import { refusalOf } from "./field.js";
import { pace } from "./pace.js";
import { EPOCH, epochField, timeline } from "./timeline.js";
import { undoAndRedo } from "./undo.js";

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../view.js").Parts} Parts */

const SPEAK_EVERY_MS = 3000;
// Who presses Pause as the run ends must not start as many epochs more.
const REST_MS = 250;
// While an earlier epoch is shown.
const DROPS = "Train or Step goes on from here and drops the later epochs.";

/** @param {Parts} parts */
export function bar(parts) {
  const { actions, draw, redraw } = parts;
  let spoken = "";
  let spokenAt = -Infinity; // in the current training
  let isPause = false;
  let rests = false;
  // The stage stands above it, however many lines it has.
  const itsHeight = new ResizeObserver(([{ target }]) =>
    document.documentElement.style.setProperty("--bar", `${/** @type {HTMLElement} */ (target).offsetHeight}px`),
  );
  itsHeight.observe(/** @type {HTMLElement} */ (document.querySelector("#bar")));

  const press = () => {
    if (isPause) actions.pause();
    else if (!rests) actions.train();
  };

  /** Train rests for a moment where the run ended by itself. @param {State} state @param {boolean} moving */
  function restAfter({ run }, moving) {
    if (isPause && !moving && run && (run.frame.ended || run.frame.epoch >= run.until)) {
      rests = true;
      setTimeout(() => {
        rests = false;
        redraw();
      }, REST_MS);
    }
    isPause = moving;
  }

  draw(() => {
    const state = parts.state();
    const { run, training, engine, stepping } = state;
    const moving = training || Boolean(stepping?.playing);
    restAfter(state, moving);
    // Not during a restart of Python: a press then waits for it.
    const unavailable = engine !== "ready" && (engine !== "starting" || !run || run.recorded);
    return html`
      <progress
        aria-label="Epochs of this run"
        class=${run && run.live.epoch < run.until ? "" : "done"}
        max=${run?.until ?? 1}
        .value=${run?.live.epoch ?? 0}
      ></progress>
      <div class="buttons">
        <button type="button" class="main" data-part="train" aria-disabled=${rests ? "true" : nothing} @click=${press}>
          ${moving ? "Pause" : "Train"}
        </button>
        <button type="button" data-part="step" ?disabled=${unavailable} @click=${actions.step}>Step</button>
        <button type="button" data-part="reset" ?disabled=${unavailable} @click=${actions.reset}>Reset</button>
        ${undoAndRedo(state, actions)}
      </div>
      <div class="going">
        ${timeline(state, actions, unavailable)}
        <div class="where">
          ${run ? epochField(state, parts, unavailable) : nothing}
          <p class="now" aria-hidden="true">${run ? now(run, state.sought) : "No run yet"}</p>
        </div>
        ${pace(state, actions)}
        <div class="engine">${state.refusal?.field === EPOCH ? refusalOf(EPOCH, "", state.refusal) : engineInWords(state)}</div>
      </div>
      <p class="heard" role="status" aria-label="Progress">${speech(state)}</p>
      ${failure(state)}
    `;
  });

  /**
   * The text of the progress region: once when training begins, then every few seconds, and once at the end, with the
   * diagnosis.
   *
   * @param {State} state
   */
  function speech(state) {
    const trains = state.training && state.engine === "ready";
    const words = inWords(state);
    if (!trains) spokenAt = -Infinity;
    const soon = performance.now() - spokenAt < SPEAK_EVERY_MS;
    if (soon || isExamined(state) || words === spoken) return spoken;
    if (trains) spokenAt = performance.now();
    spoken = words;
    return spoken;
  }

  /** @param {State} state */
  function failure({ failure, engine }) {
    if (!failure) return nothing;
    const kept = "Your table and your choices are kept.";
    return html`
      <div class="failure" role="alert">
        <p>${failure} ${kept}</p>
        ${engine === "failed" ? html`<button type="button" @click=${actions.boot}>Retry</button>` : nothing}
      </div>
    `;
  }
}

/** @param {import("../state/state.js").Run} run @param {number | null} sought */
function now({ frame }, sought) {
  return `loss ${sought === null ? decimal(frame.loss, 4) : "…"}`;
}

/** Whether the run has stopped and its diagnosis is being computed. @param {State} state */
function isExamined({ run, training, engine, failure }) {
  return !training && engine === "ready" && !failure && run?.frame.diagnosis === null;
}

/** @param {State} state */
function inWords(state) {
  const { run, training, engine, remark } = state;
  if (training && engine !== "ready") return "Python is loading. Training begins when it is ready.";
  if (!run) return "Press Train to start.";
  const place = `Epoch ${grouped(run.frame.epoch)}, loss ${decimal(run.frame.loss, 4)}`;
  const how = [place, score(state)].filter(Boolean).join(", ");
  if (run.recorded) return `Recorded run. ${how}. Press Train to run it here.`;
  if (training) return `Training. ${place}. ${remark}`;
  if (looksBack(run)) return `Looking back. ${how}. ${DROPS}`;
  const diagnosed = finding(state);
  const diagnosis = diagnosed && `Diagnosis: ${diagnosed.toLowerCase()}.`;
  const isNumber = Number.isFinite(run.frame.loss);
  if (isNumber && run.frame.epoch >= run.until && run.frame.epoch > 0) return `Trained. ${how}. ${diagnosis || remark}`;
  const stands = run.frame.ended ? "Ended" : isNumber ? "Paused" : "Stopped";
  return `${run.frame.epoch > 0 ? `${stands}. ` : ""}${how}. ${remark} ${diagnosis}`;
}

/** @param {State} state */
function engineInWords(state) {
  const { engine, download, queued, training, remark, run, presentation } = state;
  if (engine === "recorded" && startOf(presentation) === "click") return "Python starts once you use this.";
  if (engine === "failed") return "Python is not running.";
  if (engine === "ready") {
    if (run?.recorded) return "Python is ready. Press Train to run this live.";
    if (run && looksBack(run) && !training) return DROPS;
    const ended = !training && run !== null && run.frame.epoch >= run.until;
    const diagnosed = finding(state);
    if (run && !training && !anyKept(run)) return "This network is too large to keep its epochs.";
    if (ended)
      return diagnosed
        ? html`${diagnosed}:
            <button type="button" class="plain" @click=${() => goTo("diagnosis")}>see the diagnosis</button>`
        : `The run has ended. Train adds ${counted(Number(state.choices.epochs), "epoch")}.`;
    return remark; // what was said during training is out of date by then
  }
  if (queued) {
    return training ? "Training begins when another network here stops." : "Python starts here once you use this.";
  }
  const waits = training ? "Training begins when it is ready." : "";
  if (!download) return `Python is starting. ${waits}`;
  const { received, total } = download;
  const part = Math.floor((100 * received) / total);
  return received < total ? `Python is loading: ${part}\u00a0%. ${waits}` : `Python is starting. ${waits}`;
}
