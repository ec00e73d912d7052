// Prints what bits.py finds in a Pyodide with a NumPy, to be compared with what it finds in another.
// node bits.mjs PYODIDE_FOLDER NUMPY_WHEEL
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, wheel] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
python.FS.mkdirTree("/py");
python.FS.mount(python.FS.filesystems.NODEFS, { root: join(import.meta.dirname, "..") }, "/py");
python.runPython("import sys; sys.path[:0] = ['/py', '/py/sitebuild']; sys.dont_write_bytecode = True");
python.runPython("import numpy; print('Python', sys.version.split()[0], 'NumPy', numpy.__version__)");
python.runPython("import bits; bits.main()");
