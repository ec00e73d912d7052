/**
 * The page in a frame: what the page around it may ask, as it could ask `window.glassnet` in a page of its own.
 *
 * In: `{glassnet: "state" | "ready", id}`, or `{glassnet: "on", event}`. Out: `{glassnet: "state" | "ready", id, state}`, and
 * `{glassnet: "event", event, state}` for each event that was asked for. Imports nothing.
 */

const EVENTS = ["ready", "frame", "end", "failed"];

/** @param {ReturnType<typeof import("./outside.js").createOutside>["glassnet"]} glassnet */
export function answerThePageAround(glassnet) {
  /** @type {Set<string>} */
  const told = new Set();

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || typeof data?.glassnet !== "string") return;
    const { glassnet: asked, id, event } = data;
    // Whoever holds the frame may ask. No data and no code of the reader's is told, but what their network makes of it is.
    const tell = (/** @type {object} */ message) => window.parent.postMessage(message, "*");
    const answer = () => tell({ glassnet: asked, id, state: glassnet.state() });
    if (asked === "state") answer();
    if (asked === "ready") glassnet.ready.then(answer);
    if (asked === "on" && EVENTS.includes(event) && !told.has(event)) {
      told.add(event);
      glassnet.on(event, (state) => tell({ glassnet: "event", event, state }));
    }
  });
  window.parent.postMessage({ glassnet: "there" }, "*"); // what was asked before was not heard
}
