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

/**
 * Ask the worker as the page does. @param {string} name @param {Record<string, unknown>} args @returns {Promise<any>}
 */
window.ask = (name, args) =>
  new Promise((resolve, reject) => {
    const id = `bench ${Math.random()}`; // no number that the page itself gives to a call
    engine.addEventListener("message", function settle({ data }) {
      if (data.id !== id) return;
      engine.removeEventListener("message", settle);
      if (data.error) reject(new Error(data.error.traceback));
      else resolve(data.result);
    });
    engine.postMessage({ id, name, args });
  });

/** Run some Python in the page's engine; what it leaves in `answer`. @param {string} code */
window.execute = async (code) => {
  const answer = await window.ask("execute", { code });
  return ArrayBuffer.isView(answer) ? Array.from(answer) : answer;
};
