/**
 * What a start from the snapshot needs. The page fetches it, because it can begin before a worker is there, and keeps it,
 * because the next worker needs it again.
 */

import { createCounter, fetched } from "./download.js";

/** @typedef {import("./boot.js").Runtime} Runtime */

/**
 * @typedef {object} Supplies
 * @property {ArrayBuffer} snapshot As it is stored, compressed.
 * @property {Record<string, WebAssembly.Module>} compiled The code, by file.
 */

const address = (/** @type {string} */ path) => new URL(`../${path}`, import.meta.url).href;

/** What the build says that Python is started from. @returns {Promise<Runtime>} */
export async function fetchRuntime() {
  return await (await fetched(address("runtime.json"))).json();
}

/** The address of our own package, as pip can install it. @returns {Promise<string>} */
export async function fetchWheelAddress() {
  const { wheels } = await fetchRuntime();
  return address(/** @type {string} */ (wheels.find((path) => path.split("/").at(-1)?.startsWith("glassnet-"))));
}

/**
 * @param {Runtime} runtime
 * @param {(download: import("./download.js").Download) => void} onDownload
 * @returns {Promise<Supplies>}
 */
export async function fetchSupplies({ interpreter, snapshot }, onDownload) {
  const code = [interpreter, ...snapshot.libraries.map(({ file }) => file)];
  const size = (/** @type {string} */ file) => snapshot.files[file];
  const total = [snapshot.file, ...code].reduce((sum, file) => sum + size(file), 0);
  const counter = createCounter(total, onDownload);

  async function compiled(/** @type {string} */ file) {
    const response = await fetched(address(file));
    counter.watch(response).catch(() => {}); // whoever compiles it is told
    return [file, await WebAssembly.compileStreaming(response)];
  }
  async function verified(/** @type {string} */ file) {
    const response = await fetched(address(file), { integrity: snapshot.integrity });
    counter.add(size(file)); // it is handed out when all of it is there
    return await response.arrayBuffer();
  }
  const [bytes, ...modules] = await Promise.all([verified(snapshot.file), ...code.map(compiled)]);
  return { snapshot: bytes, compiled: Object.fromEntries(modules) };
}
