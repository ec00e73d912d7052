/**
 * The worker: boots Pyodide, then forwards each message to the function of `glassnet.session` that it names.
 *
 * In: `{id, name, args}`. Out: `{id, result}` or `{id, error: {type, message, traceback}}`; before that
 * `{download: {received, total}}` in bytes, `{id: 0, result}` once Python is ready, or `{failed}` if it never will be.
 */

import { fromSnapshot, plain } from "./boot.js";

const root = new URL("../", import.meta.url);

/** Which of the two starts this is, said by whoever made the worker. */
const way = /** @type {any} */ (self).glassnetStart;

/** What Pyodide is loaded from, written by the build. */
const runtime = await (await request("runtime.json")).json();

/** @param {string} path Relative to the site. */
async function request(path) {
  const response = await fetch(new URL(path, root));
  if (!response.ok) throw new Error(`${path} could not be loaded: the server answered ${response.status}.`);
  return response;
}

/** Count what arrives of the files that a start needs, on a copy of each answer, so that Pyodide gets its own untouched. */
function reportDownloads() {
  const sizes = new Map(
    Object.entries(way === "snapshot" ? runtime.snapshot.files : runtime.files)
      .filter(([path]) => !path.endsWith(".mjs")) // imported, not fetched: nobody can count them
      .map(([path, size]) => [new URL(path, root).href, Number(size)]),
  );
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const fetchAsIs = self.fetch.bind(self);
  let received = 0;

  /** @param {Response} response */
  async function count(response) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      received += part.value.length;
      self.postMessage({ download: { received: Math.min(received, total), total } });
    }
  }

  self.fetch = async (resource, options) => {
    const response = await fetchAsIs(resource, options);
    const url = resource instanceof Request ? resource.url : new URL(resource, root).href;
    // A download that breaks off is Pyodide's to report: it reads the same answer.
    if (sizes.delete(url) && response.ok) count(response.clone()).catch(() => {});
    return response;
  };
}

/** @param {any} pyodide */
function serve(pyodide) {
  const session = pyodide.pyimport("glassnet.session");
  const protocol = new Set(session.__all__.toJs());

  /** @param {string} name @param {Record<string, unknown>} args */
  function call(name, args) {
    if (!protocol.has(name)) throw new Error(`The session has no function “${name}”.`);
    const converted = Object.entries(args).map(([key, value]) => [key, pyodide.toPy(value)]);
    const answer = session[name].callKwargs(Object.fromEntries(converted));
    for (const [, value] of converted) value?.destroy?.();
    const plain = answer?.toJs ? answer.toJs({ dict_converter: Object.fromEntries }) : answer;
    answer?.destroy?.();
    return plain;
  }

  self.onmessage = ({ data: { id, name, args } }) => {
    try {
      const result = call(name, args);
      self.postMessage({ id, result }, { transfer: buffers(result) });
    } catch (error) {
      self.postMessage({ id, error: described(/** @type {any} */ (error)) });
    }
  };
}

/** The memory of all typed arrays in an answer, to be handed over instead of copied. @param {unknown} value */
function buffers(value) {
  /** @type {Set<ArrayBuffer>} */
  const found = new Set();
  /** @param {any} entry */
  const look = (entry) => {
    if (ArrayBuffer.isView(entry)) found.add(/** @type {ArrayBuffer} */ (entry.buffer));
    else if (entry && typeof entry === "object") Object.values(entry).forEach(look);
  };
  look(value);
  return [...found];
}

/** Python's own words are the last line of its traceback, after the name of the error. @param {Error & {type?: string}} error */
function described(error) {
  const traceback = error.message.trim();
  const type = error.type ?? error.name;
  const message = traceback.slice(traceback.lastIndexOf(`\n${type}: `) + 1).replace(`${type}: `, "");
  return { type, message, traceback };
}

/** Pyodide waits for ever for a file that fails to come, but somewhere in it a promise is broken. @param {PromiseRejectionEvent} event */
function giveUp(event) {
  event.preventDefault();
  self.postMessage({ failed: String(event.reason?.message ?? event.reason) });
}

self.addEventListener("unhandledrejection", giveUp);
reportDownloads();
serve(await (way === "snapshot" ? fromSnapshot : plain)(runtime, root));
self.removeEventListener("unhandledrejection", giveUp);
self.postMessage({ id: 0, result: way });
