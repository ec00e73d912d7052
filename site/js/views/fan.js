/** The loss curves of many runs as a fan: bands of quantiles, some thin curves, and one that is pointed at. */

import { decimal, fitCanvas, grouped, themeColour } from "../draw/draw.js";

/** @typedef {import("../sweeps/collected.js").Collected} Collected */
/** @typedef {CanvasRenderingContext2D} Context */

/**
 * @typedef {object} Fan
 * @property {Collected} collected
 * @property {ArrayLike<number>[]} bands
 * @property {"linear" | "log"} scale
 * @property {number | null} pointed The place of a run.
 * @property {number | null} own The place of the run that has the page's seed.
 */

/** @typedef {{x: (epoch: number) => number, y: (loss: number) => number}} Axes */

const THIN = 160; // curves
const EDGE = { left: 52, right: 10, top: 8, bottom: 24 };
const LINES = 4; // on the axis of the losses

/** @param {HTMLCanvasElement} canvas @param {Fan} fan @returns {Axes} */
export function drawFan(canvas, fan) {
  const { context, width, height } = fitCanvas(canvas);
  const axes = axesOf(fan, width, height);
  context.clearRect(0, 0, width, height);
  if (!width) return axes;
  context.font = "12px system-ui, sans-serif";
  drawAxes(context, fan, axes, width, height);
  context.save();
  context.beginPath();
  context.rect(EDGE.left, 0, width - EDGE.left - EDGE.right, height - EDGE.bottom + 1);
  context.clip();
  drawBands(context, fan, axes);
  drawThin(context, fan, axes);
  drawLine(context, fan, axes, fan.bands[2], { colour: "accent", width: 2.25, dash: [] });
  const { own, pointed, collected } = fan;
  if (own !== null) drawLine(context, fan, axes, collected.at(own).curve, { colour: "ink", width: 1.75, dash: [6, 4] });
  if (pointed !== null)
    drawLine(context, fan, axes, collected.at(pointed).curve, { colour: "ink", width: 2.5, dash: [] });
  context.restore();
  return axes;
}

/** @param {Fan} fan @param {number} width @param {number} height @returns {Axes} */
function axesOf({ collected: { kept }, bands, scale }, width, height) {
  const last = kept[kept.length - 1];
  const finite = [...Array.from(bands[4]), ...Array.from(bands[0])].filter((loss) => Number.isFinite(loss) && loss > 0);
  const [high, low] = [Math.max(...finite, 1e-12) * 1.04, Math.min(...finite, 1)];
  const down = height - EDGE.top - EDGE.bottom;
  const part = (/** @type {number} */ loss) =>
    scale === "log" ? Math.log(Math.max(loss, low / 2) / (low / 2)) / Math.log(high / (low / 2)) : loss / high;
  return {
    x: (epoch) => EDGE.left + (epoch / last) * (width - EDGE.left - EDGE.right),
    y: (loss) => EDGE.top + down * (1 - part(loss)),
  };
}

/** @param {Context} context @param {Fan} fan @param {Axes} axes @param {number} width @param {number} height */
function drawAxes(context, { collected: { kept }, bands, scale }, { x, y }, width, height) {
  const last = kept[kept.length - 1];
  const finite = Array.from(bands[4]).filter(Number.isFinite);
  const high = Math.max(...finite, 1e-12);
  context.strokeStyle = themeColour("hairline");
  context.fillStyle = themeColour("quiet");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const loss of levels(high, scale)) {
    const at = Math.round(y(loss)) + 0.5;
    if (at < EDGE.top || at > height - EDGE.bottom + 1) continue;
    context.beginPath();
    context.moveTo(EDGE.left, at);
    context.lineTo(width - EDGE.right, at);
    context.stroke();
    context.fillText(String(Number(loss.toPrecision(3))), EDGE.left - 8, at);
  }
  context.textBaseline = "top";
  const middle = Math.round(last / 2);
  for (const [epoch, align] of /** @type {[number, CanvasTextAlign][]} */ ([
    [0, "left"],
    [middle, "center"],
    [last, "right"],
  ])) {
    context.textAlign = align;
    context.fillText(`${epoch ? "" : "epoch "}${grouped(epoch)}`, x(epoch), height - EDGE.bottom + 7);
  }
}

