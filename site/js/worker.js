/**
 * The worker: boots Pyodide, then forwards each message to the function of `glassnet.session` that it names.
 *
 * In: first `{way, compiled}`, which of the two starts this is, and code that an earlier worker compiled; then
 * `{id, name, args}`. Out: `{id, result}` or `{id, error: {type, message, traceback}}`; before that
 * `{download: {received, total}}` in bytes, `{compiled}` for the next worker, and `{id: 0, result}` once Python is ready,
 * or `{failed}` if it never will be.
 */

const root = new URL("../", import.meta.url);

// Not imported at the top; boot.js says why. Asked for at once, like all that a start needs.
const boot = import("./boot.js");

/** What Pyodide is loaded from, written by the build. */
const runtime = await (await request("runtime.json")).json();

const { way, compiled } = await /** @type {any} */ (self).glassnetStart;

/** @param {string} path Relative to the site. */
async function request(path) {
  const response = await fetch(new URL(path, root)).catch(() => null);
  if (!response?.ok) throw new Error(missing(path, response));
  return response;
}

/** Why a file is not there, in words. @param {string} path @param {Response | null} response None if it broke off. */
function missing(path, response) {
  const why = response ? `the server answered ${response.status}.` : "it did not come, or not whole.";
  return `${path.split("/").at(-1)} could not be loaded: ${why}`;
}

/**
 * Watch the files that a start needs: count what arrives, on a copy of each answer, so that Pyodide gets its own
 * untouched; and say which did not come, because Pyodide waits for ever for some, and has no plain words for others.
 */
function watchDownloads() {
  const sizes = new Map(
    Object.entries(way === "snapshot" ? runtime.snapshot.files : runtime.files)
      .filter(([path]) => !path.endsWith(".mjs") && !(path in compiled)) // what is imported cannot be counted
      .map(([path, size]) => [new URL(path, root).href, Number(size)]),
  );
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const fetchAsIs = self.fetch.bind(self);
  const fail = (/** @type {string} */ failed) => self.postMessage({ failed });
  let received = 0;

  /** @param {Response} response @param {number} size */
  async function count(response, size) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    let left = size;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      left -= part.value.length;
      received += part.value.length;
      self.postMessage({ download: { received: Math.min(received, total), total } });
    }
    if (left !== 0) throw new Error("not whole");
  }

  self.fetch = async (resource, options) => {
    const url = resource instanceof Request ? resource.url : new URL(resource, root).href;
    const size = sizes.get(url);
    if (size === undefined || !sizes.delete(url)) return await fetchAsIs(resource, options);
    try {
      const response = await fetchAsIs(resource, options);
      if (response.ok) count(response.clone(), size).catch(() => fail(missing(url, null)));
      else fail(missing(url, response));
      return response;
    } catch (error) {
      fail(missing(url, null));
      throw error;
    }
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

/** What goes wrong in a start where nobody waits for it. @param {PromiseRejectionEvent} event */
function giveUp(event) {
  event.preventDefault();
  self.postMessage({ failed: String(event.reason?.message ?? event.reason) });
}

self.addEventListener("unhandledrejection", giveUp);
watchDownloads();
const { fromSnapshot, plain } = await boot;
serve(await (way === "snapshot" ? fromSnapshot(runtime, root, compiled) : plain(runtime, root)));
self.removeEventListener("unhandledrejection", giveUp);
self.postMessage({ compiled });
self.postMessage({ id: 0, result: way });
