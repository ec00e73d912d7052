/**
 * More pictures, each in a fold. Its code is fetched when the fold is opened. It is computed and drawn only while visible.
 */

import { html, render } from "../../vendor/lit-html/lit-html.js";
import { wishesInSight } from "../in-sight.js";

/** @typedef {import("../view.js").Parts} Parts */

/**
 * @typedef {object} Folded
 * @property {string} title
 * @property {() => Promise<{view: (parts: Parts) => void}>} load
 */

/** @param {Folded[]} pictures */
export function more(pictures) {
  return (/** @type {Parts} */ { store, actions, draw }) => {
    /** The drawing functions of the open pictures, by title. @type {Map<string, () => void>} */
    const open = new Map();
    /** The drawing functions of all pictures opened so far. @type {Map<string, Promise<() => void>>} */
    const loaded = new Map();

    draw(
      () => html`
        <h2 id="more-title">More pictures</h2>
        ${pictures.map(
          (picture) => html`
            <details @toggle=${(/** @type {Event} */ event) => toggled(event, picture)}>
              <summary><h3>${picture.title}</h3></summary>
              <div class="figure"></div>
            </details>
          `,
        )}
      `,
      () => {
        for (const redraw of open.values()) redraw();
      },
    );

    /** @param {Event} event @param {Folded} picture */
    async function toggled(event, picture) {
      const details = /** @type {HTMLDetailsElement} */ (event.currentTarget);
      const { title } = picture;
      if (!details.open) {
        open.delete(title);
        return;
      }
      if (!loaded.has(title)) loaded.set(title, begin(picture, details));
      const redraw = await /** @type {Promise<() => void>} */ (loaded.get(title));
      if (details.open) open.set(title, redraw);
      store.change({});
    }

    /** @param {Folded} picture @param {HTMLDetailsElement} details */
    async function begin({ load }, details) {
      const { view } = await load();
      const figure = /** @type {HTMLElement} */ (details.querySelector(".figure"));
      const { wish, inSight } = wishesInSight(figure, actions);
      let redraw = () => {};
      view({
        store,
        actions,
        element: figure,
        wish,
        draw(template, after = () => {}) {
          redraw = () => {
            render(template(), figure);
            after();
          };
          redraw();
        },
      });
      return () => {
        if (inSight()) redraw();
      };
    }
  };
}
