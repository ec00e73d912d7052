// node run.mjs PYODIDE NUMPY_WHEEL REPOSITORY SCRIPT GIVEN: runs a Python script in Pyodide, and prints its `answer`.
//
// GIVEN is a file of JSON that the script has as the text `given`; `answer` is to be text.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, wheel, repository, script, given] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${folder}/` });
python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
python.FS.mkdirTree("/repository");
python.FS.mount(python.FS.filesystems.NODEFS, { root: repository }, "/repository");

// What a page's worker gives to the compiler: see site/js/python/machine.js.
const { expTable } = await import(pathToFileURL(`${repository}/site/js/python/machine.js`).href);
const { exports } = python._module.LDSO.loadedLibsByName.__main__;
globalThis.machine = {
  entry(bytes, names) {
    const e = Object.fromEntries(["memory", ...names].map((name) => [name, exports[name]]));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { e }).exports.epochs;
  },
  expTable: expTable(exports.memory.buffer),
  pages: () => exports.memory.buffer.byteLength / 65536,
};

python.globals.set("given", readFileSync(given, "utf8"));
const paths = ["/repository/py", "/repository/tests", "/repository/tests/in_pyodide", "/repository/tests/bench"];
python.runPython(`import sys\nsys.dont_write_bytecode = True\nsys.path[:0] = ${JSON.stringify(paths)}`);
try {
  python.runPython(readFileSync(script, "utf8"));
  console.log(python.globals.get("answer"));
} catch (error) {
  console.error(String(error.message ?? error).slice(-4000));
  process.exit(1);
}
