/** Seeds: many runs of the present exercise that differ only by their first weights. Was it luck? */

import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { grouped, onColoursChanged } from "../draw/draw.js";
import { withNextPicture } from "../draw/soon.js";
import { exerciseOf } from "../sweeps/exercise.js";
import { pool } from "../sweeps/pool.js";
import { createSeeds } from "../sweeps/seeds.js";
import { field } from "./field.js";
import { createResults } from "./seeds-results.js";

const FEWEST = 10;
const SEEDS = 1000;

/** @param {import("../view.js").Parts} parts */
export function seedsView({ state, actions, draw, element }) {
  /** Redraws this view alone. */
  const soon = withNextPicture(() => {
    render(look(), element);
    results.drawn();
  });
  const seeds = createSeeds(pool, soon);
  const results = createResults({ state, actions, seeds, element, soon });
  const { limits, most } = state().description;
  const counts = { least: FEWEST, most: most.seeds, whole: true };
  const firsts = { least: 0, most: Number(limits.seed.most) + 1 - most.seeds, whole: true };
  let [count, first] = [SEEDS, 0];
  /** The request of another part of the page that was followed last. @type {unknown} */
  let followed = null;

  draw(look, () => {
    follow();
    results.drawn();
  });
  onColoursChanged(() => {
    results.forget();
    soon();
  });

  function look() {
    const { running, problem, collected } = seeds.get();
    return html`
      <section class="seeds" aria-label="Seeds">
        ${
          running || collected
            ? nothing
            : html`<p class="caption">
                The same exercise from other initial weights: how much of a run is luck? Each seed is trained to the end,
                beside your run.
              </p>`
        }
        <div class="asked">
          ${number("seeds-count", "Number of seeds", count, counts, (value) => (count = value))}
          ${number("seeds-first", "First seed", first, firsts, (value) => (first = value))}
          ${
            running
              ? html`<button type="button" @click=${() => seeds.cancel()}>Cancel</button>`
              : html`<button type="button" @click=${() => run(state().choices)}>Run ${grouped(count)} seeds</button>`
          }
        </div>
        ${progressOf(seeds.get())}
        ${problem ? html`<p class="refused" role="alert">${problem}</p>` : nothing}
        ${results.look()}
      </section>
    `;
  }

  /** @param {string} id @param {string} label @param {number} value @param {{least: number, most: number, whole: boolean}} limits @param {(value: number) => void} take */
  function number(id, label, value, limits, take) {
    const { least, most } = limits;
    const read = (/** @type {string} */ typed) => {
      const good = Number(typed);
      if (typed.trim() && Number.isInteger(good) && good >= least && good <= most) return { value: good };
      return { problem: `expected a whole number from ${grouped(least)} to ${grouped(most)}.` };
    };
    const takeIt = (/** @type {number} */ good) => {
      take(good);
      soon();
    };
    return html`<div>${field({ id, label, value: String(value), limits, read, take: takeIt }, { state, actions })}</div>`;
  }

  /** @param {import("../state/state.js").State["choices"]} choices */
  function run(choices) {
    results.begin();
    seeds.run(exerciseOf(state(), choices), first, count, state().compiling);
  }

  /** Runs the seeds that another part of the page asks for, in sight or not. */
  function follow() {
    const { seeds: wanted } = state();
    if (!wanted || wanted === followed) return;
    followed = wanted;
    [count, first] = [wanted.count, wanted.first];
    run(wanted.choices);
  }
}

/** How far the runs are, and how they are done. @param {import("../sweeps/seeds.js").Seeds} seeds */
function progressOf({ running, done, count, collected, way, reason, seconds }) {
  if (!count) return nothing;
  const came = collected?.count ?? 0;
  const of = `${grouped(came)} of ${grouped(count)} seeds.`;
  const words =
    running && !done
      ? "Python starts beside yours."
      : seconds
        ? `${grouped(came)} seeds in ${seconds.toFixed(1)} s.`
        : of;
  return html`
    ${running ? html`<progress aria-label="Seeds done" max=${count} value=${done}></progress>` : nothing}
    <p class="aside" role="status" aria-label="Progress of the seeds" aria-live=${running ? "off" : "polite"}>
      ${words} ${wayInWords(way, reason)}
    </p>
  `;
}

/** @param {string} way @param {string} reason */
export function wayInWords(way, reason) {
  const why = reason ? ` Not compiled: ${reason}.` : "";
  /** @type {Record<string, string>} */
  const words = {
    together: "They are compiled, and trained side by side.",
    compiled: "They are compiled, and trained one after another.",
    numpy: `NumPy trains them one after another, which takes longer.${why}`,
  };
  return words[way] ?? "";
}
