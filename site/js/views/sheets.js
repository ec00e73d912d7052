/**
 * The sheets of the stage. The first shows the run; each other one shows a further picture instead of the boundary and the
 * loss; a tall one, instead of the table and the network, too. Its code is fetched when it is first chosen. It is computed and drawn only while visible.
 *
 * Where the stage is on top of the program, it shows the run in small, so there each picture of the run is also a sheet of its
 * own. The stage can be put away there.
 */

import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { openSheet, tabOf } from "../draw/go-to.js";
import { wishesInSight } from "../draw/in-sight.js";

/** @typedef {import("../view.js").Parts} Parts */

/**
 * @typedef {object} Sheet
 * @property {string} title
 * @property {() => Promise<{view: (parts: Parts) => void}>} load
 * @property {boolean} [tall] It has the whole stage, but for the verdict.
 * @property {(state: import("../state/state.js").State) => unknown} [asked] Where this becomes another object, the sheet is opened.
 */

const RUN = "Run";
/** Below the width of the stage beside the program: the parts of the run by themselves. */
const PARTS = ["Table", "Network", "Boundary", "Loss"];

/** @param {Sheet[]} pictures */
export function sheets(pictures) {
  return (/** @type {Parts} */ { state, actions, redraw, draw, element }) => {
    const stage = /** @type {HTMLElement} */ (element.closest(".stage"));
    const narrow = window.matchMedia("(max-width: 68.74rem)"); // as in css/stage-small.css
    let chosen = RUN;
    let away = false;
    /** The drawing functions of all pictures chosen so far. @type {Map<string, () => void>} */
    const loaded = new Map();
    narrow.addEventListener("change", redraw);
    /** What each was asked for last, by title. @type {Map<string, unknown>} */
    const asked = new Map();

    draw(look, () => {
      for (const picture of pictures) openIfAsked(picture);
      const part = [RUN, ...PARTS].includes(chosen) ? here() : "Sheet";
      stage.setAttribute("data-sheet", part.toLowerCase());
      stage.toggleAttribute(
        "data-tall",
        pictures.some(({ title, tall }) => tall && title === chosen),
      );
      stage.toggleAttribute("data-away", away);
      loaded.get(chosen)?.();
    });

    /** @param {Sheet} picture */
    function openIfAsked({ title, asked: askedFor }) {
      const wanted = askedFor?.(state());
      if (!wanted || wanted === asked.get(title)) return;
      asked.set(title, wanted);
      openSheet(title);
    }

    /** A wide screen shows all parts of the run at once. */
    function here() {
      return PARTS.includes(chosen) && !narrow.matches ? RUN : chosen;
    }

    /** The tabs are below the sheets; the Tab key leads from them into the sheet. */
    function look() {
      // Firefox stops at whatever scrolls, unless it is told not to.
      const titles = [RUN, ...PARTS, ...pictures.map(({ title }) => title)];
      return html`
        <div class="tabs">
          <div role="tablist" aria-label="Sheets" tabindex="-1" @keydown=${keyed}>${titles.map(tab)}</div>
          <button type="button" class="plain away" aria-expanded=${away ? "false" : "true"} @click=${putAway}>
            ${away ? "Show" : "Hide"}<span class="heard"> pictures</span>
          </button>
        </div>
        ${pictures.map(
          ({ title }) => html`
            <div class=${`sheet figure ${idOf(title)}`} role="tabpanel" id=${idOf(title)} aria-label=${title} ?hidden=${title !== chosen}></div>
          `,
        )}
      `;
    }

    /** @param {string} title */
    function tab(title) {
      const selected = title === here();
      return html`
        <button
          type="button"
          role="tab"
          id=${tabOf(title)}
          class=${PARTS.includes(title) ? "part" : nothing}
          aria-selected=${selected ? "true" : "false"}
          aria-controls=${pictures.some((one) => one.title === title) ? idOf(title) : nothing}
          tabindex=${selected ? 0 : -1}
          @click=${() => choose(title)}
        >
          ${title}
        </button>
      `;
    }

    /** @param {string} title */
    async function choose(title) {
      chosen = title;
      away = false;
      stage.scrollTop = 0;
      redraw();
      showTab(title);
      const picture = pictures.find((one) => one.title === title);
      if (picture && !loaded.has(title)) {
        loaded.set(title, () => {});
        loaded.set(title, await begin(picture));
      }
      redraw();
    }

    /** Scrolls the row of tabs, and nothing else. @param {string} title */
    function showTab(title) {
      const one = document.getElementById(tabOf(title));
      const row = one?.parentElement;
      if (!one || !row) return;
      const [inRow, itself] = [row.getBoundingClientRect(), one.getBoundingClientRect()];
      row.scrollLeft += itself.left + itself.width / 2 - inRow.left - inRow.width / 2;
    }

    function putAway() {
      away = !away;
      redraw();
    }

    /** @param {KeyboardEvent} event */
    function keyed(event) {
      const tabs = /** @type {HTMLElement[]} */ (
        Array.from(/** @type {HTMLElement} */ (event.currentTarget).children)
      ).filter((one) => one.offsetParent);
      const at = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
      /** @type {Record<string, number>} */
      const moves = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 };
      if (!(event.key in moves)) return;
      event.preventDefault();
      const next = tabs[(moves[event.key] + tabs.length) % tabs.length];
      next.focus();
      next.click();
    }

    /** @param {Sheet} picture @returns {Promise<() => void>} What draws it. */
    async function begin({ title, load }) {
      const { view } = await load();
      const figure = /** @type {HTMLElement} */ (document.getElementById(idOf(title)));
      const { wish, inSight } = wishesInSight(figure, actions, redraw);
      let drawNow = () => {};
      view({
        state,
        actions,
        redraw,
        element: figure,
        wish,
        draw(template, after = () => {}) {
          drawNow = () => {
            render(template(), figure);
            after();
          };
          drawNow();
        },
      });
      return () => {
        if (inSight()) drawNow();
      };
    }
  };
}

/** @param {string} title */
const idOf = (title) => `sheet-${title.toLowerCase().replaceAll(" ", "-")}`;
