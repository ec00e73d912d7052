/** The bar in reach of the thumb: Train, Step, Reset, how far the run is, and how Python is doing. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped } from "../draw.js";
import { isRight } from "../state.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../view.js").Parts} Parts */

const SPEAK_EVERY_MS = 3000;

/** @param {Parts} parts */
export function bar({ store, actions, draw }) {
  let spoken = "";
  let spokenAt = 0;

  draw(() => {
    const state = store.get();
    const { run, training, engine, stepping } = state;
    const moving = training || Boolean(stepping?.playing);
    // Not for the moment in which Python is started again: what is pressed then is done after it.
    const unavailable = engine !== "ready" && (engine !== "starting" || !run || run.recorded);
    return html`
      <div class="buttons">
        <button type="button" class="main" @click=${moving ? actions.pause : actions.train}>
          ${moving ? "Pause" : "Train"}
        </button>
        <button type="button" ?disabled=${unavailable} @click=${actions.step}>Step</button>
        <button type="button" ?disabled=${unavailable} @click=${actions.reset}>Reset</button>
      </div>
      <div class="going">
        <progress aria-label="Epochs of this run" max=${run?.until ?? 1} .value=${run?.frame.epoch ?? 0}></progress>
        <p class="now" aria-hidden="true">${run ? now(run) : "No run yet"}</p>
        <p class="engine">${engineInWords(state)}</p>
      </div>
      <p class="heard" role="status" aria-label="Progress">${speech(state)}</p>
      ${failure(state)}
    `;
  });

  /** What the progress region says: at most every few seconds while training, and once at the end. @param {State} state */
  function speech(state) {
    const soon = state.training && state.engine === "ready" && performance.now() - spokenAt < SPEAK_EVERY_MS;
    const words = inWords(state);
    if (soon || words === spoken) return spoken;
    spokenAt = performance.now();
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

/** @param {import("../state.js").Run} run */
function now({ frame }) {
  return `Epoch ${grouped(frame.epoch)} · loss ${decimal(frame.loss, 4)}`;
}

/** @param {State} state */
function inWords({ run, training, engine, choices, remark }) {
  if (training && engine !== "ready") return "Python is on its way. Training begins as soon as it is there.";
  if (!run) return "Press Train to start.";
  const targets = /** @type {number[]} */ (choices.targets);
  const right = targets.filter((target, row) => isRight(run.frame.predictions[row], target)).length;
  const place = `Epoch ${grouped(run.frame.epoch)}, loss ${decimal(run.frame.loss, 4)}`;
  const rows = `${right} of ${targets.length} rows right.`;
  if (run.recorded) return `Recorded run. ${place}, ${rows} Press Train to run it here.`;
  if (training) return `Training. ${place}. ${remark}`;
  if (run.frame.epoch >= run.until && run.frame.epoch > 0) return `Trained. ${place}, ${rows} ${remark}`;
  return `${run.frame.epoch > 0 ? "Paused. " : ""}${place}, ${rows} ${remark}`;
}

/** @param {State} state */
function engineInWords({ engine, download, training, remark, run }) {
  if (engine === "failed") return "Python is not running.";
  if (engine === "ready") {
    if (run?.recorded) return "Python is ready. Press Train to run this live.";
    const ended = !training && run !== null && run.frame.epoch >= run.until;
    return ended ? "" : remark; // what was said at the beginning or on the way is old news by then
  }
  const waits = training ? "Training begins as soon as it is there." : "";
  if (!download) return `Python is starting. ${waits}`;
  const { received, total } = download;
  const part = Math.floor((100 * received) / total);
  return received < total ? `Python is on its way: ${part} %. ${waits}` : `Python is starting. ${waits}`;
}
