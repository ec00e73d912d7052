/** How a view gets on the page: one place that draws, so that every view is a template of the state and no more. */

import { render } from "../vendor/lit-html/lit-html.js";
import { wishesInSight } from "./in-sight.js";

/**
 * @typedef {object} Parts What a view is given.
 * @property {import("./state.js").Store} store
 * @property {import("./player.js").Actions} actions
 * @property {(template: () => unknown, after?: () => void) => void} draw Say how the view looks: at once, and again
 *   with the next picture after each change. `after` runs behind every drawing, for canvases.
 * @property {HTMLElement} element
 * @property {import("./in-sight.js").Wish} wish Ask each frame for a picture, for as long as the element is in sight.
 */

/**
 * @param {import("./state.js").Store} store
 * @param {import("./player.js").Actions} actions
 */
export function createMount(store, actions) {
  /** @type {Set<() => unknown>} */
  const views = new Set();
  let asked = false;

  function drawAll() {
    asked = false;
    for (const view of views) view();
  }
  function drawSoon() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(drawAll);
  }
  store.subscribe(drawSoon);

  /** Put a view into an element of the page. @param {string} id @param {(parts: Parts) => void} view */
  return function mount(id, view) {
    const element = /** @type {HTMLElement} */ (document.getElementById(id));
    const { wish, inSight } = wishesInSight(element, actions);
    // A run that trains changes every picture thirty times a second: those that are scrolled away wait until they are
    // seen, or until it stops.
    const waits = () => element.classList.contains("figure") && store.get().training && !inSight();
    takeOver(element);
    view({
      store,
      actions,
      element,
      wish,
      draw(template, after = () => {}) {
        const once = () => {
          render(template(), element);
          after();
        };
        views.add(() => waits() || once());
        once();
      },
    });
  };
}

/** What the build has drawn there goes, in the task in which the view draws the same anew. @param {HTMLElement} element */
function takeOver(element) {
  element.textContent = "";
  element.removeAttribute("data-drawn");
  element.inert = false;
}
