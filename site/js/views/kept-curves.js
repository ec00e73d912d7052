/** The kept loss curves: a legend, a button to keep one, and buttons to remove them. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { keptCurve, MOST_CURVES, namesBeside } from "../state/curves.js";
import { sameRun } from "../state/state.js";

/** @typedef {import("../view.js").Parts["actions"]} Actions */
/** @typedef {import("../state/curves.js").KeptCurve} KeptCurve */
/** @typedef {import("../state/state.js").State} State */

/** @typedef {{colour: string, dash: number[], thin?: boolean}} Stroke */

/** The stroke of the held-out loss. @type {Stroke} */
export const HELD_OUT = { colour: "accent", dash: [2, 2] };

/** The stroke of the run before this one. @type {Stroke} */
export const BEFORE = { colour: "quiet", dash: [], thin: true };

/** The strokes: the run's own first, then the kept curves, distinguished by dashes. @type {Stroke[]} */
export const STROKES = [
  { colour: "accent", dash: [] },
  { colour: "ink", dash: [7, 4] },
  { colour: "wrong", dash: [2, 3] },
  { colour: "quiet", dash: [12, 3, 2, 3] },
  { colour: "ink", dash: [1, 4] },
  { colour: "wrong", dash: [10, 5] },
  { colour: "quiet", dash: [5, 2, 1, 2, 1, 2] },
];

/** The names of the kept curves. @param {State} state */
export function curveNames({ run, curves, description }) {
  return run
    ? namesBeside(
        run.choices,
        curves.map(({ choices }) => choices),
        description,
      )
    : [];
}

/** @param {State} state @param {Actions} actions */
export function keptCurves(state, actions) {
  const { run, curves, previous, description } = state;
  if (!run) return nothing;
  const full = curves.length >= MOST_CURVES;
  const known = [run, ...curves].some(({ choices }) => previous && sameRun(choices, previous.choices, description));
  const last = known ? null : previous;
  /** @param {KeptCurve} curve */
  const keepLast = (curve) => {
    const [name] = namesBeside(run.choices, [curve.choices], description);
    return html`<button type="button" class="plain" @click=${() => actions.keepCurve(curve)}>Keep the one before: ${name}</button>`;
  };
  return html`
    ${curves.length || run.before || run.curve.held.epochs.length ? legend(state, actions) : nothing}
    <p class="keep">
      <button type="button" class="plain" ?disabled=${full || run.curve.epochs.length < 2} @click=${() => actions.keepCurve(keptCurve(run))}>
        Keep this curve
      </button>
      ${last && !full ? keepLast(last) : nothing}
    </p>
    ${full ? html`<p class="caption">${MOST_CURVES} curves are kept. Remove one to keep another.</p>` : nothing}
  `;
}

/** @param {State} state @param {Actions} actions */
function legend(state, actions) {
  /** @param {Stroke} stroke @param {string} name @param {unknown} more */
  const entry = (stroke, name, more = nothing) => html`<li>${sample(stroke)} <span>${name}</span> ${more}</li>`;
  return html`
    <ul class="legend" aria-label="Curves">
      ${entry(STROKES[0], "this run")}
      ${state.run?.curve.held.epochs.length ? entry(HELD_OUT, "its rows held out") : nothing}
      ${state.run?.before ? entry(BEFORE, "the run before") : nothing}
      ${curveNames(state).map((name, place) =>
        entry(
          STROKES[place + 1],
          name,
          html`<button type="button" aria-label=${`Remove the curve ${name}`} @click=${() => actions.removeCurve(place)}>×</button>`,
        ),
      )}
    </ul>
  `;
}

/** A sample of a chart line. @param {Stroke} stroke */
function sample({ colour, dash, thin = false }) {
  return html`<svg class="sample ${colour} ${thin ? "thin" : ""}" viewBox="0 0 40 8" aria-hidden="true">
    ${svg`<line x1="1" y1="4" x2="39" y2="4" stroke-dasharray=${dash.join(" ") || nothing} />`}
  </svg>`;
}
