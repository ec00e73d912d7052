/**
 * Python, from the page's side: `call(name, args)` gives a promise.
 *
 * The worker is started from a blob, because only then does it inherit the page's content security policy: Python
 * cannot reach another host. One that dies, does not answer, or sends what is no answer (forms.js) is ended, and every
 * open call with it; `start` makes the next one.
 */

import { load } from "../lazy.js";
import { beside } from "../site.js";
import { isEmbedded } from "../state/presentation.js";
import { missing } from "./download.js";
import { fetchRuntime, fetchSupplies, filesToSupply } from "./supplies.js";

// A slice of training is asked to take some 30 ms. A call is given up after two of these without an answer: one alone
// may also have passed while the computer slept.
export const PATIENCE_MS = 1250;

// A worker that has all it needs, and after so long is not a running Python, is given up for the plain start.
const RESTORE_MS = 8000;

/** @typedef {"snapshot" | "plain"} Start */

/** What Python itself had to say: an input that it refused, or an error in its code. */
export class PythonError extends Error {
  /** @param {{type: string, message: string, traceback: string}} error */
  constructor({ type, message, traceback }) {
    super(message);
    this.type = type;
    this.traceback = traceback;
  }
}

/** The worker is gone, or never came: whatever was asked will not be answered. */
export class EngineLost extends Error {
  /**
   * @param {string} why
   * @param {"ended" | "silent" | "forged"} [how] Whether it did not answer: a loop without an end; or sent what is no answer.
   * @param {string[]} [asked] The functions that were asked and have not answered.
   */
  constructor(why, how = "ended", asked = []) {
    super(why);
    this.how = how;
    this.asked = asked;
  }
}

/**
 * @typedef {object} Watcher
 * @property {(download: {received: number, total: number}) => void} onDownload
 * @property {(lost: EngineLost) => void} onLost Once for each worker that is lost.
 */

