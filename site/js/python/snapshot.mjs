/**
 * The layout of Python's memory that a snapshot depends on. The build uses it to make the snapshot, under Node; the worker
 * uses it to restore the snapshot, in any browser. Imports nothing.
 *
 * A snapshot is full of addresses, so everything with an address must get the same one at each start: the compiled libraries
 * (loaded first, in a fixed order) and the functions in the table (which starts to grow at a fixed length). This relies on
 * Pyodide's internals, so Pyodide's version is pinned, and every step checks what it finds.
 */

/** Longer than any engine's table before the first library; Pyodide adds different entries in each. */
const TABLE_LENGTH = 14336;

/** In bytes; a module that only forwards calls is no longer. */
const MOST_TO_PASS_ON = 128;

/** Memory is compared and stored in blocks of this many bytes. */
export const BLOCK = 16;

/**
 * @typedef {any} Module Pyodide's Emscripten module; it has no types.
 * @typedef {{path: string, code: Promise<WebAssembly.Module>}} Library `path` is where Python looks for it.
 *
 * @typedef {object} Layout What `fixLayout` has found.
 * @property {number} trampolineWord Where CPython stores how this engine calls functions: an index of 32-bit words.
 * @property {number} trampoline The value there; engines differ, so a snapshot has 0.
 */

/**
 * Makes Emscripten lay out memory and table the same way in every engine. Call it before creating the module; the result is
 * complete afterwards.
 *
 * @param {Record<string, any>} settings Emscripten's, as Pyodide made them.
 * @param {Library[]} libraries Everything that the imports in the snapshot will open, in a fixed order.
 * @returns {Layout}
 */
export function fixLayout(settings, libraries) {
  const layout = { trampolineWord: 0, trampoline: 0 };
  unifyFunctions(settings);
  const endOfCompilingOnce = compileEachOnce();
  settings.preRun.push((/** @type {Module} */ module) => {
    module.addRunDependency("compiled libraries");
    const offset = module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2];
    layout.trampolineWord = (module.__PyRuntime + offset) >> 2;
    layout.trampoline = module.HEAP32[layout.trampolineWord];
    growTable(module.wasmTable);
    loadLibraries(module, libraries)
      .finally(endOfCompilingOnce)
      .then(
        () => module.removeRunDependency("compiled libraries"),
        (error) => settings.onLayoutFailed(error),
      );
  });
  return layout;
}

/** @param {WebAssembly.Table} table */
function growTable(table) {
  if (table.length > TABLE_LENGTH) throw new Error(`The function table has ${table.length} places before its time.`);
  table.grow(TABLE_LENGTH - table.length);
}

/**
 * Loads the libraries before Python runs, so that its `import` finds them loaded.
 *
 * @param {Module} module
 * @param {Library[]} libraries
 */
async function loadLibraries(module, libraries) {
  for (const { path, code } of libraries) {
    const library = module.newDSO(path, undefined, "loading");
    library.refcount = Number.POSITIVE_INFINITY; // never unloaded
    library.global = false;
    const flags = { loadAsync: true, nodelete: true, allowUndefined: true };
    library.exports = await module.loadWebAssemblyModule(await code, flags, path, {});
  }
}

/**
 * WebKit has different objects for a function in the table and among the exports, so Emscripten would add it to the table
 * again. This puts the exported object into the table, so that there is only one, as in other engines.
 *
 * @param {Record<string, any>} settings
 */
function unifyFunctions(settings) {
  const instantiate = settings.instantiateWasm;
  settings.instantiateWasm = (/** @type {any} */ imports, /** @type {Function} */ receive) =>
    instantiate(imports, (/** @type {WebAssembly.Instance} */ instance, /** @type {WebAssembly.Module} */ code) => {
      const exported = Object.values(instance.exports).filter((value) => typeof value === "function");
      const byName = new Map(exported.map((value) => [value.name, value]));
      const table = /** @type {WebAssembly.Table} */ (instance.exports.__indirect_function_table);
      for (let place = 0; place < table.length; place += 1) {
        const found = table.get(place);
        const twin = found && byName.get(found.name);
        if (twin && twin === found) break; // not WebKit
        if (twin) table.set(place, twin);
      }
      receive(instance, code);
    });
}

