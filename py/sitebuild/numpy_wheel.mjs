// Lets Pyodide fetch NumPy's wheel into a folder, from its own archive on the web, as it would for itself.
// node numpy_wheel.mjs PYODIDE_MJS FOLDER
import { pathToFileURL } from "node:url";

const [pyodideModule, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodideModule).href);
const python = await loadPyodide({ packageCacheDir: folder });
const said = [];
await python.loadPackage("numpy", { messageCallback() {}, errorCallback: (message) => said.push(message) });
if (said.length) {
  console.error(said.at(-1));
  process.exit(1);
}
