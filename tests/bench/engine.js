/**
 * Runs in the real page before its own scripts: keeps hold of the worker that they start, and lets a benchmark run
 * Python there through the door that `served.py` added.
 */

const PageWorker = window.Worker;
/** @type {Worker} */
let engine;
/** Who waits for an answer, by its number. @type {Map<string, (answer: any) => void>} */
const waiting = new Map();

window.Worker = class extends PageWorker {
  /** @param {string | URL} address @param {WorkerOptions} [options] */
  constructor(address, options) {
    super(address, options);
    engine = this;
    // Before the page's own listener, which ends a worker that sends what it was not asked for.
    this.addEventListener("message", (event) => {
      const settle = waiting.get(event.data?.id);
      if (!settle) return;
      event.stopImmediatePropagation();
      waiting.delete(event.data.id);
      settle(event.data);
    });
  }
};

/**
 * Ask the worker as the page does. @param {string} name @param {Record<string, unknown>} args @returns {Promise<any>}
 */
window.ask = (name, args) =>
  new Promise((resolve, reject) => {
    const id = `bench ${Math.random()}`; // no number that the page itself gives to a call
    waiting.set(id, ({ error, result }) => (error ? reject(new Error(error.traceback)) : resolve(result)));
    engine.postMessage({ id, name, args });
  });

/** Run some Python in the page's engine; what it leaves in `answer`. @param {string} code */
window.execute = async (code) => {
  const answer = await window.ask("execute", { code });
  return ArrayBuffer.isView(answer) ? Array.from(answer) : answer;
};
