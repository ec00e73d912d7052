/**
 * The names in the program's text that stand for a choice, each the button of a menu (chooser.js). Pointing at an entry
 * trains the whole run anew, as a drag does; choosing keeps it. Python says where they stand (`programs/live_names.py`).
 */

import { html } from "../../vendor/lit-html/lit-html.js";
import { activationsOf } from "../program/article.js";
import { idOf } from "../run/dragging.js";
import { isDataLocked, isHidden, isLocked } from "../state/presentation.js";
import { openChooser } from "./chooser.js";
import { tablesAlike } from "./dataset-menu.js";
import { NAMES } from "./settings.js";

/** @typedef {Pick<import("../python/answers.js").LiveText, "choice" | "place">} Target */
/** @typedef {import("../state/state.js").State} State */

const REDRAWN_MS = 2000; // the run that is taken back may wait for one that is being compiled

/** @param {import("../view.js").Parts} parts */
export function createLiveNames({ state, actions, element }) {
  /** The menu that is open. @type {string | null} */
  let open = null;
  let letGo = () => {};

  /**
   * A name in the text.
   *
   * @param {Target} target
   * @param {string} text
   */
  return function liveName({ choice, place }, text) {
    if (!mayChange(state(), choice)) return text;
    const id = idOf({ choice, place });
    const { label, entries, value } = menuOf(choice, place, state());
    const chosen = entries.find((entry) => entry.name === value)?.label ?? text;
    return html`<span
      class="live-name"
      role="button"
      tabindex="0"
      title="Choose another: point at an entry to see its outcome"
      aria-haspopup="listbox"
      aria-expanded=${open === id ? "true" : "false"}
      aria-label=${`${text}: ${label} in the program, ${chosen}`}
      data-chosen=${id}
      @click=${() => show({ choice, place }, id)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (!["Enter", " ", "ArrowDown", "ArrowUp"].includes(event.key)) return;
        event.preventDefault();
        show({ choice, place }, id);
      }}
    >${text}</span>`;
  };

  /** @param {{choice: string, place: number}} target @param {string} id */
  function show(target, id) {
    const button = () => /** @type {HTMLElement | null} */ (element.querySelector(`[data-chosen="${id}"]`));
    const from = button();
    if (!from) return;
    const { label, entries, value } = menuOf(target.choice, target.place, state());
    const { start, to, keep, back } = actions.drag;
    open = id;
    from.setAttribute("aria-expanded", "true");
    letGo(); // of the name whose lines may still be drawn anew
    const mine = stayInPlace(button);
    letGo = mine;
    openChooser({
      from,
      label,
      entries,
      value,
      point: (name, since) => {
        start(target, `“${label}” changed`);
        to(name, since);
      },
      keep,
      back,
      close: (focus) => {
        open = null;
        setTimeout(mine, REDRAWN_MS);
        button()?.setAttribute("aria-expanded", "false");
        if (focus) focusOn(button, performance.now() + REDRAWN_MS);
      },
    });
  }
}

/**
 * Keeps a name where it is on the screen, while lines above it come and go: they are seen then, and the menu stays beside it.
 *
 * @param {() => HTMLElement | null} name
 * @returns {() => void} Ends it.
 */
function stayInPlace(name) {
  const { style } = document.documentElement;
  style.overflowAnchor = "none"; // browsers that keep something else in its place
  // In the page, whatever the reader scrolls; none while its lines are drawn anew.
  const placeOf = () => {
    const here = name()?.getBoundingClientRect().top;
    return here === undefined ? null : here + window.scrollY;
  };
  let before = placeOf();
  const observer = new MutationObserver(() => {
    const now = placeOf();
    if (now !== null && before !== null) window.scrollBy({ top: now - before, behavior: "instant" });
    before = now ?? before;
  });
  observer.observe(document.querySelector("main") ?? document.body, {
    subtree: true,
    childList: true,
    attributes: true,
  });
  let goesOn = true;
  return () => {
    if (!goesOn) return;
    goesOn = false;
    observer.disconnect();
    style.overflowAnchor = "";
  };
}

/**
 * Focuses a name, and again where its lines are drawn anew: what is taken back has another text.
 *
 * @param {() => HTMLElement | null} name
 * @param {number} until A time of `performance.now()`.
 */
function focusOn(name, until) {
  const has = document.activeElement;
  if (has && has !== document.body && has !== name()) return; // somebody has gone on
  name()?.focus({ preventScroll: true });
  if (performance.now() < until) requestAnimationFrame(() => focusOn(name, until));
}

/** @param {State} state @param {string} choice */
function mayChange(state, choice) {
  if (isHidden(state, choice)) return false;
  return choice === "dataset" ? !isDataLocked(state) && !isHidden(state, "table") : !isLocked(state, choice);
}

/** What can be chosen, and what is: of the choices on the page. @param {string} choice @param {number} place @param {State} state */
function menuOf(choice, place, state) {
  const { choices, description } = state;
  const several = choice === "activation" && /** @type {number[]} */ (choices.hidden).length > 1;
  return {
    label: several ? `Activation of hidden layer ${place + 1}` : NAMES[choice].label,
    entries: choice === "dataset" ? tablesAlike(state) : description.menus[choice],
    value: choice === "activation" ? activationsOf(choices)[place] : String(choices[choice]),
  };
}
