/** The article: the program step by step, with the tutorial's sentences, formulas, and numbers from the run. */

import { html, noChange, nothing } from "../../vendor/lit-html/lit-html.js";
import { counted, decimal, fixed } from "../draw/draw.js";
import { load } from "../lazy.js";
import { activationsOf, sentencesOf } from "../program/article.js";
import { isEmbedded } from "../state/presentation.js";
import { originalSource } from "../state/state.js";
import { parametersOf } from "./diagram.js";
import { createEditing } from "./edit.js";
import { createFormulas, fetchFormulas } from "./formula.js";
import { codeLine } from "./line.js";
import { appears } from "./waiting.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/state.js").Source} Source */

const SOON_MS = 200; // after the first picture and the code that makes the page alive

/** Elsewhere, the facts say it. */
const howToDrag = html`
  <p class="aside">
    Drag an underlined number to the left or right, or press an underlined name and point at another: the whole run is
    trained anew, and every picture shows where it ends. Escape takes it back, and so does Undo.
  </p>
`;

/** @param {import("../view.js").Parts} parts */
export function lesson(parts) {
  const { draw, element } = parts;
  const editable = createEditing(parts);
  const formula = createFormulas(redraw);
  const opening = parts.state();
  // Loaded once the page is alive: they would delay its first picture.
  /** Highlights words. @type {typeof import("./listing.js") | null} */
  let words = null;
  /** Draws the numbers that can be dragged, and the names that can be chosen. @type {import("./listing.js").Live | null} */
  let liveText = null;
  /** Marks the lines that a choice has changed. @type {ReturnType<typeof import("./changes.js").followChanges> | null} */
  let changes = null;
  let asked = false;
  /** The state drawn last. @type {State | null} */
  let before = null;
  /** The choices of the program shown; the state's may be newer. @type {Choices} */
  let chosen = parts.state().description.defaults;

  function redraw() {
    before = null;
    parts.redraw();
  }

  draw(look, () => changes?.drawn());
  requestAnimationFrame(() => setTimeout(markWords, SOON_MS));

  /** Fetches all that a choice may need, because the page may be offline by then. */
  async function markWords() {
    if (!isEmbedded()) fetchFormulas(redraw);
    [words] = await Promise.all([import("./listing.js"), import("./changes.js")]);
    redraw();
    const { createLiveText } = await load("live-text");
    liveText = createLiveText(parts, redraw);
    redraw();
  }

  async function followChanges() {
    asked = true;
    changes = (await import("./changes.js")).followChanges(opening, element, redraw);
    redraw();
  }

  function look() {
    const state = parts.state();
    if (!asked && state.program !== opening.program) followChanges();
    changes?.look(state);
    if (state.run) chosen = state.run.choices;
    // A frame of training changes only the live numbers, so the steps are not drawn again.
    const stays = before !== null && differOnlyInRun(state, before);
    before = state;
    const { description, program } = state;
    return html`
      <div class="changes">
        <p class=${changes?.isAway() ? "said" : "heard"}>
          <span role="status" aria-label="Changed lines">${changes?.words()}</span> ${changes?.wayThere()}
        </p>
      </div>
      ${isEmbedded() ? howToDrag : nothing}
      ${state.run ? nothing : html`<p class="aside">This is the tutorial’s program. ${appears("your own lines", state)}</p>`}
      ${description.steps.map(
        ({ title, sentences }, index) => html`
          <section class="step">
            <header>
              <span class="number">${index + 1}</span>
              <h3>${title}</h3>
              <span class="live">${liveNumbers(index + 1, state)}</span>
            </header>
            ${stays ? noChange : step(index + 1, sentences, program)}
          </section>
        `,
      )}
    `;
  }

  /** @param {number} number @param {string[]} sentences @param {Source[]} program */
  function step(number, sentences, program) {
    const here = sentencesOf(number, chosen, program).join(" ");
    return html`
      ${[...sentences, here].filter(Boolean).map(paragraph)}
      ${program
        .filter((part) => part.step === number)
        .map((part) => html`${formula(part, chosen)}${editable(part, listing)}`)}
    `;
  }

  /** @param {Source} part Its source may be the reader's, where nothing is live. */
  function listing({ name, source, live }) {
    const original = source === originalSource(name, parts.state());
    const part = { name, source, live: original ? live : [] };
    const lines = words
      ? words.listed(part, changes?.marksOf(name, source), liveText)
      : linesOfText(source).map((line) => codeLine(line, line));
    return html`<pre role="region" aria-label="Source of ${name}"><code>${lines}</code></pre>`;
  }
}

/** @param {string} source */
const linesOfText = (source) => source.split(/(?<=\n)/);

/** Text between back quotes becomes code. @param {string} words */
function paragraph(words) {
  return html`<p>${words.split("`").map((piece, index) => (index % 2 ? html`<code>${piece}</code>` : piece))}</p>`;
}

/** Whether only the run has changed. @param {State} one @param {State} other */
function differOnlyInRun(one, other) {
  const changed = /** @type {(keyof State)[]} */ (Object.keys(one)).filter((name) => one[name] !== other[name]);
  return changed.every((name) => name === "run" || name === "tried");
}

const FEW = 8;

/** The first predictions. @param {ArrayLike<number>} predictions */
function fewOf(predictions) {
  const few = Array.from({ length: Math.min(FEW, predictions.length) }, (_, row) => fixed(predictions[row], 2));
  return [...few, ...(predictions.length > FEW ? ["…"] : [])].join("  ");
}

/** A step's live numbers from the run. @param {number} step @param {State} state */
function liveNumbers(step, { run, description }) {
  if (!run) return "";
  const { frame, choices } = run;
  switch (step) {
    case 2:
      return counted(parametersOf(frame.parameters, description.labels).length, "parameter");
    case 3:
      return [...new Set(activationsOf(choices))].join(", ");
    case 4:
      return fewOf(frame.predictions);
    case 5:
      return decimal(frame.loss, 4);
    case 7:
      return choices.optimizer === "gradient_descent" ? "" : String(choices.optimizer);
    case 8:
      return counted(frame.epoch, "epoch");
    default:
      return "";
  }
}
