/**
 * Runs in the real page before its own scripts: keeps hold of the worker that they start, and lets a benchmark run
 * Python there through the door that `served.py` added.
 */

const PageWorker = window.Worker;
/** @type {Worker} */
let engine;

window.Worker = class extends PageWorker {
  /** @param {string | URL} address @param {WorkerOptions} [options] */
  constructor(address, options) {
    super(address, options);
    engine = this;
  }
};

/** Run some Python in the page's engine; a promise of what it leaves in `answer`. @param {string} code */
window.execute = (code) =>
  new Promise((resolve, reject) => {
    const id = `bench ${Math.random()}`; // no number that the page itself gives to a call
    engine.addEventListener("message", function settle({ data }) {
      if (data.id !== id) return;
      engine.removeEventListener("message", settle);
      if (data.error) reject(new Error(data.error.traceback));
      else resolve(data.result);
    });
    engine.postMessage({ id, name: "execute", args: { code } });
  });
