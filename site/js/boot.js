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
 * @property {string} lockFileURL
 * @property {string[]} packages
 * @property {string} stdlib
 * @property {string[]} wheels NumPy's and our own.
 * @property {Record<string, number>} files What a plain start downloads, with sizes in bytes.
 * @property {Snapshot} snapshot
 *
 * @typedef {object} Snapshot
 * @property {string} file
 * @property {string} integrity
 * @property {{path: string, file: string}[]} libraries
 * @property {string} stdlib An empty archive: Pyodide will not begin without one.
 * @property {Record<string, string>} handles Python's handles of its libraries, to their paths.
 * @property {string} layout
 * @property {number} memory In bytes.
 * @property {unknown} config Pyodide's own part of the snapshot.
 * @property {Record<string, number>} files What a start from the snapshot downloads.
 */

const PACKAGES = "/lib/python3.14/site-packages";
const STDLIB = "/lib/python314.zip";

/** @param {Runtime} runtime @param {URL} root */
export async function plain(runtime, root) {
  const { loadPyodide } = await import(new URL("pyodide.mjs", new URL(runtime.indexURL, root)).href);
  return await loadPyodide({
    indexURL: new URL(runtime.indexURL, root).href,
    stdLibURL: new URL(runtime.stdlib, root).href,
    lockFileURL: new URL(runtime.lockFileURL, root).href,
    packages: runtime.packages,
  });
}

/** @param {Runtime} runtime @param {URL} root */
export async function fromSnapshot(runtime, root) {
  const { snapshot, indexURL } = runtime;
  const address = (/** @type {string} */ file) => new URL(file, root).href;

  // Everything at once: the libraries compile while the rest arrives.
  const libraries = snapshot.libraries.map(({ path, file }) => ({
    path,
    code: WebAssembly.compileStreaming(fetch(address(file))),
  }));
  const difference = fetched(address(snapshot.file), snapshot.integrity).then(unpacked);
  const [{ loadPyodide }, { default: createModule }, { applyDifference, fixLayout, layoutInWords, sha256 }] =
    await Promise.all([
      import(address(`${indexURL}pyodide.mjs`)),
      import(address(`${indexURL}pyodide.asm.mjs`)),
      import("./snapshot.mjs"),
    ]);

  const python = await loadPyodide({
    indexURL: address(indexURL),
    stdLibURL: address(snapshot.stdlib), // an empty one; see `supplyTheRest`
    lockFileContents: EMPTY_LOCK,
    _sysExecutable: "python",
    _loadSnapshot: new Uint8Array(1),
    /** @param {Record<string, any>} settings */
    async createPyodideModule(settings) {
      const layout = fixLayout(settings, libraries);
      const failed = new Promise((_, reject) => {
        settings.onLayoutFailed = reject;
      });
      const module = await Promise.race([createModule(settings), failed]);
      checkLayout(await sha256(layoutInWords(module)), snapshot);
      const bytes = await difference;
      module.growMemory(snapshot.memory);
      for (const [handle, path] of Object.entries(snapshot.handles)) {
        module.LDSO.loadedLibsByHandle[handle] = module.LDSO.loadedLibsByName[path];
      }
      // In the place of Pyodide's own, which takes memory as a whole.
      module.API.restoreSnapshot = () => {
        applyDifference(module.HEAPU8, bytes);
        module.HEAP32[layout.trampolineWord] = layout.trampoline;
        return snapshot.config;
      };
      return module;
    },
  });
  // A snapshot's random numbers would be the same for everybody.
  python.runPython("import random; random.seed()");
  supplyTheRest(python, runtime, address);
  return python;
}
/** Enough of a lock for Pyodide to begin with: it loads no packages, they are all in the snapshot. */
const EMPTY_LOCK = {
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version: "314.0.4" },
  packages: {},
};

/** @param {string} address @param {string} [integrity] */
async function fetched(address, integrity) {
  const response = await fetch(address, integrity ? { integrity } : {});
  if (!response.ok) throw new Error(`${address} could not be loaded: the server answered ${response.status}.`);
  return response;
}

/** @param {Response} response @returns {Promise<ArrayBuffer>} */
function unpacked(response) {
  const stream = /** @type {ReadableStream} */ (response.body).pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** A snapshot whose addresses are other ones would run, and run wrong. @param {string} found @param {Snapshot} snapshot */
function checkLayout(found, { layout }) {
  if (found !== layout) throw new Error(`This browser's memory has the layout ${found}; expected ${layout}.`);
}

/**
 * What a snapshot start left out: the sources of our own package, the standard library, the rest of NumPy. They are
 * fetched once Python is ready; an import that cannot wait fetches them there and then.
 *
 * @param {any} python
 * @param {Runtime} runtime
 * @param {(file: string) => string} address
 */
function supplyTheRest(python, { stdlib, wheels }, address) {
  let supplied = false;

  /** @param {Uint8Array} library @param {Uint8Array[]} packages */
  function supply(library, packages) {
    if (supplied) return;
    supplied = true;
    python.FS.writeFile(STDLIB, library);
    for (const wheel of packages) python.unpackArchive(wheel, "wheel", { extractDir: PACKAGES });
    python.runPython("import importlib; importlib.invalidate_caches()");
  }

  python.registerJsModule("glassnet_rest", {
    fetch_now: () =>
      supply(
        fetchedNow(address(stdlib)),
        wheels.map((wheel) => fetchedNow(address(wheel))),
      ),
  });
  python.runPython(FINDER);
  Promise.all(
    [stdlib, ...wheels].map(async (file) => new Uint8Array(await (await fetched(address(file))).arrayBuffer())),
  )
    .then(([library, ...packages]) => supply(library, packages))
    .catch(() => {}); // an import that needs them asks again, and says so
}

/** The last place where an import looks, until everything is there. */
const FINDER = `
import importlib.machinery, sys

class TheRest:
    """Finds what a snapshot start left out, by fetching it."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        import glassnet_rest
        sys.meta_path.remove(cls)
        try:
            glassnet_rest.fetch_now()
        except Exception:
            sys.meta_path.append(cls)
            raise
        return importlib.machinery.PathFinder.find_spec(name, path, target)

sys.meta_path.append(TheRest)
`;

/** @param {string} address */
function fetchedNow(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address} could not be loaded: the server answered ${request.status}.`);
  return new Uint8Array(request.response);
}
