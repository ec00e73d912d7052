/**
 * The two ways to a running Python. `fromSnapshot` restores memory that the build made, in a fraction of a second;
 * `plain` is Pyodide's own start, a second or two, for whenever the other cannot be had. Both give the same Pyodide.
 *
 * Nothing is imported at the top of what the worker runs: Firefox takes that for another worker, which the page's policy
 * refuses.
 */

/**
 * @typedef {object} Runtime What the build wrote into `runtime.json`; addresses are relative to the site.
 * @property {string} indexURL
 * @property {string} interpreter Python itself, compiled.
 * @property {string} lockFileURL
 * @property {string[]} packages
 * @property {string} stdlib
 * @property {string[]} wheels Our own and NumPy's.
 * @property {Record<string, number>} files What a plain start downloads, with sizes in bytes.
 * @property {boolean} [rarely] In a frame: what an import needs is fetched then, and not before; the compiler with the first
 *   training.
 * @property {Record<string, string>} integrity Of what a start from the snapshot fetches afterwards.
 * @property {Snapshot | null} snapshot None where the build made none.
 *
 * @typedef {object} Snapshot
 * @property {string} file
 * @property {string} integrity
 * @property {{path: string, file: string}[]} libraries
 * @property {Record<string, string>} handles Python's handles of its libraries, to their paths.
 * @property {string} layout
 * @property {number} memory In bytes.
 * @property {{stdlib: string, packages: string}} places In Pyodide's file system.
 * @property {unknown} lock Enough of a lock for Pyodide to begin with: it loads no packages, they are all in the snapshot.
 * @property {unknown} config Pyodide's own part of the snapshot.
 * @property {Record<string, number>} files What a start from the snapshot downloads.
 */

/** So long a request of the page may have to wait for the unpacking of what nobody has asked for yet. */
const UNPACK_MS = 5;

/** @typedef {{python: any, later: () => void}} Started Python, and what brings the rest of it, once that may take its time. */

/** One of Pyodide's scripts. The browsers' words for one that was cut do not name it. @param {string} address */
async function script(address) {
  try {
    return await import(address);
  } catch {
    const { missing } = await import("./download.js");
    throw new Error(missing(address, null));
  }
}

/** @param {Runtime} runtime @param {URL} root @returns {Promise<Started>} */
export async function plain(runtime, root) {
  const scripts = ["pyodide.mjs", "pyodide.asm.mjs"]; // Pyodide itself imports the second
  const [{ loadPyodide }] = await Promise.all(
    scripts.map((name) => script(new URL(name, new URL(runtime.indexURL, root)).href)),
  );
  const python = await loadPyodide({
    indexURL: new URL(runtime.indexURL, root).href,
    stdLibURL: new URL(runtime.stdlib, root).href,
    lockFileURL: new URL(runtime.lockFileURL, root).href,
    packages: runtime.packages,
  });
  return { python, later: () => offerMachine(python, !runtime.rarely) };
}

/**
 * @param {Runtime} runtime
 * @param {URL} root
 * @param {import("./supplies.js").Supplies} supplies On their way from the page.
 * @returns {Promise<Started>}
 */
export async function fromSnapshot(runtime, root, supplies) {
  const { indexURL, interpreter } = runtime;
  const snapshot = /** @type {Snapshot} */ (runtime.snapshot);
  const address = (/** @type {string} */ file) => new URL(file, root).href;
  const stdlib = address(`${indexURL}nothing.zip`); // see `supplyTheRest`

  const difference = supplies[snapshot.file].then(unpacked);
  delete supplies[snapshot.file];
  const libraries = snapshot.libraries.map(({ path, file }) => ({ path, code: supplies[file] }));
  handOver({ [address(interpreter)]: [], [stdlib]: EMPTY_ARCHIVE }, supplies[interpreter]);
  const [{ loadPyodide }, { default: createModule }, { applyDifference, fixLayout, hashed, layoutInWords }] =
    await Promise.all([
      script(address(`${indexURL}pyodide.mjs`)),
      script(address(`${indexURL}pyodide.asm.mjs`)),
      import("./snapshot.mjs"),
    ]);

  const python = await loadPyodide({
    indexURL: address(indexURL),
    stdLibURL: stdlib,
    lockFileContents: snapshot.lock,
    _sysExecutable: "python",
    _loadSnapshot: new Uint8Array(1),
    /** @param {Record<string, any>} settings */
    async createPyodideModule(settings) {
      const layout = fixLayout(settings, libraries);
      const failed = new Promise((_, reject) => {
        settings.onLayoutFailed = reject;
      });
      const module = await Promise.race([createModule(settings), failed]);
      checkLayout(hashed(layoutInWords(module)), snapshot);
      const bytes = await difference;
      for (const [handle, path] of Object.entries(snapshot.handles)) {
        module.LDSO.loadedLibsByHandle[handle] = module.LDSO.loadedLibsByName[path];
      }
      // In the place of Pyodide's own, which takes memory as a whole.
      module.API.restoreSnapshot = () => {
        const { length } = module.HEAPU8;
        if (length < snapshot.memory) module.growMemory(snapshot.memory); // it grew while the snapshot was made
        applyDifference(module.HEAPU8, bytes);
        bytes.transfer?.(0); // Pyodide keeps this function
        module.HEAP32[layout.trampolineWord] = layout.trampoline;
        return snapshot.config;
      };
      return module;
    },
  });
  return { python, later: supplyTheRest(python, runtime, snapshot.places, address) };
}

