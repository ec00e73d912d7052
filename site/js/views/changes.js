/**
 * What a choice has changed in the program: its lines are marked for a moment, brought into sight where nobody is kept
 * from anything by it, and told in words.
 */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { changedLines, inWords } from "../changed-lines.js";
import { choiceInWords } from "../curves.js";
import { sameRun } from "../state.js";

/** @typedef {import("../state.js").Choices} Choices */
/** @typedef {import("../state.js").State} State */

const MARKED_MS = 5000; // as long as the style sheet takes to fade them
const READING_MS = 3000; // after scrolling, somebody reads there
const MOST_NAMED = 2; // choices; more are another exercise, in which no line is looked for
const MARKED = ".changed, .gone-before, .gone-behind";
const WIDE = "(min-width: 75rem)"; // the program stands beside the lab: scrolling to a line need not hide that

/**
 * @param {State} opening
 * @param {HTMLElement} element Of the program.
 * @param {() => void} redraw
 */
export function followChanges({ program: first, choices, description }, element, redraw) {
  let program = first;
  /** @type {Choices} */
  let chosen = choices;
  /** Whether the program is that of the choices. What an address asked for at the opening, nobody has changed here. */
  let fits = sameRun(choices, description.defaults, description);
  /** @type {import("../changed-lines.js").Changed[]} */
  let changed = [];
  /** What was chosen, and what is said of it. @type {string[]} */
  let names = [];
  let words = "";
  /** Whether they have been marked since the last drawing; and whether they are out of sight. */
  let fresh = false;
  let away = false;
  let timer = 0;
  let scrolled = Number.NEGATIVE_INFINITY;

  /** Where nothing may move: whether the marks go with the next thing that is done. */
  let leaving = false;

  for (const kind of ["wheel", "touchmove", "keydown"]) {
    window.addEventListener(kind, () => (scrolled = performance.now()), { passive: true });
  }
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => leaving && clear());

  function clear() {
    if (!changed.length) return;
    [changed, words, away, leaving] = [[], "", false, false];
    redraw();
  }

  /** The lines stay marked for a moment; where nothing may move, until something else is done. */
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
    /** Compare the program with the one before. @param {State} state */
    look(state) {
      const now = state.run?.choices ?? state.choices;
      if (state.program === program) return;
      const others = Object.keys(now).filter((name) => String(now[name]) !== String(chosen[name]));
      const found = fits ? changedLines(program, state.program) : [];
      const originals = found.filter(({ name }) => (state.edits[name]?.running ?? null) === null);
      if (originals.length) {
        names = others.includes("dataset") ? ["dataset"] : others;
        [changed, words] = [originals, `${whatOf(names, state)}: ${inWords(originals)}`];
        [fresh, away] = [true, false];
        forget();
      }
      [program, chosen, fits] = [state.program, now, true];
    },

    /** What is to be marked in a listing. @param {string} name @param {string} source */
    marksOf(name, source) {
      const one = changed.find((part) => part.name === name);
      const original = program.find((part) => part.name === name)?.source;
      return one && source === original ? { changed: one.lines, gaps: one.gaps } : {};
    },

    /** Brings the first line into sight, unless one is. */
    drawn() {
      if (!fresh) return;
      fresh = false;
      const lines = Array.from(element.querySelectorAll(MARKED));
      if (!lines.length || lines.some(isInSight)) return;
      if (names.length <= MOST_NAMED && mayScroll(lines[0])) show(lines[0]);
      else {
        away = true;
        redraw();
      }
    },

    /** What has changed, for those who hear the page. */
    words: () => words,

    /** To what has changed, where it is out of sight. */
    wayThere() {
      const go = () => {
        const line = element.querySelector(MARKED);
        if (line) show(line);
      };
      return away ? html`<button type="button" class="plain" @click=${go}>Show</button>` : nothing;
    },
  };

  /** Whether scrolling takes nothing away from anybody. @param {Element} line */
  function mayScroll(line) {
    if (!window.matchMedia(WIDE).matches || performance.now() - scrolled < READING_MS) return false;
    if (window.getSelection()?.isCollapsed === false) return false;
    const active = document.activeElement;
    if (!active || active === document.body || active.closest("#bar")) return true;
    if (active.matches("input, textarea, [contenteditable]")) return false;
    const { top, bottom } = active.getBoundingClientRect();
    const by = distanceTo(line);
    return isInSight(active) ? top - by >= 0 && bottom - by <= end() : true;
  }
}

/** What was chosen, in a few words. @param {string[]} names @param {State} state */
function whatOf(names, { choices, description }) {
  if (!names.length) return "Frozen weights";
  if (names.length > MOST_NAMED) return "Another exercise";
  return names.map((name) => choiceInWords(name, choices[name], description)).join(", ");
}

/** Where what can be seen ends: at the bar. */
function end() {
  return document.getElementById("bar")?.getBoundingClientRect().top || window.innerHeight;
}

/** @param {Element} element */
function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= end();
}

/** How far to scroll for a line to stand in the upper third. @param {Element} line */
function distanceTo(line) {
  return line.getBoundingClientRect().top - end() / 3;
}

/** @param {Element} line */
function show(line) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollBy({ top: distanceTo(line), behavior: still ? "instant" : "smooth" });
}
