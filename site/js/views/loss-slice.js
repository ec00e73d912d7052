/** A slice of the loss: the valley that the run goes down, in a plane through its present parameters, with its path. */

import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped, onCanvasResized, onColoursChanged, percent } from "../draw/draw.js";
import { withNextPicture } from "../draw/soon.js";
import { handOut } from "../share/handed-out.js";
import { menu } from "./field.js";
import { lossNear, paintSlice, placing } from "./loss-slice-picture.js";

/** @typedef {import("../python/answers.js").LossSlice} LossSlice */

const DIRECTIONS = [
  { name: "path", label: "The main ones of the path" },
  { name: "random", label: "Two random ones" },
];
const NEAR = 14; // pixels

/** @param {import("../view.js").Parts} parts */
export function view({ state, actions, draw, element }) {
  /** Redraws this view alone. */
  const soon = withNextPicture(() => {
    render(look(), element);
    drawn();
  });
  /** @type {LossSlice | null} */
  let slice = null;
  /** The run and the epoch that it is of. */
  let of = "";
  /** @type {"path" | "random"} */
  let directions = "path";
  let [seed, busy, problem, tableOpen] = [0, false, "", false];
  /** The point of the path that is pointed at. @type {number | null} */
  let pointed = null;
  /** A place that is pointed at, in the plane. @type {[number, number] | null} */
  let here = null;
  /** @type {HTMLCanvasElement | null} */
  let canvas = null;
  /** What was painted last. @type {unknown[]} */
  let painted = [];

  draw(look, drawn);
  onColoursChanged(again);

  /** The same, with the canvas, even if it shows the same. */
  function again() {
    painted = [];
    soon();
  }

  function look() {
    const { engine, run } = state();
    const ready = engine === "ready" && run !== null;
    return html`
      <section class="loss-slice" aria-label="Loss slice">
        <div class="asked">
          <div>${menu({ label: "Directions", entries: DIRECTIONS, value: directions, take: choose })}</div>
          <button type="button" ?disabled=${!ready || busy} @click=${() => cut()}>${slice ? "Cut again" : "Cut through the loss"}</button>
          ${directions === "random" ? html`<button type="button" ?disabled=${!ready || busy} @click=${other}>Two others</button>` : nothing}
        </div>
        ${ready ? nothing : html`<p class="caption">The slice can be cut when Python is ready.</p>`}
        ${problem ? html`<p class="refused" role="alert">${problem}</p>` : nothing}
        ${slice ? picture(slice) : nothing}
      </section>
    `;
  }

  /** @param {LossSlice} slice */
  function picture(slice) {
    const { epochs, share } = slice;
    const old = of !== now() ? html` The run has changed since; cut again.` : nothing;
    return html`
      <div class="plane-of-loss" tabindex="0" role="group" aria-label="Loss slice: left and right arrow keys go along the path, Enter shows that epoch" @keydown=${keyed} @blur=${leave}>
        <canvas role="img" aria-label="Loss in a plane through the parameters" @pointermove=${pointer} @pointerleave=${leave} @click=${openPoint}></canvas>
      </div>
      <p class="readout"><output aria-label="Loss at the pointer" aria-live="polite">${reading(slice)}</output></p>
      <p class="caption">
        The loss where the parameters are moved along two directions: blue is low, warm colours are high, and each line joins
        places of one loss. The path is the run’s, from the ring at epoch ${grouped(epochs[0])} to the dot at epoch
        ${grouped(epochs[epochs.length - 1])}. ${percent(share)} of the path’s length, squared,
        lies in this plane; the rest is left out, so the loss on the path may differ from the colour under it.${old}
      </p>
      <p class="ways"><button type="button" @click=${() => handOut("glassnet-loss-slice.csv", csvOf(slice), "text/csv")}>Download as CSV</button></p>
      <details @toggle=${toggled}><summary>Path as a table</summary>${tableOpen ? table(slice) : nothing}</details>
    `;
  }

  /** @param {string} name */
  function choose(name) {
    directions = name === "random" ? "random" : "path";
    if (slice) cut();
    else soon();
  }

  function other() {
    seed += 1;
    cut();
  }

  async function cut() {
    [busy, problem] = [true, ""];
    soon();
    try {
      const found = await actions.lossSlice(directions, seed);
      [slice, pointed, here, of] = [found, null, null, now()];
    } catch (error) {
      problem = /** @type {Error} */ (error).message.replace(/^./, (first) => first.toUpperCase()).replace(/\.?$/, ".");
    }
    busy = false;
    again();
  }

  function now() {
    const { run } = state();
    return `${run?.id} ${run?.frame.epoch} ${run?.frame.loss}`;
  }

  /** @param {Event} event */
  function toggled(event) {
    tableOpen = /** @type {HTMLDetailsElement} */ (event.target).open;
    soon();
  }

  /** @param {LossSlice} slice */
  function reading(slice) {
    if (pointed !== null)
      return `Epoch ${grouped(slice.epochs[pointed])}: loss ${decimal(slice.at_points[pointed], 6)}`;
    return here ? `Loss ${decimal(lossNear(slice, here), 4)}` : "";
  }

  function drawn() {
    const found = /** @type {HTMLCanvasElement | null} */ (element.querySelector(".plane-of-loss canvas"));
    if (found && found !== canvas) onCanvasResized(found, again);
    canvas = found;
    if (!canvas || !slice || (painted[0] === slice && painted[1] === pointed)) return;
    painted = [slice, pointed];
    paintSlice(canvas, slice, pointed);
  }

  function leave() {
    [pointed, here] = [null, null];
    soon();
  }

  /** @param {PointerEvent} event */
  function pointer({ offsetX, offsetY }) {
    if (!slice || !canvas) return;
    const { x, y, back } = placing(slice, canvas.clientWidth, canvas.clientHeight);
    const { points, epochs } = slice;
    const away = epochs.map((_, at) => Math.hypot(x(points[2 * at]) - offsetX, y(points[2 * at + 1]) - offsetY));
    const nearest = away.reduce((best, one, at) => (one < away[best] ? at : best), 0);
    pointed = away[nearest] < NEAR ? nearest : null;
    here = back(offsetX, offsetY);
    soon();
  }

  function openPoint() {
    if (slice && pointed !== null && state().run) actions.lookAt(slice.epochs[pointed]);
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    if (!slice) return;
    const last = slice.epochs.length - 1;
    const at = pointed ?? last;
    /** @type {Record<string, number>} */
    const moves = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    if (event.key === "Enter") openPoint();
    else if (event.key in moves) {
      pointed = Math.max(0, Math.min(last, moves[event.key]));
      soon();
    } else return;
    event.preventDefault();
  }
}

