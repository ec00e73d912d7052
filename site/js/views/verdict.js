/** Says in a sentence how the run is doing and, if a truth table's is stuck, what to try. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { counted, grouped, percent } from "../draw/draw.js";
import { goTo, goToTrain } from "../draw/go-to.js";
import { adviceOn } from "../state/advice.js";
import { dataOf, namesOf, rightRows, score } from "../state/data.js";
import { gravest } from "../state/findings.js";
import { isLocked } from "../state/presentation.js";
import { isStuck, isTable, NEAR, ownFunctions, sameRun } from "../state/state.js";
import { waysBack } from "./own-functions.js";
import { inWords } from "./yours.js";

/** @typedef {import("../state/state.js").State} State */

const SEEDS = 1000;
/** What is said of a run in the place of “Stuck”, by the gravest finding. @type {Record<string, string>} */
const RISEN = { climbing: "The loss climbs", growing: "The loss has grown" };
const STAYS_MS = 1000; // of a drag: the next whole run is mostly there by then

/** @param {import("../view.js").Parts} parts */
export function verdict(parts) {
  const { actions, draw } = parts;
  /** The last verdict on a run that had come to its end, or to a stop, and when it was drawn. */
  let whole = { said: html``, at: 0 };

  draw(() => {
    const state = parts.state();
    const { run, live } = state;
    if (run && live && run.frame.epoch < run.until && Number.isFinite(run.frame.loss)) {
      return performance.now() - whole.at < STAYS_MS ? whole.said : howFar(run);
    }
    whole = { said: verdictOn(state), at: performance.now() };
    return whole.said;
  });

  /** @param {State} state */
  function verdictOn(state) {
    return isTable(state.choices.dataset, state.description) ? ofTable(state) : ofPoints(state);
  }

  /** @param {State} state */
  function ofPoints(state) {
    const { run } = state;
    const how = run ? [`Epoch ${grouped(run.frame.epoch)}`, score(state)].filter(Boolean).join(": ") : "";
    return html`<p class="short">${how && `${how}.`}</p>`;
  }

  /** @param {State} state */
  function ofTable(state) {
    const { run, training } = state;
    const data = dataOf(state);
    if (!run || !data) return html`<p>Press Train to see the predictions.</p>`;
    const wrong = data.rows - rightRows(data, run.frame.predictions);
    const rows = wrong ? `${wrong} of ${data.rows} rows wrong` : `all ${data.rows} rows right`;
    const { epoch, loss } = run.frame;
    const say = (/** @type {string} */ words) => html`<p>${words}</p>`;
    if (training) return say(`Training: ${rows} so far.`);
    if (!Number.isFinite(loss)) return say("The loss is not a finite number: more training will not help.");
    if (epoch === 0) return say("Not trained yet: the initial weights make these predictions. Press Train.");
    if (epoch < run.until) return say(`Epoch ${grouped(epoch)}: ${rows}. Train goes on from here.`);
    if (!wrong) return say(`All ${data.rows} rows are right. Change a target and train again.`);
    const soft = Array.from(data.y).some((target) => target !== 0 && target !== 1);
    const rule = soft ? ` For a target between 0 and 1, a prediction within ${NEAR} is right.` : "";
    const still = `${wrong} of ${data.rows} rows ${wrong === 1 ? "is" : "are"} still wrong after ${counted(epoch, "epoch")}.${rule}`;
    if (data.held_rows > 0) return say(`${still} The network never sees a held-out row: it can only guess.`);
    if (!endedStuck(state)) return say(still); // the bar names the epoch at which Train will stop
    const what = RISEN[gravest(state)?.what ?? ""] ?? "Stuck";
    return html`<p><strong>${what}.</strong> ${still} ${why(state)} ${waysOut(state)}</p>`;
  }

  /** @param {State} state */
  function why(state) {
    const { run, choices, description } = state;
    const own = ownFunctions(state);
    if (own.length) return html`Your own version of ${inWords(own)} ran.`;
    if (!(/** @type {number[]} */ (choices.hidden).length))
      return html`Without a hidden layer, the network can only divide the rows by one straight line.`;
    const asCounted =
      run?.frame.epoch === description.defaults.epochs &&
      sameRun({ ...choices, seed: description.defaults.seed }, description.defaults, description);
    return adviceOn(state) || html`${asCounted ? oneOfMany(description) : nothing}`;
  }

  /** Offers other initial weights or more neurons. Neither repairs a function, or a choice that cannot work. @param {State} state */
  function waysOut(state) {
    if (ownFunctions(state).length) return waysBack(state, actions);
    if (adviceOn(state)) return nothing;
    // A more serious cause, such as too large a learning rate, comes first with its own remedies.
    const graver = (gravest(state)?.what ?? "stuck") !== "stuck";
    const hidden = /** @type {number[]} */ (state.choices.hidden); // without hidden neurons, the seed hardly matters
    const more = Math.max(4, 2 * namesOf(state).inputs.length);
    return html`
      <span class="ways">
        ${graver ? html`<button type="button" @click=${() => goTo("diagnosis")}>See the diagnosis</button>` : nothing}
        ${hidden.length && !isLocked(state, "seed") ? html`<button type="button" @click=${anotherSeed}>Try another seed</button>` : nothing}
        ${hidden.length ? html`<button type="button" @click=${() => actions.runSeeds(state.choices, SEEDS)}>Run ${grouped(SEEDS)} seeds</button>` : nothing}
        ${
          hidden[0] >= more || isLocked(state, "hidden")
            ? nothing
            : html`<button type="button" @click=${() => useNeurons(more)}>Use ${more === 4 ? "four" : more} hidden neurons</button>`
        }
      </span>
    `;
  }

  function anotherSeed() {
    const { most = 0 } = parts.state().description.limits.seed;
    const seed = Number(parts.state().choices.seed);
    actions.choose({ seed: seed < most ? seed + 1 : 0 }, "The seed changed");
    train();
  }

  /** @param {number} count */
  function useNeurons(count) {
    actions.choose({ hidden: [count] }, "The hidden layer changed");
    train();
  }

  /** The pressed button disappears, so the focus moves to Pause. */
  function train() {
    actions.train();
    goToTrain();
  }
}

/** Of a run that is trained anew while something is dragged. @param {import("../state/state.js").Run} run */
function howFar({ frame, until }) {
  return html`<p>Epoch ${grouped(frame.epoch)} of ${grouped(until)} so far.</p>`;
}

/** Whether a run on a truth table has ended stuck. The verdict then says what may help. @param {State} state */
export function endedStuck(state) {
  const { run, choices, training, description } = state;
  const data = dataOf(state);
  if (!run || !data || training || !isTable(choices.dataset, description)) return false;
  const wrong = rightRows(data, run.frame.predictions) < data.rows;
  return wrong && data.held_rows === 0 && run.frame.epoch >= run.until && isStuck(run, description);
}

/** @param {import("../state/state.js").Description} description */
function oneOfMany({ survey }) {
  const [{ seeds, solved }] = survey;
  const stuck = percent((seeds - solved) / seeds);
  return `${stuck} of the seeds 0 to ${seeds - 1} end so, too.`;
}