/** Pyodide does not begin without a standard library. */
const EMPTY_ARCHIVE = [0x50, 0x4b, 5, 6, ...new Array(18).fill(0)];

/**
 * Answers what Pyodide fetches, once each, and gives it the compiled interpreter.
 *
 * @param {Record<string, number[]>} answers Their bytes, by address.
 * @param {Promise<WebAssembly.Module>} code
 */
function handOver(answers, code) {
  const { fetch: fetchAsIs } = self;
  const { instantiateStreaming } = WebAssembly;
  const open = new Map(Object.entries(answers));
  self.fetch = async (resource, options) => {
    const answer = open.get(String(resource)); // it may be a URL
    if (!answer) return await fetchAsIs(resource, options);
    open.delete(String(resource));
    if (!open.size) self.fetch = fetchAsIs;
    return new Response(new Uint8Array(answer));
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    WebAssembly.instantiateStreaming = instantiateStreaming;
    const module = await code;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

/**
 * In one piece, whose memory can be freed at once: it is 13 MB, and a worker that waits collects no garbage.
 *
 * @param {ArrayBuffer} compressed
 * @returns {Promise<ArrayBuffer>}
 */
async function unpacked(compressed) {
  const length = new DataView(compressed).getUint32(compressed.byteLength - 4, true); // gzip's last word
  const whole = new Uint8Array(length);
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const written = writer.write(new Uint8Array(compressed)).then(() => writer.close());
  const reader = readable.getReader();
  let end = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    whole.set(part.value, end);
    end += part.value.length;
  }
  await written;
  return whole.buffer;
}

/** A snapshot whose addresses are other ones would run, and run wrong. @param {string} found @param {Snapshot} snapshot */
function checkLayout(found, { layout }) {
  if (found !== layout) throw new Error(`This browser's memory has the layout ${found}; expected ${layout}.`);
}

/**
 * What a snapshot start left out: the sources of our own package, the standard library, the rest of NumPy. It is fetched
 * when the answer is called, and unpacked between the page's requests; an import that cannot wait gets it there and then.
 *
 * @param {any} python
 * @param {Runtime} runtime
 * @param {Snapshot["places"]} places
 * @param {(file: string) => string} address
 */
function supplyTheRest(python, { stdlib, wheels, files: sizes, integrity, rarely }, places, address) {
  const rest = python.pyimport("the_rest");
  const files = [stdlib, ...wheels];
  const [ours] = wheels;
  /** Python's iterator over what is still to be unpacked. @type {any} */
  let steps = null;
  let offered = false;

  /** @param {Uint8Array[]} archives */
  function arrived([library, ...others]) {
    if (steps) return;
    python.FS.writeFile(places.stdlib, library);
    const paths = others.map((archive, index) => {
      python.FS.writeFile(`/tmp/${index}.whl`, archive);
      return `/tmp/${index}.whl`;
    });
    steps = rest.unpacking(python.toPy(paths), places.packages);
  }
  /** @param {number} milliseconds @returns {boolean} Whether that was all. */
  function unpack(milliseconds) {
    try {
      const archives = rest.unpack(steps, milliseconds);
      if (archives && !offered) offerMachine(python, true); // our own package, which has the compiler, is the first
      offered ||= archives > 0;
      return archives === wheels.length;
    } catch (error) {
      steps = null;
      throw error;
    }
  }
  function unpackBetweenRequests() {
    try {
      if (!unpack(UNPACK_MS)) setTimeout(unpackBetweenRequests);
    } catch {} // an import that needs them asks again, and says so
  }

  rest.restored(() => {
    if (!steps) arrived(files.map((file) => fetchedNow(address(file), sizes[file])));
    unpack(Number.POSITIVE_INFINITY);
  });
  /** @param {string[]} wanted @returns {Promise<Uint8Array[]>} */
  async function fetchAll(wanted) {
    const { fetched } = await import("./download.js");
    return await Promise.all(wanted.map((file) => whole(fetched(address(file), { integrity: integrity[file] }))));
  }
  /** @param {Uint8Array[]} archives */
  function compilerArrived([archive]) {
    python.FS.writeFile("/tmp/ours.whl", archive);
    rest.unpack_compiler("/tmp/ours.whl", places.packages);
    offerMachine(python, false); // many frames may share the page
  }
  // What cannot be had is asked for again by an import that needs it, which says so.
  return () => {
    if (rarely)
      fetchAll([ours])
        .then(compilerArrived)
        .catch(() => {});
    else
      fetchAll(files)
        .then(arrived)
        .then(unpackBetweenRequests)
        .catch(() => {});
  };
}

/** Let epochs run compiled, soon; without that, NumPy runs them. @param {any} python @param {boolean} ahead Whether to compile ahead. */
function offerMachine(python, ahead) {
  import("./machine.js").then((machine) => machine.offerMachine(python, ahead)).catch(() => {});
}

/** @param {Promise<Response>} response */
async function whole(response) {
  return new Uint8Array(await (await response).arrayBuffer());
}

/** @param {string} address @param {number} size In bytes. */
function fetchedNow(address, size) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address} could not be loaded: the server answered ${request.status}.`);
  const bytes = new Uint8Array(request.response);
  if (bytes.length !== size) throw new Error(`${address} did not arrive, or not whole.`);
  return bytes;
}
