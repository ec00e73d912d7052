/** What came of many seeds: the share, the fan, the histogram, and the tables. One of the runs can be pointed at, and opened. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { grouped, onCanvasResized, percent } from "../draw/draw.js";
import { handOut } from "../share/handed-out.js";
import { choicesInWords } from "../state/curves.js";
import { isLocked } from "../state/presentation.js";
import { csvOf } from "../sweeps/collected.js";
import { canBeChosen, open, otherChoices } from "../sweeps/exercise.js";
import { drawFan, nearestCurve, runInWords } from "./fan.js";
import { bandsTable, kindInWords, kindsTable, lossHistogram, runsTable } from "./seeds-tables.js";

/** @typedef {import("../sweeps/collected.js").Collected} Collected */
/** @typedef {import("../sweeps/seeds.js").Summary} Summary */

const FAR = 20; // runs, with Page Up and Page Down

/**
 * @param {object} parts
 * @param {() => import("../state/state.js").State} parts.state
 * @param {import("../actions.js").Actions} parts.actions
 * @param {import("../sweeps/seeds.js").SeedsControl} parts.seeds
 * @param {HTMLElement} parts.element
 * @param {() => void} parts.soon Redraws the view.
 */
export function createResults(parts) {
  const { actions, seeds, element, soon } = parts;
  /** The place of a run. @type {number | null} */
  let pointed = null;
  /** The kind of runs that are listed; -1 for all. */
  let listed = -1;
  /** The folds that are open. @type {Set<string>} */
  const unfolded = new Set();
  /** @type {import("./fan.js").Axes | null} */
  let axes = null;
  /** @type {HTMLCanvasElement | null} */
  let canvas = null;
  /** What the fan was drawn from. @type {unknown[]} */
  let drawnFrom = [];

  return {
    begin() {
      [pointed, listed] = [null, -1];
    },
    /** The fan is drawn again, even of the same runs. */
    forget() {
      drawnFrom = [];
    },
    look,
    drawn,
  };

  function look() {
    const { collected, summary, exercise } = seeds.get();
    if (!collected || !summary || !exercise) return nothing;
    const state = parts.state();
    const stays = canBeChosen(state, exercise);
    const opens = stays && !isLocked(state, "seed");
    const { solved, count, interval } = summary;
    return html`
      <p class="share">
        <output aria-label="Share of the seeds that solve it" aria-live="off">${percent(solved / count)}</output>
        of ${grouped(count)} seeds solve it.
        <span class="aside">95 % interval: ${percent(interval[0])} to ${percent(interval[1])}</span>
      </p>
      ${remarks(otherChoices(state, exercise), stays)}
      ${fan(collected)}
      ${lossHistogram(summary, pointed === null ? null : collected.at(pointed).loss, (loss) => openRun(nearestLoss(collected, loss)))}
      <p class="caption">
        Above, the losses of all runs: the thick line is the middle one, half of all lie in the inner band, nine tenths in
        the outer one. Curves in the colour of the diamonds in the table do not solve it; the dashed one is your seed.
        Below, where they end.
        ${opens ? "Click a curve or a bar, and it becomes your run." : nothing}
      </p>
      ${kindsTable(summary, collected, opens ? openRun : null)}
      <p class="ways">
        <button type="button" @click=${() => handOut("glassnet-seeds.csv", csvOf(collected), "text/csv")}>Download as CSV</button>
      </p>
      ${fold("Runs as a table", () => list(summary, collected, opens))}
      ${fold("Bands as a table", () => bandsTable(summary, collected))}
    `;
  }

  /** @param {string[]} others The choices in which the page differs. @param {boolean} stays */
  function remarks(others, stays) {
    const { exercise, summary } = seeds.get();
    const { kinds = [], count = 0 } = summary ?? {};
    const alike = count > 1 && kinds.length === 1 && kinds[0].losses[0] === kinds[0].losses[1];
    const words = choicesInWords(others, exercise?.chosen ?? {}, parts.state().description);
    return html`
      ${others.length ? html`<p class="caption">These runs have choices that the page has not: ${words}.</p>` : nothing}
      ${stays ? nothing : html`<p class="caption">Your code, your data or what is frozen has changed. Run the seeds again to open one.</p>`}
      ${alike ? html`<p class="caption">All runs are alike: the seed changes nothing here.</p>` : nothing}
    `;
  }

  /** @param {Collected} collected */
  function fan(collected) {
    return html`
      <div
        class="fan" tabindex="0" role="group"
        aria-label="Loss curves of all seeds: up and down arrow keys go from run to run, Enter opens one"
        @keydown=${keyed} @blur=${() => point(null)}
      >
        <canvas
          role="img" aria-label="Fan of loss curves"
          @pointermove=${pointer} @pointerleave=${() => point(null)} @click=${() => pointed !== null && openRun(pointed)}
        ></canvas>
      </div>
      <p class="readout">
        <output aria-label="Run at the pointer" aria-live="polite">${pointed === null ? "" : runInWords(collected, pointed)}</output>
      </p>
    `;
  }

  /** @param {Summary} summary @param {Collected} collected @param {boolean} opens */
  function list({ kinds }, collected, opens) {
    const those = listed < 0 ? null : new Set(Array.from(kinds[listed]?.places ?? []));
    const places = collected.byLoss().filter((place) => !those || those.has(place));
    const chosen = (/** @type {Event} */ event) => {
      listed = Number(/** @type {HTMLSelectElement} */ (event.target).value);
      soon();
    };
    return html`
      <label class="field">
        <span>Which runs</span>
        <select @change=${chosen}>
          <option value="-1" ?selected=${listed < 0}>All</option>
          ${kinds.map((kind, index) => html`<option value=${index} ?selected=${index === listed}>${kindInWords(kind, collected)}</option>`)}
        </select>
      </label>
      ${runsTable(collected, places, opens ? openRun : null)}
    `;
  }

  /** @param {string} title @param {() => unknown} content */
  function fold(title, content) {
    const toggled = (/** @type {Event} */ event) => {
      if (/** @type {HTMLDetailsElement} */ (event.target).open) unfolded.add(title);
      else unfolded.delete(title);
      soon();
    };
    return html`<details @toggle=${toggled}><summary>${title}</summary>${unfolded.has(title) ? content() : nothing}</details>`;
  }

  /** @param {number} place */
  function openRun(place) {
    const { collected, exercise } = seeds.get();
    const state = parts.state();
    if (!collected || !exercise || !canBeChosen(state, exercise) || isLocked(state, "seed")) return;
    const { seed } = collected.at(place);
    open(state, actions, { ...exercise.chosen, seed }, `Seed ${seed} was opened`);
  }

  function fanNow() {
    const { collected, summary } = seeds.get();
    if (!collected || !summary) return null;
    const { choices, scale } = parts.state();
    const own = collected.placeOf(Number(choices.seed));
    return { collected, bands: summary.bands, scale, pointed, own: own < 0 ? null : own };
  }

  /** Draws the fan, where it is another one than before: training redraws the page thirty times a second. */
  function drawn() {
    const found = /** @type {HTMLCanvasElement | null} */ (element.querySelector(".fan canvas"));
    if (found && found !== canvas) {
      onCanvasResized(found, () => {
        drawnFrom = [];
        soon();
      });
    }
    canvas = found;
    const now = fanNow();
    if (!canvas || !now) return;
    const from = Object.values(now);
    if (from.every((one, index) => one === drawnFrom[index])) return;
    drawnFrom = from;
    axes = drawFan(canvas, now);
  }

  /** @param {number | null} place */
  function point(place) {
    if (place === pointed) return;
    pointed = place;
    soon();
  }

  /** @param {PointerEvent} event */
  function pointer(event) {
    const now = fanNow();
    if (now && axes) point(nearestCurve(now, axes, event.offsetX, event.offsetY));
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const order = seeds.get().collected?.byLoss() ?? [];
    const last = order.length - 1;
    const at = pointed === null ? -1 : order.indexOf(pointed);
    /** @type {Record<string, number>} */
    const moves = {
      ...{ ArrowUp: at + 1, ArrowDown: at - 1, PageUp: at + FAR, PageDown: at - FAR },
      ...{ Home: 0, End: last },
    };
    if (event.key === "Enter" && pointed !== null) openRun(pointed);
    else if (event.key in moves) point(order[Math.max(0, Math.min(last, moves[event.key]))]);
    else return;
    event.preventDefault();
  }
}

/** The run whose last loss is nearest. @param {Collected} collected @param {number} loss */
function nearestLoss(collected, loss) {
  const away = (/** @type {number} */ place) => Math.abs(collected.at(place).loss - loss);
  return collected.byLoss().reduce((best, place) => (away(place) < away(best) ? place : best));
}
