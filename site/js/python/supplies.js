/**
 * Fetches what a start from the snapshot needs. The page does it, because it can begin before there is a worker, and keeps
 * it for the next worker. Each file goes to the worker by itself, so that the worker unpacks the snapshot while the code
 * is being compiled.
 *
 * Frames of one origin beside one another use what one of them has fetched and compiled.
 */

import { beside, ROOT } from "../site.js";
import { createCounter, fetched, fetchedJson } from "./download.js";

/** @typedef {import("./boot.js").Runtime} Runtime */

/** @typedef {Record<string, Promise<any>>} Supplies By file: the snapshot's bytes as they are stored, all else compiled. */

const address = (/** @type {string} */ path) => new URL(path, ROOT).href;

/** Other frames find it here. */
const KEPT = Symbol.for("What Glassnet has fetched");
/** By address. @type {Record<string, any>} */
const kept = {};
Object.assign(window, { [KEPT]: kept });

/** What this window, or one beside it, has kept. @param {string} url */
function found(url) {
  const { parent } = window;
  const windows = [window, ...Array.from({ length: parent.length }, (_, index) => parent[index])];
  for (const one of windows) {
    try {
      const there = /** @type {any} */ (one)[KEPT]?.[url];
      if (there) return there;
    } catch {} // it is of another origin
  }
  return null;
}

/** Kept, found, or fetched now. @param {string} url @param {() => Promise<any>} fetchIt */
async function once(url, fetchIt) {
  kept[url] = found(url) ?? (await fetchIt());
  return kept[url];
}

/** What the build says that Python is started from. @returns {Promise<Runtime>} */
export async function fetchRuntime() {
  const url = beside("runtime.json");
  return await once(url, () => fetchedJson(url));
}

/** The files that a start from the snapshot waits for; none where there is no snapshot. @param {Runtime} runtime */
export function filesToSupply({ interpreter, snapshot }) {
  return snapshot ? [snapshot.file, interpreter, ...snapshot.libraries.map(({ file }) => file)] : [];
}

/**
 * @param {Runtime} runtime
 * @param {(download: import("./download.js").Download) => void} onDownload Of what is fetched now.
 * @returns {Supplies}
 */
export function fetchSupplies(runtime, onDownload) {
  const snapshot = /** @type {import("./boot.js").Snapshot} */ (runtime.snapshot);
  const files = filesToSupply(runtime);
  const size = (/** @type {string} */ file) => snapshot.files[file];
  const total = files.reduce((sum, file) => sum + (found(address(file)) ? 0 : size(file)), 0);
  const counter = createCounter(total, onDownload);

  async function compiled(/** @type {string} */ file) {
    const response = await fetched(address(file));
    counter.watch(response).catch(() => {}); // whoever compiles it is told
    return await WebAssembly.compileStreaming(response);
  }
  async function verified(/** @type {string} */ file) {
    const response = await fetched(address(file), { integrity: snapshot.integrity });
    counter.add(size(file)); // it is handed out when all of it is there
    return await response.arrayBuffer();
  }
  const supply = (/** @type {string} */ file) =>
    once(address(file), () => (file === snapshot.file ? verified(file) : compiled(file)));
  return Object.fromEntries(files.map((file) => [file, supply(file)]));
}
