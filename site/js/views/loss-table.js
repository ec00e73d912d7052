/** The loss curves as a table: some epochs, with the losses of this run and the kept curves. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped } from "../draw/draw.js";
import { lossNear } from "../state/curves.js";
import { curveNames } from "./kept-curves.js";

/** @typedef {[number[], number[]]} Line Epochs and losses. */

const ROWS = 20;

/** @param {import("../state/state.js").State} state @param {Line} own The run's own. */
export function lossTable(state, [epochs, losses]) {
  const held = state.run?.curve.held.epochs.length ? state.run.curve.held : null;
  const every = Math.max(1, Math.ceil((epochs.length - 1) / ROWS));
  const rows = epochs.map((_, index) => index).filter((index) => index % every === 0 || index === epochs.length - 1);
  return html`
    <table aria-label="Loss values">
      <thead>
        <tr>
          <th scope="col">epoch</th><th scope="col">loss</th>
          ${held ? html`<th scope="col">held out</th>` : nothing}
          ${curveNames(state).map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (index) =>
            html`<tr>
              <td>${grouped(epochs[index])}</td><td>${decimal(losses[index], 6)}</td>
              ${held ? html`<td>${orNone(lossNear(held, epochs[index]))}</td>` : nothing}
              ${state.curves.map((curve) => html`<td>${orNone(lossNear(curve, epochs[index]))}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** @param {number | null} loss */
function orNone(loss) {
  return loss === null ? "–" : decimal(loss, 6);
}