/**
 * Emscripten adds a JavaScript function to the table by a module that forwards calls to it. It compiles hundreds of these,
 * which differ only in argument types. From here on, the same bytes are compiled once.
 *
 * @returns {() => void} Ends that.
 */
function compileEachOnce() {
  const { Module } = WebAssembly;
  /** @type {Map<string, WebAssembly.Module>} */
  const compiled = new Map();
  const textOf = (/** @type {unknown} */ bytes) =>
    bytes instanceof Uint8Array && bytes.length <= MOST_TO_PASS_ON ? String(bytes) : "";
  WebAssembly.Module = new Proxy(Module, {
    construct(_, /** @type {[any]} */ [bytes]) {
      const text = textOf(bytes);
      const module = compiled.get(text) ?? new Module(bytes);
      if (text) compiled.set(text, module);
      return module;
    },
  });
  return () => {
    WebAssembly.Module = Module;
  };
}

/** What must be the same where a snapshot is made and where it is restored, as text. @param {Module} module */
export function layoutInWords(module) {
  const addresses = Object.entries(module.GOT).map(([name, { value }]) => `${name} ${value}`);
  return [module.API.config.BUILD_ID, ...addresses.sort()].join("\n");
}

/** Tells layouts apart. Not by SHA-256: a browser has that on secure pages only. @param {string} text */
export function hashed(text) {
  let [one, other] = [0x811c9dc5, 0x9747b28c];
  for (const byte of new TextEncoder().encode(text)) {
    one = Math.imul(one ^ byte, 0x01000193);
    other = Math.imul(other ^ byte, 0x85ebca6b);
    other ^= other >>> 13;
  }
  return [one, other].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/**
 * The difference is a list of runs of blocks: the number of runs, then the first block and length of each, then all bytes.
 *
 * @param {Uint8Array} memory What a fresh module has, long enough.
 * @param {ArrayBuffer} difference
 */
export function applyDifference(memory, difference) {
  const [count] = new Uint32Array(difference, 0, 1);
  const runs = new Uint32Array(difference, 4, 2 * count);
  const bytes = new Uint8Array(difference, 4 + 8 * count);
  let read = 0;
  for (let run = 0; run < count; run += 1) {
    const [first, length] = [runs[2 * run] * BLOCK, runs[2 * run + 1] * BLOCK];
    memory.set(bytes.subarray(read, read + length), first);
    read += length;
  }
  if (read !== bytes.length) throw new Error(`The snapshot has ${bytes.length} bytes; expected ${read}.`);
}

/**
 * The reverse: the blocks of `memory` that differ from a fresh module's, or that `changing` marks.
 *
 * @param {Uint8Array} memory
 * @param {Uint8Array} fresh
 * @param {(block: number) => boolean} changing
 * @returns {Uint8Array}
 */
export function difference(memory, fresh, changing) {
  /** @type {number[]} */
  const runs = [];
  const [words, freshWords] = [memory, fresh].map((bytes) => new Uint32Array(bytes.slice().buffer));
  const wordsPerBlock = BLOCK / 4;
  let end = -1;
  for (let block = 0; block < memory.length / BLOCK; block += 1) {
    const first = block * wordsPerBlock;
    let differs = changing(block);
    for (let word = first; !differs && word < first + wordsPerBlock; word += 1) {
      differs = words[word] !== (freshWords[word] ?? 0);
    }
    if (!differs) continue;
    if (block === end) runs[runs.length - 1] += 1;
    else runs.push(block, 1);
    end = block + 1;
  }
  const stored = runs.reduce((sum, value, place) => sum + (place % 2 ? value : 0), 0) * BLOCK;
  const result = new Uint8Array(4 + 4 * runs.length + stored);
  result.set(new Uint8Array(Uint32Array.of(runs.length / 2, ...runs).buffer));
  let written = 4 + 4 * runs.length;
  for (let run = 0; run < runs.length; run += 2) {
    const part = memory.subarray(runs[run] * BLOCK, (runs[run] + runs[run + 1]) * BLOCK);
    result.set(part, written);
    written += part.length;
  }
  return result;
}
