/**
 * Shows the program lines that a choice has changed: marks them for a moment, names them, and leads there where asked to.
 */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { changedLines, inWords } from "../state/changed-lines.js";
import { choiceInWords } from "../state/curves.js";
import { sameRun } from "../state/state.js";

/** @typedef {import("../state/state.js").Choices} Choices */
/** @typedef {import("../state/state.js").State} State */

const MARKED_MS = 5000; // the style sheet's fade takes as long
const MOST_NAMED = 2; // choices; more of them mean another exercise
const MARKED = ".changed, .gone-before, .gone-behind";

/**
 * @param {State} opening
 * @param {HTMLElement} element Of the program.
 * @param {() => void} redraw
 */
export function followChanges({ program: first, choices, description, own }, element, redraw) {
  let program = first;
  let data = own.data;
  /** @type {Choices} */
  let chosen = choices;
  /** Whether the program matches the choices. What the address set at the opening is no change. */
  let fits = sameRun(choices, description.defaults, description) && choices.dataset === description.defaults.dataset;
  /** @type {import("../state/changed-lines.js").Changed[]} */
  let changed = [];
  /** The choice, and its announcement. @type {string[]} */
  let names = [];
  let words = "";
  /** Whether the marks are new since the last drawing; whether they are out of sight. */
  let fresh = false;
  let away = false;
  let timer = 0;

  /** With reduced motion: whether the next action removes the marks. */
  let leaving = false;

  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => leaving && clear());

  function clear() {
    if (!changed.length) return;
    [changed, words, away, leaving] = [[], "", false, false];
    redraw();
  }

  /** Marks the lines for a moment; with reduced motion, until the next action. */
  function forget() {
    window.clearTimeout(timer);
    leaving = false;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = window.setTimeout(() => {
      if (still) leaving = true;
      else clear();
    }, MARKED_MS);
  }

  return {
    /** Compare the program with the last one. @param {State} state */
    look(state) {
      const now = state.run?.choices ?? state.choices;
      if (state.program === program || state.live) return; // what a drag changes is said once it is over
      const others = Object.keys(now).filter((name) => String(now[name]) !== String(chosen[name]));
      const found = fits ? changedLines(program, state.program) : [];
      const originals = found.filter(({ name }) => (state.edits[name]?.running ?? null) === null);
      if (originals.length) {
        names = others.includes("dataset") ? ["dataset"] : others;
        const what = names.length ? whatOf(names, state) : state.own.data === data ? "Frozen weights" : "Your data";
        [changed, words] = [originals, `${what}: ${inWords(originals)}`];
        [fresh, away] = [true, false];
        forget();
      }
      [program, chosen, fits, data] = [state.program, now, true, state.own.data];
    },

    /** The marks of a listing. @param {string} name @param {string} source */
    marksOf(name, source) {
      const one = changed.find((part) => part.name === name);
      const original = program.find((part) => part.name === name)?.source;
      return one && source === original ? { changed: one.lines, gaps: one.gaps } : {};
    },

    /** Offers the way to the first line where none is in sight. Nobody is taken there: they look at what they have changed. */
    drawn() {
      if (!fresh) return;
      fresh = false;
      const lines = Array.from(element.querySelectorAll(MARKED));
      if (!lines.length || lines.some(isInSight)) return;
      away = true;
      redraw();
    },

    /** Announces the change to screen readers; to all, if it is out of sight: the marks show it otherwise. */
    words: () => words,

    /** Whether the change is out of sight. */
    isAway: () => away,

    /** Leads to the change if it is out of sight. */
    wayThere() {
      const go = () => {
        const line = element.querySelector(MARKED);
        if (line) show(line);
      };
      return away ? html`<button type="button" class="plain" @click=${go}>Show</button>` : nothing;
    },
  };
}

/** What was chosen, in a few words. @param {string[]} names @param {State} state */
function whatOf(names, { choices, description }) {
  if (names.length > MOST_NAMED) return "Another exercise";
  return names.map((name) => choiceInWords(name, choices[name], description)).join(", ");
}

/** The bottom of the visible area: the bar. */
function end() {
  return document.getElementById("bar")?.getBoundingClientRect().top || window.innerHeight;
}

/** @param {Element} element */
function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= end();
}

/** The scroll distance that puts a line into the upper third. @param {Element} line */
function distanceTo(line) {
  return line.getBoundingClientRect().top - end() / 3;
}

/** @param {Element} line */
function show(line) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollBy({ top: distanceTo(line), behavior: still ? "instant" : "smooth" });
}
