/** The loss curve, drawn by uPlot: exact values under the pointer and by arrow keys, and a table. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { decimal, grouped, onColoursChanged, themeColour } from "../draw/draw.js";
import { lossNear } from "../state/curves.js";
import { looksBack, nearest } from "../state/timeline.js";
import { BEFORE, HELD_OUT, keptCurves, STROKES } from "./kept-curves.js";
import { lossTable } from "./loss-table.js";
import { appears } from "./waiting.js";

/** @typedef {import("../view.js").Parts} Parts */
/** @typedef {import("../state/state.js").Run} Run */
/** @typedef {import("./loss-table.js").Line} Line */

/** Of the chart, in pixels, until its own is known. */
export const HEIGHT = 280;

/** @param {Parts} parts */
export function loss(parts) {
  const { actions, draw, element, redraw } = parts;
  /** @type {uPlot | null} */
  let chart = null;
  /** The chart's scale and number of lines; a change of either needs a new chart. */
  let drawnFor = "";
  /** The run's own epochs and losses. @type {Line} */
  let own = [[], []];
  /** All lines over all their epochs. @type {uPlot.AlignedData} */
  let data = [[], []];
  /** The selected index in the run's own epochs. @type {number | null} */
  let pointedAt = null;
  let open = false;
  let size = { width: 0, height: HEIGHT };

  draw(() => {
    const state = parts.state();
    const { run, scale } = state;
    return html`
      <div class="frame">
      <header>
        <h2>Loss</h2>
        ${run?.recorded ? html`<span class="aside">recorded run</span>` : nothing}
        <label class="switch">
          <input
            type="checkbox"
            .checked=${scale === "log"}
            @change=${(/** @type {Event} */ event) =>
              actions.scaleLoss(/** @type {HTMLInputElement} */ (event.target).checked ? "log" : "linear")}
          />
          Log<span class="heard"> scale</span>
        </label>
        <details class="twin" @toggle=${toggled}>
          <summary><span class="heard">Loss </span>as a table</summary>
          <div role="region" aria-label="Loss as a table" tabindex="0">${open && run ? lossTable(state, ownLine(run)) : nothing}</div>
        </details>
      </header>
      <div class="chart"></div>
      </div>
      <div class="below">
        <div class="readout">
          <output aria-label="Loss at the pointer" aria-live="polite">${reading(run)}</output>
          ${keptCurves(state, actions)}
        </div>
        <p class="caption">Where the curve is flat, the network has stopped learning, solved or not.</p>
      </div>
    `;
  }, paint);
  onColoursChanged(rebuild);
  // The chart starts once its size is known: asking for the size would make the browser lay out the page twice.
  new ResizeObserver(([{ contentRect }]) => {
    size = { width: Math.round(contentRect.width), height: Math.round(contentRect.height) };
    if (chart && size.width) chart.setSize(size);
    else rebuild();
  }).observe(/** @type {HTMLElement} */ (element.querySelector(".chart")));

  /** @param {Event} event */
  function toggled(event) {
    open = /** @type {HTMLDetailsElement} */ (event.target).open;
    redraw();
  }

  /** The run's curve, with the current loss at its end. @param {Run | null} run @returns {Line} */
  function ownLine(run) {
    if (!run) return [[], []];
    const { epochs, losses } = run.curve;
    if (run.recorded) return [epochs, losses];
    return [
      [...epochs, run.live.epoch],
      [...losses, run.live.loss],
    ];
  }

  /** @param {Run | null} run */
  function reading(run) {
    if (!run) return appears("the losses", parts.state());
    const [epochs, losses] = own;
    const [epoch, loss] =
      pointedAt !== null && pointedAt < epochs.length
        ? [epochs[pointedAt], losses[pointedAt]]
        : [run.frame.epoch, run.frame.loss];
    const [held = null] = heldOut(run).map((line) => lossNear(line, epoch));
    return inWords(epoch, loss) + (held === null ? "" : `, held out ${decimal(held, 6)}`);
  }

  function paint() {
    const { run, curves } = parts.state();
    own = ownLine(run);
    const others = [...before(), ...heldOut(run), ...curves].map(
      (curve) => /** @type {Line} */ ([curve.epochs, curve.losses]),
    );
    data = others.length ? uPlot.join([own, ...others]) : own;
    if (drawnFor === neededFor()) chart?.setData(data);
    else rebuild();
  }

  function neededFor() {
    const { scale, run, curves } = parts.state();
    return `${scale} ${before().length} ${heldOut(run).length} ${curves.length}`;
  }

  /** The curve that a number was dragged away from: one line, or none. */
  function before() {
    const { run } = parts.state();
    return run?.before ? [run.before] : [];
  }

  /** The held-out loss: one line, or none. @param {Run | null} run */
  function heldOut(run) {
    return run?.curve.held.epochs.length ? [run.curve.held] : [];
  }

  function rebuild() {
    if (!size.width) return; // not in sight
    chart?.destroy();
    drawnFor = neededFor();
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
      font: "11px system-ui, sans-serif",
    };
    const ticks = { show: false };
    // uPlot's own labels have three decimals at most: 0.0001 becomes 0.
    const level = (/** @type {number | null} */ loss) => (loss === null ? "" : String(Number(loss.toPrecision(6))));
    return {
      ...size,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      // The axis shows the whole run from the start, and the curve grows into it.
      scales: {
        x: { time: false, range: () => /** @type {[number, number]} */ ([0, lastEpoch()]) },
        y: { distr: /** @type {1 | 3} */ (parts.state().scale === "log" ? 3 : 1) },
      },
      axes: [
        {
          ...axis,
          ticks,
          size: 40,
          values: (/** @type {uPlot} */ _, /** @type {number[]} */ splits) => splits.map(grouped),
        },
        {
          ...axis,
          ticks,
          size: 46,
          values: (/** @type {uPlot} */ _, /** @type {(number | null)[]} */ splits) => splits.map(level),
        },
      ],
      series: [{}, ...strokes().map(stroke)],
      hooks: {
        setCursor: [(/** @type {uPlot} */ self) => pointer(self)],
        draw: [(/** @type {uPlot} */ self) => place(self)],
      },
    };
  }

  function strokes() {
    const { run, curves } = parts.state();
    const [own, ...others] = STROKES;
    return [own, ...before().map(() => BEFORE), ...heldOut(run).map(() => HELD_OUT), ...others.slice(0, curves.length)];
  }

  /** @param {import("./kept-curves.js").Stroke} look @param {number} line */
  function stroke({ colour, dash, thin = false }, line) {
    return {
      stroke: themeColour(colour),
      dash,
      width: thin ? 1 : line ? 1.75 : 2.25,
      spanGaps: line > 0,
      points: { show: false },
    };
  }

  function lastEpoch() {
    const { run, curves, choices } = parts.state();
    const others = [...before(), ...curves].map(({ epochs }) => epochs[epochs.length - 1]);
    return Math.max(run?.until ?? Number(choices.epochs), ...others);
  }

  /** Marks the epoch of the timeline, if it is an earlier one. @param {uPlot} self */
  function place(self) {
    const { run } = parts.state();
    if (!run || !looksBack(run)) return;
    const { ctx, bbox } = self;
    const x = Math.round(self.valToPos(run.frame.epoch, "x", true));
    ctx.save();
    ctx.strokeStyle = themeColour("ink");
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  /** @param {uPlot} self */
  function pointer({ cursor }) {
    const under = (cursor.left ?? -1) >= 0 ? (cursor.idx ?? null) : null;
    const index = under === null || !own[0].length ? null : nearest(own[0], data[0][under]);
    if (index === pointedAt) return;
    pointedAt = index;
    redraw();
  }

  /** @param {number | null} index */
  function point(index) {
    if (!chart) return;
    if (index === null) chart.setCursor({ left: -10, top: -10 });
    else chart.setCursor({ left: chart.valToPos(own[0][index], "x"), top: chart.valToPos(own[1][index], "y") });
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const last = own[0].length - 1;
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
    redraw();
  }
}

/** @param {number} epoch @param {number} value */
function inWords(epoch, value) {
  return `Epoch ${grouped(epoch)}: loss ${decimal(value, 6)}`;
}
