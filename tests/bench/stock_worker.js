/** Pyodide and NumPy as they come, started as their documentation says; our package beside them; one training step. */

const stock = new URL("../runtime/stock/", import.meta.url).href;
const wheel = fetch(`${stock}glassnet.whl`).then((response) => response.arrayBuffer());
const { loadPyodide } = await import(`${stock}pyodide.mjs`);
const pyodide = await loadPyodide({ indexURL: stock, packages: ["numpy"] });
pyodide.unpackArchive(await wheel, "wheel");
pyodide.runPython(`
from glassnet import session
session.start({})
session.train(1, 1)
`);
self.postMessage("trained");
