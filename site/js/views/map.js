/** Map: which choices solve the exercise? Two choices on a grid, a few seeds in each cell. */

import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { onColoursChanged } from "../draw/draw.js";
import { withNextPicture } from "../draw/soon.js";
import { exerciseOf } from "../sweeps/exercise.js";
import { createMap } from "../sweeps/map.js";
import { pool } from "../sweeps/pool.js";
import { menu } from "./field.js";
import { axisName, createCells } from "./map-cells.js";

const SEEDS = ["4", "8", "16", "32", "64"];
/** @param {import("../view.js").Parts} parts */
export function mapView({ state, actions, draw, element }) {
  /** Redraws this view alone. */
  const soon = withNextPicture(() => {
    render(look(), element);
  });
  const map = createMap(pool, soon);
  const axes = { across: "rate", up: "hidden" };
  const cells = createCells({ state, actions, map, element, soon });
  let seeds = "8";

  draw(look);
  onColoursChanged(soon);

  function look() {
    const { running, problem, across } = map.get();
    return html`
      <section class="map" aria-label="Map">
        ${
          across
            ? nothing
            : html`<p class="caption">
                The same exercise with other choices: each cell trains a few seeds to the end, beside your run.
              </p>`
        }
        <div class="asked">
          ${chooser("Across", "across", "up")} ${chooser("Up", "up", "across")}
          <div>${menu({ label: "Seeds in each cell", entries: SEEDS.map((name) => ({ name, label: name })), value: seeds, take: set((one) => (seeds = one)) })}</div>
          ${
            running
              ? html`<button type="button" @click=${() => map.cancel()}>Cancel</button>`
              : html`<button type="button" @click=${run}>Draw the map</button>`
          }
        </div>
        ${progress()}
        ${problem ? html`<p class="refused" role="alert">${problem}</p>` : nothing}
        ${across ? cells.look() : nothing}
      </section>
    `;
  }

  /** @param {(value: string) => void} put */
  function set(put) {
    return (/** @type {string} */ value) => {
      put(value);
      soon();
    };
  }

  /** @param {string} label @param {"across" | "up"} axis @param {"across" | "up"} other */
  function chooser(label, axis, other) {
    const entries = state().description.axes.map((name) => ({ name, label: axisName(name) }));
    const take = set((name) => {
      if (axes[other] === name) axes[other] = axes[axis];
      axes[axis] = name;
    });
    return html`<div>${menu({ label, entries, value: axes[axis], take })}</div>`;
  }

  function run() {
    const { choices, compiling } = state();
    cells.begin();
    map.run(exerciseOf(state(), choices), { ...axes }, Number(seeds), compiling);
  }

  function progress() {
    const { total, cells: done, running, seconds, exercise } = map.get();
    if (!exercise) return nothing;
    const words = !total
      ? running
        ? "Python starts beside yours."
        : ""
      : `${done.size} of ${total} cells${seconds ? ` in ${seconds.toFixed(1)} s` : ""}.`;
    return html`
      ${running ? html`<progress aria-label="Cells done" max=${total || 1} value=${done.size}></progress>` : nothing}
      <p class="aside" role="status" aria-label="Progress of the map" aria-live=${running ? "off" : "polite"}>${words}</p>
    `;
  }
}
