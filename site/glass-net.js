/**
 * The `<glass-net>` element, for other people's pages:
 *
 *     <script type="module" src="https://.../glass-net.js"></script>
 *     <glass-net address="dataset=and&hidden=4&hide=code"></glass-net>
 *
 * It shows `embed.html`, from the folder of this file, in a frame, with the exercise in `address`: the part of a shared
 * address after its `#`. The frame is its child, because frames in shadow trees do not find one another, and they share
 * what they have fetched. `label` is the accessible name of the frame. It is 40rem high; your own style can change that. The
 * element has the interface of `window.glassnet`: `ready`, `state()`, `on(event, listener)`; but `state()` returns a promise.
 *
 * Imports nothing, and needs nothing else from the page.
 */

const PAGE = new URL("embed.html", import.meta.url);
const STYLE = ":host { display: block; height: 40rem } :host([hidden]) { display: none }";
/** No style of the page around changes it. */
const FRAME_STYLE = "all: initial; display: block; width: 100%; height: 100%; border: 0";
const SLOT = "glassnet-frame";

/** @typedef {"ready" | "frame" | "end" | "failed"} GlassnetEvent */

export class GlassNet extends HTMLElement {
  static observedAttributes = ["address", "label"];

  #frame = document.createElement("iframe");
  #there = false;
  #asked = 0;
  /** The open requests, by number. @type {Map<number, {question: object, answer: (state: any) => void}>} */
  #open = new Map();
  /** The events with listeners. @type {Set<GlassnetEvent>} */
  #wanted = new Set();
  #events = new EventTarget();
  #hear = (/** @type {MessageEvent} */ message) => this.#heard(message);

  /** Resolves when Python is first ready. @type {Promise<void>} */
  ready = this.#ask("ready").then(() => {});

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(Object.assign(document.createElement("slot"), { name: SLOT }));
    Object.assign(this.#frame, { allow: "clipboard-write", slot: SLOT });
    this.#frame.style.cssText = FRAME_STYLE;
  }

  connectedCallback() {
    window.addEventListener("message", this.#hear);
    this.attributeChangedCallback();
    for (const copied of this.querySelectorAll(`:scope > [slot="${SLOT}"]`)) copied.remove(); // with the element around it
    this.append(this.#frame);
  }

  disconnectedCallback() {
    window.removeEventListener("message", this.#hear);
    this.#there = false;
  }

  attributeChangedCallback() {
    const address = (this.getAttribute("address") ?? "").replace(/^#/, "");
    this.#frame.title = this.getAttribute("label") ?? "Glassnet: a neural network to train";
    // With a new address, the page in the frame stays and opens the exercise.
    const source = `${PAGE}#${address}`;
    if (this.isConnected && this.#frame.src !== source) this.#frame.src = source;
  }

  /** The current choices, epoch, loss, predictions and parameters, as plain JSON. @returns {Promise<any>} */
  state() {
    return this.#ask("state");
  }

  /**
   * Calls a listener with the state at each event: `ready`, `frame` (something was computed), `end` (training stopped by
   * itself), `failed`.
   *
   * @param {GlassnetEvent} event
   * @param {(state: any) => void} listener
   * @returns {() => void} Removes the listener.
   */
  on(event, listener) {
    const listen = (/** @type {Event} */ told) => listener(/** @type {CustomEvent} */ (told).detail);
    this.#events.addEventListener(event, listen);
    this.#wanted.add(event);
    this.#send({ glassnet: "on", event });
    return () => this.#events.removeEventListener(event, listen);
  }

  /** @param {"ready" | "state"} what @returns {Promise<any>} */
  #ask(what) {
    this.#asked += 1;
    const question = { glassnet: what, id: this.#asked };
    return new Promise((answer) => {
      this.#open.set(question.id, { question, answer });
      this.#send(question);
    });
  }

  /** Sends a message; those sent too early are sent again when the page in the frame says that it is ready. @param {object} message */
  #send(message) {
    if (this.#there) this.#frame.contentWindow?.postMessage(message, PAGE.origin);
  }

  /** @param {MessageEvent} message */
  #heard({ source, origin, data }) {
    if (source !== this.#frame.contentWindow || origin !== PAGE.origin) return;
    if (data?.glassnet === "there") {
      this.#there = true;
      for (const event of this.#wanted) this.#send({ glassnet: "on", event });
      for (const { question } of this.#open.values()) this.#send(question);
    } else if (data?.glassnet === "event") {
      this.#events.dispatchEvent(new CustomEvent(data.event, { detail: data.state }));
    } else {
      this.#open.get(data?.id)?.answer(data.state);
      this.#open.delete(data?.id);
    }
  }
}

if (!customElements.get("glass-net")) customElements.define("glass-net", GlassNet);
