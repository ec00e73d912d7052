/** Explains why the run does not learn: the layer, the number that shows it, and one button for each remedy. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { withMinus } from "../draw/draw.js";
import { goTo, goToTrain } from "../draw/go-to.js";
import { findings, layerName, WAYS, WORDS } from "../state/findings.js";
import { anyLocked } from "../state/presentation.js";
import { ownFunctions } from "../state/state.js";
import { waysBack } from "./own-functions.js";
import { endedStuck } from "./verdict.js";
import { inWords } from "./yours.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").Finding} Finding */
/** @typedef {import("../state/state.js").State} State */

/** @param {import("../view.js").Parts} parts */
export function diagnosis(parts) {
  const { actions, draw, element } = parts;
  draw(
    () => {
      const state = parts.state();
      const found = findings(state);
      /** @type {Set<string>} */
      const offered = new Set();
      return found.length
        ? html`<h2>Diagnosis</h2>${ownFirst(state)}${found.map((one) => described(one, offered))}`
        : nothing;
    },
    () => {
      element.hidden = findings(parts.state()).length === 0;
    },
  );

  /** What the causes below assume. @param {State} state */
  function ownFirst(state) {
    const names = ownFunctions(state);
    if (!names.length) return nothing;
    return html`
      <div class="finding">
        <p>
          <strong>Your own version of ${inWords(names)} runs.</strong> The numbers below come from it. The causes and
          remedies assume the original functions.
        </p>
        ${endedStuck(state) ? html`<p class="ways">${elsewhere}</p>` : waysBack(state, actions)}
      </div>
    `;
  }

  /** @param {Finding} finding @param {Set<string>} offered The remedies already offered; each is offered once. */
  function described(finding, offered) {
    const state = parts.state();
    const { title, number, why, may = "", ways } = WORDS[finding.what];
    const said = finding.what === "stuck" && endedStuck(state);
    const here = ways.filter(
      (way) => !said && !offered.has(way) && leadsOn(WAYS[way].change(state.choices), state, finding),
    );
    for (const way of here) offered.add(way);
    return html`
      <div class="finding">
        <p>
          <strong>${title}.</strong> ${withMinus(number(finding, layerName(finding, state)))} ${why}
          ${said ? nothing : may}
        </p>
        <p class="ways">
          ${said && !ownFunctions(state).length ? elsewhere : nothing}
          ${here.map((way) => {
            const { label, change } = WAYS[way];
            return html`<button type="button" @click=${() => tryThis(change)}>${label}</button>`;
          })}
        </p>
      </div>
    `;
  }

  /** Restarts the run, because a broken one cannot continue. @param {(choices: Choices) => Choices} change */
  function tryThis(change) {
    actions.choose(change(parts.state().choices), "The settings changed");
    actions.reset();
    actions.train();
    // The pressed button disappears, so the focus moves to Pause.
    goToTrain();
  }
}

const elsewhere = html`
  <button type="button" class="plain" @click=${() => goTo("verdict")}>See what may help</button>
`;

/**
 * Whether a remedy changes anything, and is allowed here. From equal weights, drawing new ones counts as a change.
 *
 * @param {Choices} changes @param {State} state @param {Finding} finding
 */
function leadsOn(changes, state, { what }) {
  const { choices } = state;
  if (anyLocked(state, changes)) return false;
  return what === "symmetrical" || Object.keys(changes).some((name) => String(changes[name]) !== String(choices[name]));
}