/** Round losses on the axis. @param {number} high @param {"linear" | "log"} scale */
function levels(high, scale) {
  if (scale === "log") return Array.from({ length: 12 }, (_, power) => 10 ** (Math.ceil(Math.log10(high)) - power));
  const rough = high / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, index) => index * step);
}

/** @param {Context} context @param {Fan} fan @param {Axes} axes */
function drawBands(context, { collected: { kept }, bands }, { x, y }) {
  context.fillStyle = themeColour("accent");
  for (const [low, high, alpha] of [
    [0, 4, 0.13],
    [1, 3, 0.2],
  ]) {
    context.globalAlpha = alpha;
    context.beginPath();
    for (const [index, epoch] of kept.entries()) context.lineTo(x(epoch), y(orHigh(bands[high][index])));
    for (let index = kept.length - 1; index >= 0; index -= 1)
      context.lineTo(x(kept[index]), y(orHigh(bands[low][index])));
    context.fill();
  }
  context.globalAlpha = 1;
}

const orHigh = (/** @type {number} */ loss) => (Number.isFinite(loss) ? loss : Number.MAX_SAFE_INTEGER);

/** Evenly many of all that have come. @param {Context} context @param {Fan} fan @param {Axes} axes */
function drawThin(context, { collected }, axes) {
  const { count, kept } = collected;
  const every = Math.max(1, Math.ceil(count / THIN));
  context.lineWidth = 0.75;
  context.globalAlpha = 0.4;
  for (let place = 0; place < count; place += every) {
    const { curve, outcome } = collected.at(place);
    context.strokeStyle = themeColour(outcome === "solved" ? "accent" : "wrong");
    trace(context, kept, curve, axes);
  }
  context.globalAlpha = 1;
}

/** @param {Context} context @param {Fan} fan @param {Axes} axes @param {ArrayLike<number>} curve @param {{colour: string, width: number, dash: number[]}} look */
function drawLine(context, { collected: { kept } }, axes, curve, { colour, width, dash }) {
  context.strokeStyle = themeColour(colour);
  context.lineWidth = width;
  context.setLineDash(dash);
  trace(context, kept, curve, axes);
  context.setLineDash([]);
}

/** @param {Context} context @param {number[]} kept @param {ArrayLike<number>} curve @param {Axes} axes */
function trace(context, kept, curve, { x, y }) {
  context.beginPath();
  for (const [index, epoch] of kept.entries()) {
    if (Number.isFinite(curve[index])) context.lineTo(x(epoch), y(curve[index]));
  }
  context.stroke();
}

const NEAR = 24; // pixels

/** The run whose curve is nearest to a point; null where none is near. @param {Fan} fan @param {Axes} axes @param {number} x @param {number} y */
export function nearestCurve({ collected }, axes, x, y) {
  const { kept, count } = collected;
  const index = kept.reduce(
    (best, epoch, at) => (Math.abs(axes.x(epoch) - x) < Math.abs(axes.x(kept[best]) - x) ? at : best),
    0,
  );
  let [found, distance] = [/** @type {number | null} */ (null), NEAR];
  for (let place = 0; place < count; place += 1) {
    const away = Math.abs(axes.y(collected.at(place).curve[index]) - y);
    if (away < distance) [found, distance] = [place, away];
  }
  return found;
}

/** One run in words. @param {Collected} collected @param {number} place */
export function runInWords(collected, place) {
  const { seed, loss, outcome } = collected.at(place);
  return `Seed ${seed}: ${endInWords(outcome)}, loss ${decimal(loss, 4)}`;
}

/** @param {import("../sweeps/collected.js").Outcome} outcome */
export function endInWords(outcome) {
  return { solved: "solved", stuck: "stuck", learning: "still learning", "no number": "no longer a number" }[outcome];
}
