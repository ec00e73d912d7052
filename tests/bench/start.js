/** From `new Worker` to the first finished training step: the milliseconds, for our way and for stock Pyodide's. */

import { createPython } from "../js/python/python.js";

const ours = () => createPython({ onDownload: () => {}, onLost: (lost) => Promise.reject(lost) });

/** @param {import("../js/python/python.js").Python} python */
async function untilTrained(python) {
  const started = performance.now();
  await python.start();
  await python.call("start", { chosen: {} });
  await python.call("train", { milliseconds: 1, until: 1 });
  return performance.now() - started;
}

window.start = {
  ours: () => untilTrained(ours()),

  /** The second worker of a page, as after a crash: what the first one needed is kept. */
  async again() {
    const python = ours();
    await untilTrained(python);
    return await untilTrained(python);
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