/** @param {Watcher} watcher */
export function createPython({ onDownload, onLost }) {
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Map<number, {name: string, resolve: (value: any) => void, reject: (error: Error) => void, timer: number, patience: number}>} */
  const open = new Map();
  let lastId = 0;
  /** Whose download is told. @type {import("./supplies.js").Supplies | null} */
  let supplies = null;

  /** @type {typeof import("./forms.js") | undefined} */
  let forms;

  /** @param {string} why @param {EngineLost["how"]} [how] */
  function lose(why, how) {
    const asked = Array.from(open.values(), ({ name }) => name);
    const lost = new EngineLost(why, how, asked);
    if (!worker && open.size === 0) return lost;
    worker?.terminate();
    worker = null;
    for (const { reject, timer } of open.values()) {
      clearTimeout(timer);
      reject(lost);
    }
    open.clear();
    onLost(lost);
    return lost;
  }

  /** @param {number} id @param {boolean} again @param {number} patience */
  function wait(id, again, patience) {
    return window.setTimeout(() => {
      const call = open.get(id);
      if (!call) return;
      if (again) call.timer = wait(id, false, patience);
      else lose("it did not answer.", "silent");
    }, patience);
  }

  /** @param {any} answer */
  function settle(answer) {
    const { id, result, error } = answer ?? {};
    const call = open.get(id);
    if (!call || !forms?.isAnswer(answer, call.name)) {
      lose("it sent what is no answer.", "forged");
      return;
    }
    open.delete(id);
    clearTimeout(call.timer);
    // It is alive: what else was asked is waited for from now on.
    for (const [other, waiting] of open) {
      clearTimeout(waiting.timer);
      waiting.timer = wait(other, true, waiting.patience);
    }
    if (error) call.reject(new PythonError(error));
    else call.resolve(result);
  }

  /** @param {Start} way @param {import("./supplies.js").Runtime} from */
  function boot(way, from) {
    const started = newWorker(way, from);
    const answers = load("forms");
    worker = started;
    let silence = 0;

    /** @param {string} why */
    function give(why) {
      clearTimeout(silence);
      if (worker !== started) return;
      if (way === "plain" || !open.has(0)) {
        lose(why);
        return;
      }
      started.terminate();
      supplies = null;
      console.info(`Glassnet starts without its snapshot: ${why}`);
      boot("plain", from);
    }

    started.onmessage = async ({ data }) => {
      if (worker !== started) return;
      if (data?.failed) give(String(data.failed));
      else if (data?.download && open.has(0)) onDownload(data.download);
      else {
        clearTimeout(silence);
        forms ??= await answers;
        if (worker === started) settle(data);
      }
    };
    started.onerror = (event) => {
      event.preventDefault();
      give(event.message || "its worker could not be loaded.");
    };
    if (way === "plain") return;
    const given = Object.entries(fetchNow(from)).map(async ([file, supply]) =>
      started.postMessage({ [file]: await supply }),
    );
    Promise.all(given)
      .then(() => {
        silence = window.setTimeout(() => open.has(0) && give("it does not come to life."), RESTORE_MS);
      })
      .catch((error) => give(error.message));
  }

  /** What is given up for the plain start tells no more of its download: that start tells of its own. @param {import("./supplies.js").Runtime} from */
  function fetchNow(from) {
    /** @type {import("./supplies.js").Supplies} */
    const fetching = fetchSupplies(from, (download) => supplies === fetching && onDownload(download));
    supplies = fetching;
    return fetching;
  }

  return {
    /**
     * Boot a worker in the place of the last: from the snapshot, or, where there is none or anything is wrong, plainly.
     *
     * @returns {Promise<Start>} which way it was, once Python is ready; rejected with `EngineLost` when it never is.
     */
    start() {
      worker?.terminate();
      worker = null;
      return new Promise((resolve, reject) => {
        open.set(0, { name: "", resolve, reject, timer: 0, patience: PATIENCE_MS });
        fetchRuntime()
          .then((from) => boot(from.snapshot ? "snapshot" : "plain", from))
          .catch((error) => lose(error.message));
      });
    },

    /** End a Python that is not to be trusted any more. @param {string} why @returns {EngineLost} */
    end: (why) => lose(why),

    /** End Python, of which nothing is asked. Whoever asks meanwhile hears that it is not running. */
    stop() {
      worker?.terminate();
      worker = null;
    },

    /**
     * Call a function of the session by name.
     *
     * @param {string} name
     * @param {Record<string, unknown>} args
     * @param {number} [patience] Milliseconds; given up after twice that without an answer.
     * @returns {Promise<any>}
     */
    call(name, args, patience = PATIENCE_MS) {
      return new Promise((resolve, reject) => {
        if (!worker) {
          reject(new EngineLost("it is not running."));
          return;
        }
        lastId += 1;
        open.set(lastId, { name, resolve, reject, timer: wait(lastId, true, patience), patience });
        worker.postMessage({ id: lastId, name, args });
      });
    },
  };
}

/** @typedef {ReturnType<typeof createPython>} Python */

/**
 * A classic worker from a blob that imports `worker.js`: browsers refuse a module worker from a blob in a sandboxed frame.
 *
 * @param {Start} way
 * @param {import("./supplies.js").Runtime} runtime
 */
function newWorker(way, runtime) {
  const address = JSON.stringify(beside("worker.js"));
  const absent = JSON.stringify(missing("worker.js", null));
  // What it is given may come before worker.js does, so it is caught here. Pyodide refuses classic workers that can import
  // scripts; this one says at once that it cannot.
  const code = `
    const arrive = {};
    const supply = (file) => [file, new Promise((resolve) => { arrive[file] = resolve; })];
    self.glassnet = {
      way: ${JSON.stringify(way)},
      runtime: ${JSON.stringify({ ...runtime, rarely: isEmbedded() })},
      supplies: Object.fromEntries(${JSON.stringify(filesToSupply(runtime))}.map(supply)),
    };
    self.onmessage = ({ data }) => Object.entries(data).forEach(([file, given]) => arrive[file](given));
    self.importScripts = () => { throw new Error("This worker imports modules only."); };
    const absent = () => self.postMessage({ failed: ${absent} });
    import(${address}).then(({ isWhole }) => isWhole || absent(), (error) => {
      if (self.glassnet.begun) self.postMessage({ failed: String(error.message) });
      else absent();
    });`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}
