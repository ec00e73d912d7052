/**
 * The worker: boots Pyodide, then forwards each message to the function of `glassnet.session` that it names.
 *
 * In: what the snapshot needs, then `{id, name, args}`. Out: `{id, result}` or `{id, error: {type, message, traceback}}`;
 * before that `{id: 0, result}` once Python is ready; or `{failed}` where it never will be, or has ended. A plain start fetches by itself,
 * and tells of it in `{download: {received, total}}`, bytes.
 */

const root = new URL("../", import.meta.url);
const given = /** @type {any} */ (self).glassnet;
const { way, runtime, supplies } = given;
given.begun = true; // this file has come whole

// Not imported at the top; boot.js says why.
const boot = import("./boot.js");

/**
 * Watch the files that Pyodide fetches for a plain start: count what arrives, and say which did not come, because Pyodide
 * waits for ever for some, and has no plain words for others.
 */
async function watchDownloads() {
  const { createCounter, missing } = await import("./download.js");
  const sizes = new Map(
    Object.entries(runtime.files)
      .filter(([path]) => !path.endsWith(".mjs")) // imported, not fetched: nobody can count them
      .map(([path, size]) => [new URL(path, root).href, Number(size)]),
  );
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const counter = createCounter(total, (download) => self.postMessage({ download }));
  const fetchAsIs = self.fetch.bind(self);
  const fail = (/** @type {string} */ failed) => self.postMessage({ failed });

  self.fetch = async (resource, options) => {
    const url = resource instanceof Request ? resource.url : new URL(resource, root).href;
    const size = sizes.get(url);
    if (size === undefined || !sizes.delete(url)) return await fetchAsIs(resource, options);
    try {
      const response = await fetchAsIs(resource, options);
      if (!response.ok) fail(missing(url, response));
      else {
        counter
          .watch(response)
          .then((bytes) => bytes === size || fail(missing(url, null)))
          .catch(() => fail(missing(url, null)));
      }
      return response;
    } catch (error) {
      fail(missing(url, null));
      throw error;
    }
  };
}

/** By these, code could start workers of its own, or write into what the page keeps. */
const OUT_OF_REACH = [
  ...["Worker", "SharedWorker", "BroadcastChannel", "WebSocket", "WebTransport", "EventSource"],
  ...["caches", "indexedDB", "cookieStore"],
];
const OUT_OF_NAVIGATOR = ["serviceWorker", "locks", "storage"];

/** Close the ways from the reader's Python to the page, before any of it runs. @param {any} pyodide */
function closeTheDoors(pyodide) {
  const { modules } = pyodide.pyimport("sys");
  for (const name of ["js", "pyodide_js"]) pyodide.unregisterJsModule(name);
  for (const name of ["js", "pyodide_js", "pyodide_js._api"]) modules.pop(name, null);
  pyodide.setStdin({ stdin: () => null }); // nobody is there whom `input` could ask
  for (const name of OUT_OF_REACH) remove(self, name);
  for (const name of OUT_OF_NAVIGATOR) remove(navigator, name);
}

/** @param {object | null} place @param {string} name */
function remove(place, name) {
  for (let at = place; at; at = Object.getPrototypeOf(at)) Reflect.deleteProperty(at, name);
}

/**
 * @param {any} pyodide
 * @param {() => void} later Brings what is left of Python; in a frame, which may be one of many, once it trains.
 */
function serve(pyodide, later) {
  const { PythonError } = pyodide.ffi; // a Pyodide that has ended does not say any more what it is
  const session = pyodide.pyimport("glassnet.session");
  // Looked up once: each look makes a new proxy of the function.
  const protocol = new Map(session.__all__.toJs().map((/** @type {string} */ name) => [name, session[name]]));

  /** @param {string} name @param {Record<string, unknown>} args */
  function call(name, args) {
    const asked = protocol.get(name);
    if (!asked) throw new Error(`The session has no function “${name}”.`);
    const converted = Object.entries(args).map(([key, value]) => [key, pyodide.toPy(value)]);
    const answer = asked.callKwargs(Object.fromEntries(converted));
    for (const [, value] of converted) value?.destroy?.();
    const plain = answer?.toJs ? answer.toJs() : answer;
    answer?.destroy?.();
    return plain;
  }

  let waits = runtime.rarely === true;
  if (!waits) later();
  self.onmessage = ({ data: { id, name, args } }) => {
    if (waits && (name === "train" || name === "sweep" || args.trained)) {
      waits = false;
      later();
    }
    try {
      const result = call(name, args);
      self.postMessage({ id, result }, { transfer: buffers(result) });
    } catch (error) {
      // Whatever is no exception of Python's is its end: nothing it says from now on would mean anything.
      if (error instanceof PythonError) self.postMessage({ id, error: described(/** @type {any} */ (error)) });
      else self.postMessage({ failed: howItEnded(/** @type {any} */ (error)) });
    }
  };
}

/** Smaller arrays are copied: a message with ten of them took half the time of one that handed them over. */
const WORTH_HANDING_OVER = 16_384; // bytes

/** The memory of the large typed arrays in an answer, to be handed over instead of copied. @param {unknown} value */
function buffers(value) {
  /** @type {Set<ArrayBuffer>} */
  const found = new Set();
  /** @param {any} entry */
  const look = (entry) => {
    if (ArrayBuffer.isView(entry)) {
      if (entry.byteLength >= WORTH_HANDING_OVER) found.add(/** @type {ArrayBuffer} */ (entry.buffer));
    } else if (entry && typeof entry === "object") Object.values(entry).forEach(look);
  };
  look(value);
  return [...found];
}

/** Python's own words stand at the end of its traceback, after the name of the error; some errors have none. @param {Error & {type?: string}} error */
function described(error) {
  const traceback = error.message.trim();
  const type = error.type ?? error.name;
  const [last] = [...traceback.matchAll(new RegExp(`^[^\\s:]*${type}(?:: |$)`, "gm"))].slice(-1);
  return { type, message: last ? traceback.slice(last.index + last[0].length) : traceback, traceback };
}

/** @param {Error} error */
function howItEnded({ message }) {
  if (/terminated with exit/.test(message)) return "the code ended it.";
  if (/recursion|call stack/.test(message)) return "a recursion went too deep.";
  return `it crashed (${message}).`;
}

/** What goes wrong in a start where nobody waits for it. @param {PromiseRejectionEvent} event */
function giveUp(event) {
  event.preventDefault();
  self.postMessage({ failed: String(event.reason?.message ?? event.reason) });
}

self.addEventListener("unhandledrejection", giveUp);
const { fromSnapshot, plain } = await boot;
if (way === "plain") await watchDownloads();
const { python, later } = await (way === "plain" ? plain(runtime, root) : fromSnapshot(runtime, root, supplies));
closeTheDoors(python);
serve(python, later);
self.removeEventListener("unhandledrejection", giveUp);
self.postMessage({ id: 0, result: way });

/** Stands at the end: whoever imports this module and does not find it has got a part of the file. */
export const isWhole = true;
