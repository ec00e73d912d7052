/** The exercises: each with its question, the reader's answer, and Python's feedback. Fetched when unfolded. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { loadJson } from "../lazy.js";
import { readAddress } from "../share/address.js";
import { UNTRIED } from "../state/state.js";
import { problemOf } from "./problem.js";
import { fetchEditor, pythonField } from "./python-field.js";

/**
 * @typedef {({text: string} | {code: string})[]} Inline
 *
 * @typedef {object} Exercise
 * @property {string} name
 * @property {string} title
 * @property {number} step
 * @property {string} kind
 * @property {string} kind_in_words
 * @property {string} start
 * @property {Inline[]} text
 * @property {Inline[]} options
 * @property {string | null} code
 * @property {string} check
 */

/** @param {import("../view.js").Parts} parts @returns {Promise<() => unknown>} */
export async function exercises({ state, actions, redraw }) {
  /** @type {Exercise[]} */
  const all = await loadJson("exercises.json", "the exercises");
  const attempts = await actions.attempts();
  /** Exercises that were unfolded: only they have an editor. @type {Set<string>} */
  const unfolded = new Set();
  return () => html`${all.map(one)}`;

  /** @param {Exercise} exercise @param {Event} event */
  async function toggled({ name, code }, { currentTarget }) {
    if (code === null || unfolded.has(name) || !(/** @type {HTMLDetailsElement} */ (currentTarget).open)) return;
    unfolded.add(name);
    await fetchEditor();
    redraw();
  }

  /** @param {Exercise} exercise */
  function one(exercise) {
    const { name, title, step, kind_in_words: kind, text, start, code } = exercise;
    const attempt = state().attempts[name] ?? UNTRIED;
    return html`
      <details class="exercise" @toggle=${(/** @type {Event} */ event) => toggled(exercise, event)}>
        <summary>
          <h3>${title}</h3>
          <span class="aside">${attempt.answer?.right ? "solved · " : nothing}${kind} · step ${step}</span>
        </summary>
        <div role="group" aria-label=${title}>
          ${text.map((paragraph) => html`<p>${inline(paragraph)}</p>`)} ${choice(exercise, attempt.option)}
          ${unfolded.has(name) ? source(exercise, attempt) : nothing}
          <div class="ways">
            ${start ? html`<button type="button" @click=${() => setUp(exercise)}>Set it up</button>` : nothing}
            <button
              type="button"
              ?disabled=${attempt.busy || (exercise.options.length > 0 && attempt.option === null)}
              @click=${() => attempts.checkExercise(exercise)}
            >
              Check my answer
            </button>
            ${
              code !== null && attempt.others.length
                ? html`<button type="button" @click=${() => attempts.useOther(name)}>Use your other text</button>`
                : nothing
            }
          </div>
          <p class=${attempt.answer?.right ? "feedback right" : "feedback"} role="status" aria-label="Feedback">
            ${attempt.busy ? "Python is checking your answer." : nothing}
            ${attempt.answer ? html`<strong>${attempt.answer.right ? "Right." : "Not yet."}</strong> ${attempt.answer.words}` : nothing}
          </p>
          ${problemOf(attempt.problem)}
        </div>
      </details>
    `;
  }

  /** @param {Exercise} exercise @param {number | null} chosen */
  function choice({ name, title, options }, chosen) {
    if (!options.length) return nothing;
    return html`
      <fieldset>
        <legend class="heard">${title}</legend>
        ${options.map(
          (option, index) => html`
            <label class="option">
              <input
                type="radio"
                name=${name}
                .checked=${chosen === index + 1}
                @change=${() => attempts.attempt(name, { option: index + 1, answer: null })}
              />
              <span>${inline(option)}</span>
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  /** @param {Exercise} exercise @param {import("../run/attempts.js").Attempt} attempt */
  function source(exercise, { text, problem }) {
    const { name, title, code } = exercise;
    if (code === null) return nothing;
    return pythonField(
      {
        label: `Your answer to ${title}`,
        text: text ?? code,
        line: problem?.function ? problem.line : null,
        write: (typed) => attempts.attempt(name, { text: typed, answer: null }),
        run: () => attempts.checkExercise(exercise),
      },
      "checks your answer",
    );
  }

  /** @param {Exercise} exercise */
  function setUp({ start, title, name }) {
    const { description, attempts: made } = state();
    // Feedback on a wrong answer does not apply to the changed text.
    if (!made[name]?.answer?.right) attempts.attempt(name, { answer: null, problem: null });
    actions.choose(readAddress(start, description).choices, `“${title}” is set up`);
  }
}

/** @param {Inline} pieces */
function inline(pieces) {
  return pieces.map((piece) => ("code" in piece ? html`<code>${piece.code}</code>` : piece.text));
}
