// Makes the snapshot: Python's memory with NumPy and our package imported, as a difference to a fresh start's memory.
// node snapshot.mjs PYODIDE_FOLDER STDLIB PACKAGES OUT WHEEL...     site/js/python/snapshot.mjs says how the memory is laid out,
// the_rest.py what is left out. PACKAGES is where packages are in Pyodide's file system.
//
// OUT/libraries holds the wheels' compiled libraries. Written to OUT: snapshot.bin.gz, the difference, and snapshot.json,
// what the restorer must know.
import nodeCrypto from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BLOCK, difference, fixLayout, hashed, layoutInWords } from "../../site/js/python/snapshot.mjs";

const [folder, stdlib, packages, out, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const { default: createModule } = await import(pathToFileURL(join(folder, "pyodide.asm.mjs")).href);

// What `import numpy` opens. The compiled half of linalg is left out.
const LIBRARIES = readdirSync(join(out, "libraries", "numpy", "_core"))
  .filter((name) => name.startsWith("_multiarray_umath."))
  .map((name) => `numpy/_core/${name}`);
const NEIGHBOURHOOD = 4096 / BLOCK;

// The same bytes each time: nothing here may depend on the clock or on chance.
let drawn = 1;
Math.random = () => 0.5;
Date.now = () => 1577836800000;
performance.now = () => 0;
const fill = (view) => {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let place = 0; place < bytes.length; place += 1) {
    drawn = (Math.imul(drawn, 1664525) + 1013904223) >>> 0;
    bytes[place] = drawn >>> 24;
  }
  return view;
};
crypto.getRandomValues = fill;
nodeCrypto.randomFillSync = fill;

/** Pyodide with the fixed layout; `after` may look at the module before Python begins. */
async function start(options, after = () => {}) {
  const found = {};
  const python = await loadPyodide({
    indexURL: folder,
    stdLibURL: stdlib,
    _sysExecutable: "python",
    env: { PYTHONHASHSEED: "0" },
    ...options,
    async createPyodideModule(settings) {
      settings.onLayoutFailed = (error) => {
        throw error;
      };
      const libraries = LIBRARIES.map((name) => ({
        path: `${packages}/${name}`,
        code: WebAssembly.compile(readFileSync(join(out, "libraries", name))),
      }));
      const layout = fixLayout(settings, libraries);
      const module = await createModule(settings);
      Object.assign(found, { module, layout });
      after(module);
      return module;
    },
  });
  return { python, ...found };
}

/** The memory of a start that is stopped before Python begins. */
async function freshMemory(options) {
  let memory = new Uint8Array();
  const stop = new Error("far enough");
  await start({ ...options, _loadSnapshot: new Uint8Array(1) }, (module) => {
    memory = module.HEAPU8.slice();
    throw stop;
  }).catch((error) => {
    if (error !== stop) throw error;
  });
  return memory;
}

// Everything that a visit does before and while it trains has been done once, so that what is cached is in the snapshot.
const WARM_UP = `
from glassnet import session
wishes = {"boundary": 48, "tried": [0.5, 0.5]}
session.start({}, pictures=wishes)
session.train(30, 10, wishes)
session.start({})
`;

const TIDY_UP = `
import gc, linecache, re, sys, zipimport
linecache.clearcache()
re.purge()
for directory in zipimport._zip_directory_cache.values():
    directory.clear()
zipimport._zip_directory_cache.clear()
sys.path_importer_cache.clear()
gc.collect()

# Python's own small blocks still hold what was in them when they were freed, and compiling a program frees many. Take
# as many as there may be, filled with zeros, and give them back. On 32 bits they are multiples of 8 bytes, up to 512.
empty = sys.getsizeof(b"")
for size in range(24, 513, 8):
    blocks = [bytes(size - empty) for _ in range(1_000_000 // size)]
    del blocks
gc.collect()
`;

/** What was freed still holds what it held: take all of it, fill it with zeros, and give it back. */
function clearFreedMemory(module) {
  const end = module._emscripten_get_sbrk_ptr() >> 2;
  const taken = [];
  for (let size = 2 ** 20; size >= 32; size /= 2) {
    for (;;) {
      const before = module.HEAPU32[end];
      const address = module._malloc(size - 16);
      const grew = module.HEAPU32[end] !== before; // nothing of that size was free: new memory came instead
      if (grew) module._free(address);
      if (grew) break;
      module.HEAPU8.fill(0, address, address + size - 16);
      taken.push(address);
    }
  }
  for (const address of taken) module._free(address);
}

async function main() {
  const { python, module, layout } = await start({ _makeSnapshot: true });
  for (const wheel of wheels) {
    python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir: packages });
  }
  python.FS.writeFile(`${packages}/the_rest.py`, readFileSync(join(import.meta.dirname, "the_rest.py")));
  python.runPython("import importlib; importlib.invalidate_caches(); import the_rest");
  python.runPython(WARM_UP);
  python.runPython(TIDY_UP);
  for (const name of Object.keys(python.loadedPackages)) delete python.loadedPackages[name];
  clearFreedMemory(module);
  module.HEAP32[layout.trampolineWord] = 0;

  const whole = python.makeMemorySnapshot();
  const [, offset, length] = new Uint32Array(whole.buffer, 0, 3);
  const memory = whole.subarray(offset);
  const config = JSON.parse(new TextDecoder().decode(whole.subarray(48, 48 + length)));

  // Where two fresh starts with another environment differ, nobody knows what a browser's will hold: store it anyway.
  const fresh = await freshMemory({});
  const other = await freshMemory({
    _sysExecutable: "another",
    env: { PYTHONHASHSEED: "1", LANG: "xx_XX.UTF-8", X: "y" },
  });
  const changing = new Set();
  for (let place = 0; place < fresh.length; place += 1) {
    if (fresh[place] === other[place]) continue;
    const block = Math.floor(place / BLOCK);
    for (let near = block - NEIGHBOURHOOD; near <= block + NEIGHBOURHOOD; near += 1) changing.add(near);
  }

  writeFileSync(
    join(out, "snapshot.bin"),
    difference(memory, fresh, (block) => changing.has(block)),
  );
  const handles = Object.entries(module.LDSO.loadedLibsByHandle).map(([handle, { name }]) => [handle, name]);
  const description = {
    libraries: LIBRARIES.map((name) => ({ path: `${packages}/${name}`, file: name })),
    handles: Object.fromEntries(handles),
    layout: hashed(layoutInWords(module)),
    memory: memory.length,
    config,
  };
  writeFileSync(join(out, "snapshot.json"), `${JSON.stringify(description, null, 2)}\n`);
}

main().catch((error) => {
  console.error(String(error.stack ?? error).slice(-3000));
  process.exit(1);
});
