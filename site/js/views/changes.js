/**
 * What a choice has changed in the program: its lines are marked for a moment, brought into sight where nobody is kept
 * from anything by it, and told in words.
 */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { changedLines, inWords } from "../changed-lines.js";
import { choiceInWords } from "../curves.js";

/** @typedef {import("../state.js").Choices} Choices */
/** @typedef {import("../state.js").State} State */

const MARKED_MS = 5000; // as long as the style sheet takes to fade them
const READING_MS = 3000; // after scrolling, somebody reads there
const MARKED = ".changed, .gone-before, .gone-behind";
const WIDE = "(min-width: 75rem)"; // the program stands beside the lab: scrolling to a line need not hide that

/**
 * @param {State} opening
 * @param {HTMLElement} element Of the program.
 * @param {() => void} redraw
 */
export function followChanges({ program: first, choices: asked }, element, redraw) {
  let program = first;
  /** @type {Choices} */
  let chosen = asked;
  let ready = false;
  /** @type {import("../changed-lines.js").Changed[]} */
  let changed = [];
  let words = "";
  /** Whether they have been marked since the last drawing; and whether they are out of sight. */
  let fresh = false;
  let away = false;
  let timer = 0;
  let scrolled = Number.NEGATIVE_INFINITY;

  for (const kind of ["wheel", "touchmove", "keydown"]) {
    window.addEventListener(kind, () => (scrolled = performance.now()), { passive: true });
  }

  function clear() {
    if (!changed.length) return;
    [changed, words, away] = [[], "", false];
    redraw();
  }

  /** The lines stay marked for a moment; where nothing may move, until something else is done. */
  function forget() {
    window.clearTimeout(timer);
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      timer = window.setTimeout(clear, MARKED_MS);
      return;
    }
    timer = window.setTimeout(() => {
      for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, clear, { once: true });
    }, MARKED_MS);
  }

  return {
    /** Compare the program with the one before. @param {State} state */
    look(state) {
      const now = state.run?.choices ?? state.choices;
      if (state.program !== program) {
        const others = Object.keys(now).filter((name) => String(now[name]) !== String(chosen[name]));
        // What an address asked for at the opening has been chosen by nobody here.
        const found = others.length || ready ? changedLines(program, state.program) : [];
        const originals = found.filter(({ name }) => (state.edits[name]?.running ?? null) === null);
        if (originals.length) {
          [changed, words] = [originals, `${whatOf(others, state)}: ${inWords(originals)}`];
          [fresh, away] = [true, false];
          forget();
        }
        [program, chosen] = [state.program, now];
      }
      ready = state.engine === "ready";
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
      if (mayScroll(lines[0])) show(lines[0]);
      else {
        away = true;
        redraw();
      }
    },

    /** What has changed, for those who hear the page; and a way there, where it is out of sight. */
    note() {
      const go = () => {
        const line = element.querySelector(MARKED);
        if (line) show(line);
      };
      return html`
        <div class="changes">
          <p class=${words ? "said" : "heard"}>
            <span role="status" aria-label="Changed lines">${words}</span>
            ${away ? html`<button type="button" class="plain" @click=${go}>Show</button>` : nothing}
          </p>
        </div>
      `;
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
  const telling = names.includes("dataset") ? ["dataset"] : names;
  if (!telling.length) return "Frozen weights";
  if (telling.length > 2) return "Another exercise";
  return telling.map((name) => choiceInWords(name, choices[name], description)).join(", ");
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
