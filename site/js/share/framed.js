/**
 * The page in a frame: lets the outer page use `window.glassnet` by messages.
 *
 * In: `{glassnet: "state" | "ready", id}`, or `{glassnet: "on", event}`. Out: `{glassnet: "state" | "ready", id, state}`, and
 * `{glassnet: "event", event, state}` for each requested event. Imports nothing.
 */

const EVENTS = ["ready", "frame", "end", "failed"];

/** @param {ReturnType<typeof import("./outside.js").createOutside>["glassnet"]} glassnet */
export function answerThePageAround(glassnet) {
  /** @type {Set<string>} */
  const told = new Set();

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || typeof data?.glassnet !== "string") return;
    const { glassnet: asked, id, event } = data;
    // Any outer page may ask. It gets none of the reader's data and code, but their network's predictions.
    const tell = (/** @type {object} */ message) => window.parent.postMessage(message, "*");
    const answer = () => tell({ glassnet: asked, id, state: glassnet.state() });
    if (asked === "state") answer();
    if (asked === "ready") glassnet.ready.then(answer);
    if (asked === "on" && EVENTS.includes(event) && !told.has(event)) {
      told.add(event);
      glassnet.on(event, (state) => tell({ glassnet: "event", event, state }));
    }
  });
  window.parent.postMessage({ glassnet: "there" }, "*"); // earlier requests were lost
}
