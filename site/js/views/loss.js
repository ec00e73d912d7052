/** The loss curve: drawn by uPlot, exact under the pointer and by the arrow keys, with a table as its twin. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { decimal, grouped, onColoursChanged, themeColour } from "../draw.js";

/** @typedef {import("../view.js").Parts} Parts */
/** @typedef {import("../state.js").Run} Run */

const HEIGHT = 280;
const TABLE_ROWS = 20;

/** @param {Parts} parts */
export function loss({ store, draw, element }) {
  /** @type {uPlot | null} */
  let chart = null;
  /** @type {string} */
  let drawnScale = "";
  /** @type {[number[], number[]]} */
  let data = [[], []];
  /** @type {number | null} */
  let pointedAt = null;
  let open = false;
  let width = 0;

  draw(() => {
    const { run, scale } = store.get();
    return html`
      <header>
        <h2>Loss</h2>
        ${run?.recorded ? html`<span class="aside">recorded run</span>` : nothing}
        <label class="switch">
          <input
            type="checkbox"
            .checked=${scale === "log"}
            @change=${(/** @type {Event} */ event) =>
              store.change({ scale: /** @type {HTMLInputElement} */ (event.target).checked ? "log" : "linear" })}
          />
          Log scale
        </label>
      </header>
      <div class="chart"></div>
      <p class="readout"><output aria-label="Loss at the pointer" aria-live="polite">${reading(run)}</output></p>
      <p class="caption">
        How far the predictions are from the targets, epoch by epoch. A flat stretch is a plateau: the network has stopped
        learning, whether or not it is done.
      </p>
      <details @toggle=${toggled}>
        <summary>Loss as a table</summary>
        ${open && run ? values(run) : nothing}
      </details>
    `;
  }, redraw);
  onColoursChanged(rebuild);
  // The chart is begun once its place is known: asking for it would make the browser lay out the page twice.
  new ResizeObserver(([{ contentRect }]) => {
    width = Math.max(240, Math.round(contentRect.width));
    if (chart) chart.setSize({ width, height: HEIGHT });
    else rebuild();
  }).observe(element);

  /** @param {Event} event */
  function toggled(event) {
    open = /** @type {HTMLDetailsElement} */ (event.target).open;
    store.change({});
  }

  /** The curve and, behind it, the loss as it is now. @param {Run | null} run @returns {[number[], number[]]} */
  function series(run) {
    if (!run) return [[], []];
    const { epochs, losses } = run.curve;
    if (run.recorded) return [epochs, losses];
    return [
      [...epochs, run.frame.epoch],
      [...losses, run.frame.loss],
    ];
  }

  /** @param {Run | null} run */
  function reading(run) {
    if (!run) return "";
    const [epochs, losses] = data;
    if (pointedAt !== null && pointedAt < epochs.length) return inWords(epochs[pointedAt], losses[pointedAt]);
    return inWords(run.frame.epoch, run.frame.loss);
  }

  function redraw() {
    const { run, scale } = store.get();
    data = series(run);
    if (drawnScale === scale) chart?.setData(data);
    else rebuild();
  }

  function rebuild() {
    if (!width) return;
    chart?.destroy();
    drawnScale = store.get().scale;
    const holder = /** @type {HTMLElement} */ (element.querySelector(".chart"));
    chart = new uPlot(options(), data, holder);
    const canvas = /** @type {HTMLCanvasElement} */ (holder.querySelector("canvas"));
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Loss curve");
    holder.tabIndex = 0;
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", "Loss curve: left and right arrow keys read it out");
    holder.onkeydown = keyed;
    holder.onblur = () => point(null);
  }

  function options() {
    const axis = {
      stroke: themeColour("quiet"),
      grid: { stroke: themeColour("hairline"), width: 1 },
      font: "12px system-ui, sans-serif",
    };
    const ticks = { show: false };
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      // The whole run has its place from the start, so that the curve grows into it.
      scales: {
        x: { time: false, range: () => /** @type {[number, number]} */ ([0, store.get().run?.until ?? 1]) },
        y: { distr: drawnScale === "log" ? 3 : 1 },
      },
      axes: [
        { ...axis, ticks, values: (/** @type {uPlot} */ _, /** @type {number[]} */ splits) => splits.map(grouped) },
        { ...axis, ticks, size: 56 },
      ],
      series: [{}, { stroke: themeColour("accent"), width: 2.25, points: { show: false } }],
      hooks: { setCursor: [(/** @type {uPlot} */ self) => pointer(self)] },
    };
  }

  /** @param {uPlot} self */
  function pointer({ cursor }) {
    const index = (cursor.left ?? -1) >= 0 ? (cursor.idx ?? null) : null;
    if (index === pointedAt) return;
    pointedAt = index;
    store.change({});
  }

  /** @param {number | null} index */
  function point(index) {
    if (!chart) return;
    if (index === null) chart.setCursor({ left: -10, top: -10 });
    else chart.setCursor({ left: chart.valToPos(data[0][index], "x"), top: chart.valToPos(data[1][index], "y") });
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const last = data[0].length - 1;
    const far = Math.max(1, Math.round(last / 20));
    const from = pointedAt ?? last;
    /** @type {Record<string, number>} */
    const moves = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      PageUp: from - far,
      PageDown: from + far,
      Home: 0,
      End: last,
    };
    if (!(event.key in moves) || last < 0) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, moves[event.key]));
    point(to);
    pointedAt = to; // several epochs may share a pixel
    store.change({});
  }

  /** @param {Run} run */
  function values(run) {
    const [epochs, losses] = series(run);
    const every = Math.max(1, Math.ceil((epochs.length - 1) / TABLE_ROWS));
    const rows = epochs.map((_, index) => index).filter((index) => index % every === 0 || index === epochs.length - 1);
    return html`
      <table aria-label="Loss values">
        <thead>
          <tr><th scope="col">epoch</th><th scope="col">loss</th></tr>
        </thead>
        <tbody>
          ${rows.map((index) => html`<tr><td>${grouped(epochs[index])}</td><td>${decimal(losses[index], 6)}</td></tr>`)}
        </tbody>
      </table>
    `;
  }
}

/** @param {number} epoch @param {number} value */
function inWords(epoch, value) {
  return `Epoch ${grouped(epoch)}: loss ${decimal(value, 6)}`;
}
