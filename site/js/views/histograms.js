/** Histograms of weights, activations and gradients in each layer, with exact counts under the pointer. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { divergingColour, onColoursChanged } from "../draw/draw.js";

/** @typedef {import("../state/state.js").Histogram} Histogram */
/** @typedef {import("../view.js").Parts} Parts */
/** @typedef {"weights" | "activations" | "gradients"} Kind */
/** @typedef {{layer: number, kind: Kind, part: number}} Place */

/** @type {Kind[]} */
const KINDS = ["weights", "activations", "gradients"];
const HEIGHT = 100;

/** @param {Parts} parts */
export function view({ state, draw, wish, redraw }) {
  /** @type {Place | null} */
  let pointed = null;
  let tableOpen = false;

  wish("histograms", true);
  draw(look);
  onColoursChanged(redraw);

  function look() {
    const { run, engine } = state();
    const layers = run?.frame.histograms;
    if (!layers) {
      const waiting = engine === "ready" ? "…" : "The histograms appear when Python is ready.";
      return html`<p class="empty">${waiting}</p>`;
    }
    return html`
      <div class="charts">
        ${layers.map(
          (layer, index) => html`
            <h4>${layerName(index, layers.length)}</h4>
            ${KINDS.map((kind) => chart(layer[kind], index, kind))}
          `,
        )}
      </div>
      <p class="readout"><output aria-label="Count at the pointer" aria-live="polite">${reading(layers)}</output></p>
      <p class="caption">
        How each layer’s numbers are spread, over all rows. Activations crowded at both ends mean saturated neurons, which
        hardly learn. A layer with much smaller gradients than the next one learns much more slowly. If all gradients are 0,
        it has stopped.
      </p>
      <details @toggle=${toggled}>
        <summary>Histograms as a table</summary>
        ${tableOpen ? table(layers) : nothing}
      </details>
    `;
  }

  /** @param {Histogram} histogram @param {number} layer @param {Kind} kind */
  function chart(histogram, layer, kind) {
    const { counts, low, high } = histogram;
    const most = Math.max(...Array.from(counts), 1);
    const parts = counts.length;
    const at = (/** @type {PointerEvent} */ event) => {
      const { left, width } = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
      const part = Math.floor(((event.clientX - left) / width) * parts);
      point({ layer, kind, part: Math.max(0, Math.min(parts - 1, part)) });
    };
    const here = pointed?.layer === layer && pointed.kind === kind ? pointed.part : -1;
    return html`
      <figure>
        <figcaption>${kind}</figcaption>
        <svg
          class="histogram"
          viewBox="0 0 ${parts} ${HEIGHT}"
          preserveAspectRatio="none"
          role="img"
          aria-label="${kind} of layer ${layer + 1}"
          @pointermove=${at}
          @pointerdown=${at}
          @pointerleave=${() => point(null)}
        >
          ${Array.from(counts, (count, part) => {
            const tall = count ? Math.max(2, (count / most) * (HEIGHT - 4)) : 0;
            return svg`<rect class=${part === here ? "here" : nothing} x=${part + 0.06} y=${HEIGHT - tall}
              width="0.88" height=${tall} fill=${colourOf((part + 0.5) / parts)} />`;
          })}
        </svg>
        <p class="ends"><span>${short(low)}</span><span>${short((low + high) / 2)}</span><span>${short(high)}</span></p>
      </figure>
    `;
  }

  /** @param {Place | null} place */
  function point(place) {
    if (JSON.stringify(place) === JSON.stringify(pointed)) return;
    pointed = place;
    redraw();
  }

  /** @param {Event} event */
  function toggled(event) {
    tableOpen = /** @type {HTMLDetailsElement} */ (event.target).open;
    redraw();
  }

  /** @param {Record<Kind, Histogram>[]} layers */
  function reading(layers) {
    const histogram = pointed && layers[pointed.layer]?.[pointed.kind];
    if (!pointed || !histogram) return "";
    const [low, high] = partOf(histogram, pointed.part);
    const { counts, others } = histogram;
    const all = Array.from(counts).reduce((sum, count) => sum + count, others);
    return `Layer ${pointed.layer + 1}: ${counts[pointed.part]} of ${all} ${pointed.kind} from ${low} to ${high}`;
  }
}

/** @param {Record<Kind, Histogram>[]} layers */
function table(layers) {
  const rows = layers.flatMap((histograms, index) =>
    KINDS.flatMap((kind) => {
      const histogram = histograms[kind];
      const counted = Array.from(histogram.counts, (count, part) => ({ count, range: partOf(histogram, part) }))
        .filter(({ count }) => count > 0)
        .map(({ count, range: [low, high] }) => ({ layer: index + 1, kind, from: low, to: high, count }));
      const { others } = histogram;
      return others ? [...counted, { layer: index + 1, kind, from: "elsewhere", to: "", count: others }] : counted;
    }),
  );
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Histograms, scrollable">
    <table aria-label="Histograms">
      <thead>
        <tr>
          <th scope="col">layer</th>
          <th scope="col">what</th>
          <th scope="col">from</th>
          <th scope="col">to</th>
          <th scope="col">count</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ layer, kind, from, to, count }) =>
            html`<tr><td>${layer}</td><td>${kind}</td><td>${from}</td><td>${to}</td><td>${count}</td></tr>`,
        )}
      </tbody>
    </table>
    </div>
  `;
}

/** The bounds of one bin of a histogram. @param {Histogram} histogram @param {number} part */
function partOf({ low, high, counts }, part) {
  const wide = (high - low) / counts.length;
  const border = (/** @type {number} */ index) => {
    const value = low + index * wide;
    return short(Math.abs(value) < 1e-6 * wide ? 0 : value); // 0 itself, without rounding errors
  };
  return [border(part), border(part + 1)];
}

/** @param {number} index @param {number} depth */
function layerName(index, depth) {
  return index === depth - 1 ? `Layer ${index + 1}, the output` : `Layer ${index + 1}, hidden`;
}

/** The network picture's colours, without those near the page's own. @param {number} part From 0 to 1. */
function colourOf(part) {
  const side = part < 0.5 ? -1 : 1;
  return divergingColour(side * (0.35 + 0.8 * Math.abs(part - 0.5)));
}

/** A number with no more digits than it needs. @param {number} value */
function short(value) {
  const rounded = Number(value.toPrecision(3));
  const small = rounded !== 0 && Math.abs(rounded) < 0.01;
  return (small ? rounded.toExponential() : String(rounded)).replaceAll("-", "−");
}
