/** The formulas of a function, as MathML from the build. The tutorial's are part of the page; the others are fetched. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { loadJson } from "../lazy.js";
import { formulasOf } from "../program/article.js";
import { fetchedJson } from "../python/download.js";
import { beside } from "../site.js";

/** @typedef {import("../program/article.js").Wanted} Wanted */
/** @typedef {Pick<import("../program/article.js").Part, "name" | "source">} Part */

const FILE = "formulas.json";

/** Lines of MathML by name. @type {Record<string, string[][]> | null} */
let formulas = null;
/** Asked for before a place needs them. @type {Promise<void> | null} */
let early = null;
let needed = false;
let failed = false;

/** Finished lines of formulas; each place gets copies. @type {Map<string, Element[][]>} */
const made = new Map();

// Reuses what the build has drawn, unless the page was not loaded to its end.
for (const drawn of document.querySelectorAll("[data-drawn] [data-formula]")) {
  const lines = Array.from(drawn.children, (line) => Array.from(line.children));
  made.set(/** @type {string} */ (drawn.getAttribute("data-formula")), lines);
}

/** @param {Record<string, string[][]>} found */
export function takeFormulas(found) {
  formulas = found;
}

/** Fetches them before a place needs them. A failure is told only where one does. @param {() => void} arrived */
export function fetchFormulas(arrived) {
  early ??= fetchedJson(beside(FILE))
    .then(takeFormulas)
    .then(arrived)
    .catch(() => {});
}

/** Fetches them, because a place needs them. @param {() => void} arrived */
async function needFormulas(arrived) {
  if (needed) return;
  needed = true;
  await early;
  const miss = () => {
    failed = true;
    arrived();
  };
  if (!formulas) takeFormulas(await loadJson(FILE, "the formulas", miss));
  arrived();
}

/**
 * A place for formulas. It returns the same elements for the same function, so a redraw costs nothing.
 *
 * @param {() => void} arrived Called when there is more to draw.
 */
export function createFormulas(arrived) {
  /** @type {typeof made} */
  const here = new Map();
  return (/** @type {Part} */ part, /** @type {import("../state/state.js").Choices} */ choices) => {
    const wanted = formulasOf(part, choices);
    if (!wanted.length) return nothing;
    const key = wanted.map(({ name: one, fill }) => [one, ...Object.values(fill)].join(" ")).join(", ");
    if (!here.has(key)) {
      const lines = made.get(key) ?? (formulas && wanted.flatMap((one) => linesOf(one)));
      if (!lines) {
        needFormulas(arrived);
        return failed ? html`<p class="aside">The formula of ${part.name} did not arrive.</p>` : nothing;
      }
      made.set(key, lines);
      here.set(
        key,
        lines.map((line) => line.map((math) => /** @type {Element} */ (math.cloneNode(true)))),
      );
    }
    return html`<div class="formula" role="group" aria-label=${`Formula of ${part.name}`} data-formula=${key}>
      ${here.get(key)?.map((line) => html`<div>${line}</div>`)}
    </div>`;
  };
}

/** @param {Wanted} wanted */
function linesOf({ name, fill }) {
  return (formulas?.[name] ?? []).map((line) => line.map((markup) => element(markup, fill)));
}

/** A formula with the names of its activations filled in. @param {string} markup @param {Record<string, string>} fill */
function element(markup, fill) {
  const template = document.createElement("template");
  template.innerHTML = markup; // from the build
  const math = /** @type {Element} */ (document.importNode(template.content, true).firstChild);
  for (const place of math.querySelectorAll("[data-fill]")) {
    place.textContent = fill[place.getAttribute("data-fill") ?? ""] ?? place.textContent;
  }
  return math;
}
