/** From `new Worker` to the first finished training step: the milliseconds, for our way and for stock Pyodide's. */

import { createPython } from "../js/python.js";

window.start = {
  async ours() {
    const started = performance.now();
    const python = createPython({ onDownload: () => {}, onLost: (lost) => Promise.reject(lost) });
    await python.start();
    await python.call("start", { chosen: {} });
    await python.call("train", { milliseconds: 1, until: 1 });
    return performance.now() - started;
  },

  stock() {
    const started = performance.now();
    const worker = new Worker("stock_worker.js", { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onmessage = () => resolve(performance.now() - started);
      worker.onerror = (event) => reject(new Error(event.message));
    });
  },
};

document.documentElement.dataset.ready = "";