/** @param {LossSlice} slice */
function table({ epochs, points, at_points: losses }) {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Path, scrollable">
      <table aria-label="Path in the loss slice">
        <thead><tr><th scope="col">epoch</th><th scope="col">first direction</th><th scope="col">second direction</th><th scope="col">loss</th></tr></thead>
        <tbody>
          ${epochs.map(
            (epoch, at) =>
              html`<tr><th scope="row">${grouped(epoch)}</th><td>${decimal(points[2 * at], 3)}</td><td>${decimal(points[2 * at + 1], 3)}</td><td>${decimal(losses[at], 6)}</td></tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** The losses of the grid and of the path as CSV. @param {LossSlice} slice */
function csvOf({ ranges, side, losses, epochs, points, at_points: atPoints }) {
  const at = (/** @type {number} */ axis, /** @type {number} */ place) =>
    ranges[axis][0] + ((ranges[axis][1] - ranges[axis][0]) * place) / (side - 1);
  const grid = Array.from(losses, (loss, cell) =>
    ["", at(0, cell % side), at(1, Math.floor(cell / side)), loss].join(","),
  );
  const path = epochs.map((epoch, place) =>
    [epoch, points[2 * place], points[2 * place + 1], atPoints[place]].join(","),
  );
  return ["epoch,first direction,second direction,loss", ...path, ...grid, ""].join("\n");
}
