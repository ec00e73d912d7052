/** The decision boundary as a table: predictions at evenly spaced inputs. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { decimal } from "../draw/draw.js";
import { unscaled } from "../state/data.js";
import { appears } from "./waiting.js";

/** @typedef {import("../state/state.js").Data} Data */

const PLACES = 7;

/** @param {import("../state/state.js").State} state @param {Data} data @param {string} name */
export function boundaryTable(state, data, name) {
  const { run, axes } = state;
  const [across, up] = data.inputs.length === 1 ? [0] : axes;
  const values = up === undefined ? run?.frame.curve : run?.frame.boundary;
  if (!values) return html`<p class="caption">${appears("the numbers", state)}</p>`;
  const cells = values.length / data.outputs.length;
  const size = up === undefined ? cells : Math.sqrt(cells);
  const places = Array.from({ length: PLACES }, (_, index) => Math.round((index * (size - 1)) / (PLACES - 1)));
  const rows = up === undefined ? [0] : places.toReversed();
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Table of predictions">
      <table aria-label=${name}>
        <thead>
          <tr>
            <th scope="col">${up === undefined ? data.inputs[across] : `${data.inputs[up]} \\ ${data.inputs[across]}`}</th>
            ${places.map((column) => html`<th scope="col">${at(data, across, column, size)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`
              <tr>
                <th scope="row">${up === undefined ? "prediction" : at(data, up, row, size)}</th>
                ${places.map((column) => html`<td>${inWords(data, values, cells, row * size + column)}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** The input at a grid position. @param {Data} data @param {number} axis @param {number} place @param {number} size */
function at({ ranges }, axis, place, size) {
  const [low, high] = ranges[axis];
  return String(Number((low + ((high - low) * place) / (size - 1)).toPrecision(3)));
}

/** The prediction, or the most likely class. @param {Data} data @param {ArrayLike<number>} values @param {number} cells @param {number} cell */
function inWords(data, values, cells, cell) {
  if (data.classes.length < 3) return decimal(unscaled(data, values[cell]), 2);
  const each = data.classes.map((_, output) => values[output * cells + cell]);
  return data.classes[each.indexOf(Math.max(...each))];
}
