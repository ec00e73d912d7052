/** Puts views on the page. Only this file draws, so every view is just a template of the state. */

import { render } from "../vendor/lit-html/lit-html.js";
import { wishesInSight } from "./draw/in-sight.js";
import { withNextPicture } from "./draw/soon.js";

/**
 * @typedef {object} Parts The arguments of a view. It has no way to write the state.
 * @property {() => import("./state/state.js").State} state What is drawn from.
 * @property {import("./actions.js").Actions} actions What people do.
 * @property {() => void} redraw Draws the page again with the next picture, where a view shows what is its own alone: a fold
 *   that was opened, a part that has come.
 * @property {(template: () => unknown, after?: () => void) => void} draw Draws the view's template: at once, and after each
 *   change with the next animation frame. `after` runs after each drawing, for canvases.
 * @property {HTMLElement} element
 * @property {import("./draw/in-sight.js").Wish} wish Requests a picture with each frame while the element is visible.
 */

/**
 * @param {import("./state/state.js").Store} store
 * @param {import("./actions.js").Actions} actions
 */
export function createMount(store, actions) {
  /** @type {Set<() => unknown>} */
  const views = new Set();
  const redraw = withNextPicture(() => {
    for (const view of views) view();
  });
  store.subscribe(redraw);

  /** Puts a view into an element of the page. @param {string} id @param {(parts: Parts) => void} view */
  return function mount(id, view) {
    const element = /** @type {HTMLElement} */ (document.getElementById(id));
    const { wish, inSight } = wishesInSight(element, actions, redraw);
    // Training changes every picture thirty times a second: invisible ones wait until they are visible, or until it stops.
    const waits = () => element.classList.contains("figure") && store.get().training && !inSight();
    takeOver(element);
    view({
      state: store.get,
      actions,
      redraw,
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

/** Removes what the build has drawn, in the same task in which the view draws it again. @param {HTMLElement} element */
function takeOver(element) {
  element.textContent = "";
  element.removeAttribute("data-drawn");
  element.inert = false;
}
