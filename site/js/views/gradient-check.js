/** The result of the gradient check, in words and as a table by layer. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { grouped, withMinus } from "../draw/draw.js";
import { ownFunctions } from "../state/state.js";
import { problemOf } from "./problem.js";
import { inWords } from "./yours.js";

/** @typedef {import("../run/gradients.js").GradientOf} GradientOf */

/** @param {import("../state/state.js").State} state */
export function gradientCheck(state) {
  const { checked } = state;
  if (!checked) return nothing;
  const { busy, epoch, check, problem } = checked;
  return html`
    <div class="check">
      <p role="status" aria-label="Gradients">
        ${busy ? "Moving each parameter a little up and a little down ..." : nothing}
        ${check ? html`At epoch ${grouped(epoch)}${whose(state)}. ${withMinus(check.words)}` : nothing}
      </p>
      ${problemOf(problem)}
      ${check ? html`<p class="caption">${check.convention}</p>` : nothing}
      ${check ? table(check.gradients) : nothing}
    </div>
  `;
}

/** Names the code that was checked, if the reader has edited any. @param {import("../state/state.js").State} state */
function whose(state) {
  const own = ownFunctions(state);
  if (own.length) return `, with your version of ${inWords(own)}`;
  return Object.keys(state.edits).length ? ", with the original functions" : "";
}

/** @param {GradientOf[]} gradients */
function table(gradients) {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Gradient check, scrollable">
      <table aria-label="Gradient check">
        <thead>
          <tr>
            <th scope="col">derivative</th>
            <th scope="col">backpropagation</th>
            <th scope="col">loss</th>
            <th scope="col">difference</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        ${gradients.map(
          (gradient) => html`
            <tbody>
              <tr class="layer">
                <th scope="rowgroup" colspan="5">
                  Layer ${gradient.layer}: ${gradient.name} (${gradient.shape.join(", ")})${left(gradient)}
                </th>
              </tr>
              ${gradient.entries.map(
                ({ place, analytic, numerical, difference, right }) => html`
                  <tr class=${right ? "" : "wrong"}>
                    <th scope="row">${placed(gradient.name, place)}</th>
                    <td>${short(analytic)}</td>
                    <td>${short(numerical)}</td>
                    <td>${difference.toExponential(0)}</td>
                    <td>${right ? "right" : "wrong"}</td>
                  </tr>
                `,
              )}
            </tbody>
          `,
        )}
      </table>
    </div>
    <p class="caption">
      The loss column is measured: the check moves each parameter by 0.00001 up and down and computes the loss. That is
      slow, but needs no derivatives. It includes L1 and L2, but not clipping, freezing and dropout.
    </p>
  `;
}

/** @param {GradientOf} gradient */
function left({ checked, shape, entries }) {
  const size = shape[0] * shape[1];
  if (entries.length === size) return "";
  const of = checked === size ? `all ${grouped(size)} checked` : `${checked} of ${grouped(size)} checked`;
  return `, ${of}, the ${entries.length} worst shown`;
}

/** @param {string} name @param {[number, number]} place */
function placed(name, [row, column]) {
  return name[1] === "W" ? `${name}[${row},${column}]` : `${name}[${column}]`;
}

/** @param {number} value */
function short(value) {
  return Number.isFinite(value) ? value.toPrecision(4).replace("-", "−") : String(value);
}
