/**
 * The parts of the page that are loaded when they are asked for. One that does not arrive, or not whole, is told of
 * (views/missing.js), and asked for again when the reader presses Retry; whoever waits for it then goes on.
 *
 * To add a part, add a line: the name of its file, what the page calls it, and its import.
 */

import { fetchedJson } from "./python/download.js";
// Several parts share these: they are part of the page, so that they are there once.
import "./share/handed-out.js";
import "./kept/own-store.js";
import "./views/own-text.js";
import { beside } from "./site.js";

const PARTS = {
  attempts: { what: "the exercises", load: () => import("./run/attempts.js") },
  "bring-back": { what: "Undo", load: () => import("./run/bring-back.js") },
  "boundary-table": { what: "the table of the picture", load: () => import("./views/boundary-table.js") },
  "class-regions": { what: "the picture of the classes", load: () => import("./views/class-regions.js") },
  conflict: { what: "the comparison of your version", load: () => import("./views/conflict.js") },
  "data-view": { what: "the view of the data", load: () => import("./views/data-view.js") },
  drawing: { what: "the drawing of points", load: () => import("./views/drawing.js") },
  editor: { what: "the editor", load: () => import("./views/editor.js") },
  embedding: { what: "the panel Embed", load: () => import("./views/embedding.js") },
  exercises: { what: "the exercises", load: () => import("./views/exercises.js") },
  forms: { what: "the check of Python’s answers", load: () => import("./python/forms.js") },
  gradients: { what: "the gradient check", load: () => import("./run/gradients.js") },
  "gradient-check": { what: "the gradient check", load: () => import("./views/gradient-check.js") },
  "hidden-space": { what: "the picture of the hidden space", load: () => import("./views/hidden-space.js") },
  histograms: { what: "the histograms", load: () => import("./views/histograms.js") },
  "live-text": { what: "the numbers that can be dragged", load: () => import("./views/live-text.js") },
  "neuron-maps": { what: "the pictures of the neurons", load: () => import("./views/neuron-maps.js") },
  "open-exported": { what: "the opening of files", load: () => import("./share/open-exported.js") },
  "loss-slice": { what: "the slice of the loss", load: () => import("./views/loss-slice.js") },
  operations: { what: "the list of operations", load: () => import("./views/operations.js") },
  "own-data": { what: "the reading of your own data", load: () => import("./kept/own-data.js") },
  "own-rows": { what: "the panel of your own data", load: () => import("./views/own-rows.js") },
  "regression-curve": { what: "the picture of the curve", load: () => import("./views/regression-curve.js") },
  rows: { what: "the picture of the rows", load: () => import("./views/rows.js") },
  sharing: { what: "the panels for sharing", load: () => import("./views/sharing.js") },
  "some-rows": { what: "the reading of large files", load: () => import("./kept/some-rows.js") },
  stepping: { what: "the view of one epoch", load: () => import("./views/stepping.js") },
  sweeps: { what: "the runs of many seeds", load: () => import("./views/sweeps.js") },
  "table-shape": { what: "the shape of the table", load: () => import("./views/table-shape.js") },
  "wasm-text": { what: "the text of the compiled code", load: () => import("./program/wasm-text.js") },
};

/** @typedef {typeof PARTS} Parts */
/** @typedef {{what: string, again: () => void}} Waiting */

/** What did not arrive, by file. @type {Map<string, Waiting>} */
const missing = new Map();
let tell = (/** @type {string[]} */ _) => {};
const changed = () => tell([...new Set([...missing.values()].map(({ what }) => what))]);

/** Be told what did not arrive, in words, whenever that changes. @param {typeof tell} listener */
export function whenMissing(listener) {
  tell = listener;
}

/** Ask again for all that did not arrive. */
export function retry() {
  const all = [...missing.values()];
  missing.clear();
  changed();
  for (const { again } of all) again();
}

/**
 * Tries until it succeeds. A connection may fail for a moment, so it tries twice by itself. After that it waits for Retry.
 *
 * @template T
 * @param {string} file
 * @param {string} what
 * @param {(again: boolean) => Promise<T>} attempt
 * @param {() => void} onMiss Whenever it begins to wait.
 * @returns {Promise<T>}
 */
async function arriving(file, what, attempt, onMiss) {
  for (let tries = 0; ; tries += 1) {
    try {
      const found = await attempt(tries > 0);
      if (tries > 1) changed();
      return found;
    } catch {
      if (!tries) continue;
      await new Promise((resolve) => {
        missing.set(file, { what, again: () => resolve(null) });
        changed();
        onMiss();
      });
    }
  }
}

/** The parts asked for so far. @type {Map<string, Promise<any>>} */
const asked = new Map();
const nothing = () => {};

/**
 * A part, once it is there.
 *
 * @template {keyof Parts} Name
 * @param {Name} name
 * @param {() => void} [onMiss]
 * @returns {ReturnType<Parts[Name]["load"]>}
 */
export function load(name, onMiss = nothing) {
  const { what, load: first } = PARTS[name];
  const file = `${name}.js`;
  const attempt = async (/** @type {boolean} */ again) => whole(await (again ? importAgain(file) : first()));
  if (!asked.has(name)) asked.set(name, arriving(file, what, attempt, onMiss));
  return /** @type {any} */ (asked.get(name));
}

/**
 * Browsers remember that a module failed, by its address: so it needs another one. The damaged file may have been kept, and
 * is replaced for the next visit.
 *
 * @param {string} file
 * @returns {Promise<object>}
 */
async function importAgain(file) {
  const address = beside(file);
  await fetch(address, { cache: "reload" }).catch(nothing);
  return await import(`${address}?again=${Date.now()}`);
}

/** What a bundled file exports stands at its end: one that was cut where it can still be read has none. @template {object} T @param {T} module */
function whole(module) {
  if (!Object.keys(module).length) throw new Error("It is not whole.");
  return module;
}

/**
 * What a file of JSON beside the scripts holds, once it is there.
 *
 * @param {string} file
 * @param {string} what
 * @param {() => void} [onMiss]
 * @returns {Promise<any>}
 */
export function loadJson(file, what, onMiss = nothing) {
  const attempt = (/** @type {boolean} */ again) => fetchedJson(beside(file), again ? { cache: "reload" } : {});
  return arriving(file, what, attempt, onMiss);
}
