/** Rows and classes: the confusion matrix and each row's loss, as tables. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { decimal, fixed, percent } from "../draw/draw.js";
import { dataOf, numbersOf } from "../state/data.js";

/** @typedef {import("../state/state.js").RowErrors} RowErrors */
/** @typedef {import("../view.js").Parts} Parts */

const MOST_ROWS = 16;

/** @param {Parts} parts */
export function view({ state, draw, wish }) {
  wish("rows", MOST_ROWS);
  draw(() => {
    const { run, engine } = state();
    const rows = run?.frame.rows;
    if (!rows) {
      const waiting = engine === "ready" ? "…" : "The rows appear when Python is ready.";
      return html`<p class="empty">${waiting}</p>`;
    }
    return html`<div class="beside"><div>${classes(rows, dataOf(state())?.classes ?? [])}</div><div>${errors(rows)}</div></div>`;
  });
}

/** @param {RowErrors} rows @param {string[]} known The names of the data's classes, if it has any. */
function classes({ confusion, all_rows: all }, known) {
  if (!confusion) {
    return html`<p class="caption">The targets are numbers, not classes, so there is no confusion matrix.</p>`;
  }
  const { counts, accuracy, others } = confusion;
  const names = counts.map((_, index) => known[index] ?? String(counts.length > 2 ? index + 1 : index));
  const right = counts.reduce((sum, row, index) => sum + row[index], 0);
  return html`
    <p>Accuracy <output aria-label="Accuracy" aria-live="off">${percent(accuracy)}</output>: ${right} of ${all} rows.</p>
    <table aria-label="Confusion matrix" class="confusion">
      <thead>
        <tr>
          <th scope="col">target</th>
          ${names.map((name) => html`<th scope="col">taken for ${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${counts.map(
          (row, target) => html`
            <tr>
              <th scope="row">${names[target]}</th>
              ${Array.from(row, (count, taken) => html`<td class=${taken === target ? "right" : nothing}>${count}</td>`)}
            </tr>
          `,
        )}
      </tbody>
    </table>
    <p class="caption">
      Each row of the data counts once: down by its class, across by the predicted class
      (${counts.length > 2 ? "the largest output" : `${names[1]} above 0.5, else ${names[0]}`}). Right predictions are on
      the diagonal, in bold; the rest show which classes are confused.
      ${others ? `${others} rows are not counted: their predictions are not numbers.` : nothing}
    </p>
  `;
}

/** @param {RowErrors} rows */
function errors({ inputs, targets, predictions, losses, all_rows: all }) {
  const most = Math.max(...Array.from(losses).filter(Number.isFinite), Number.MIN_VALUE);
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Errors by row, scrollable">
    <table aria-label="Errors by row" class="errors">
      <thead>
        <tr>
          <th scope="col">row</th>
          <th scope="col">target</th>
          <th scope="col">prediction</th>
          <th scope="col">loss</th>
          <th scope="col"><span class="heard">loss as a bar</span></th>
        </tr>
      </thead>
      <tbody>
        ${Array.from(losses, (loss, index) => {
          const long = Number.isFinite(loss) ? (100 * loss) / most : 100;
          return html`
            <tr>
              <th scope="row">${numbersOf(inputs[index])}</th>
              <td>${numbersOf(targets[index])}</td>
              <td>${Array.from(predictions[index], (one) => fixed(one, 3)).join(" ")}</td>
              <td>${decimal(loss, 4)}</td>
              <td>
                <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  ${svg`<rect class="track" width="100" height="10" rx="2" /><rect width=${long} height="10" rx="2" />`}
                </svg>
              </td>
            </tr>
          `;
        })}
      </tbody>
    </table>
    </div>
    <p class="caption">
      How much each row adds to the loss, which is their mean. If a few rows stay large while the others shrink, the network
      has not learned them, or they are wrong.
      ${losses.length < all ? `The worst ${losses.length} of ${all} rows, the worst first.` : nothing}
    </p>
  `;
}
