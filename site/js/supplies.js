/**
 * Fetches what a start from the snapshot needs. The page does it, because it can begin before there is a worker, and keeps
 * it for the next worker. Each file goes to the worker by itself, so that the worker unpacks the snapshot while the code
 * is being compiled.
 */

import { createCounter, fetched, fetchedJson } from "./download.js";
import { beside, ROOT } from "./site.js";

/** @typedef {import("./boot.js").Runtime} Runtime */

/** @typedef {Record<string, Promise<any>>} Supplies By file: the snapshot's bytes as they are stored, all else compiled. */

const address = (/** @type {string} */ path) => new URL(path, ROOT).href;

/** What the build says that Python is started from. @returns {Promise<Runtime>} */
export async function fetchRuntime() {
  return await fetchedJson(beside("runtime.json"));
}

/** The files that a start from the snapshot waits for; none where there is no snapshot. @param {Runtime} runtime */
export function filesToSupply({ interpreter, snapshot }) {
  return snapshot ? [snapshot.file, interpreter, ...snapshot.libraries.map(({ file }) => file)] : [];
}

/**
 * @param {Runtime} runtime
 * @param {(download: import("./download.js").Download) => void} onDownload
 * @returns {Supplies}
 */
export function fetchSupplies(runtime, onDownload) {
  const snapshot = /** @type {import("./boot.js").Snapshot} */ (runtime.snapshot);
  const files = filesToSupply(runtime);
  const size = (/** @type {string} */ file) => snapshot.files[file];
  const total = files.reduce((sum, file) => sum + size(file), 0);
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
  const supply = (/** @type {string} */ file) => (file === snapshot.file ? verified(file) : compiled(file));
  return Object.fromEntries(files.map((file) => [file, supply(file)]));
}
