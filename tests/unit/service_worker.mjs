// The site's own service-worker.js under Node, in a small browser: caches, clients, updates, and a network that answers from
// folders. `node service_worker.mjs STEPS FOLDER...` runs the steps, a function's body with `browser` and the folders by
// their letters (`a`, `b`, ...), and prints what it returns.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const HOST = "http://host.example";

/** The one of the folders that a path is in. @param {Map<string, unknown>} folders @param {string} path */
function longest(folders, path) {
  return [...folders.keys()].filter((one) => path.startsWith(one)).sort((x, y) => y.length - x.length)[0];
}

/** An answer of the network, as a browser hands it to a service worker. */
class Served extends Response {
  constructor(body, { type = "basic", redirected = false, ...options }) {
    super(body, options);
    this.kind = { type, redirected };
  }
  get type() {
    return this.kind.type;
  }
  get redirected() {
    return this.kind.redirected;
  }
  clone() {
    const copy = super.clone();
    return Object.setPrototypeOf(Object.assign(copy, { kind: this.kind }), Served.prototype);
  }
}

class Caches {
  /** The bytes that may be kept. */
  room = Number.POSITIVE_INFINITY;
  held = new Map();
  async keys() {
    return [...this.held.keys()];
  }
  async has(name) {
    return this.held.has(name);
  }
  async delete(name) {
    return this.held.delete(name);
  }
  async open(name) {
    if (!this.held.has(name)) this.held.set(name, new Map());
    const entries = this.held.get(name);
    return {
      keys: async () => [...entries.keys()].map((url) => ({ url })),
      put: async (url, response) => {
        const bytes = (await response.clone().arrayBuffer()).byteLength;
        if (bytes > this.room) throw Object.assign(new Error("no room"), { name: "QuotaExceededError" });
        this.room -= bytes;
        entries.set(url, response);
      },
    };
  }
  async match(url, { cacheName }) {
    return this.held.get(cacheName)?.get(url)?.clone();
  }
}

class Browser {
  caches = new Caches();
  /** What is deployed, by the path of its folder. */
  sites = new Map();
  /** By path: a function from an answer to what comes in its place. */
  faults = new Map();
  online = true;
  /** What the network was asked for. */
  asked = [];
  /** The active worker of each scope, and the one that waits for it. */
  workers = new Map();
  waiting = new Map();
  clients = [];
  #ids = 0;

  async network(request, options = {}) {
    const { pathname } = new URL(request.url ?? request);
    this.asked.push(`${pathname} ${options.cache ?? request.cache ?? "default"}`);
    if (!this.online) throw new TypeError("Failed to fetch");
    const place = longest(this.sites, pathname);
    const file = join(this.sites.get(place), pathname.slice(place.length) || "index.html");
    const answer = existsSync(file) && statSync(file).isFile() ? readFileSync(file) : null;
    const served = new Served(answer ?? "Not found.", { status: answer ? 200 : 404 });
    const fault = this.faults.get(pathname);
    return fault ? fault(answer) : served;
  }

  /** Opens a page: what is shown, and its client. The browser then looks whether the worker is another one. */
  async open(path) {
    const url = HOST + path;
    const client = { id: String(++this.#ids), url, heard: [] };
    client.postMessage = (message) => client.heard.push(message);
    const response = await this.fetch(path, { mode: "navigate" }).catch(() => null);
    this.clients.push(client);
    const place = this.#scopeOf(url);
    if (place && this.online) await this.register(place);
    return { client, text: response && (await response.text()) };
  }
  /** Leaves pages. Where no page has the worker any more, the one that waits for it takes its place. */
  async close(...clients) {
    this.clients = this.clients.filter((one) => !clients.includes(one));
    for (const place of [...this.waiting.keys()]) {
      if (!this.clients.some(({ url }) => this.#scopeOf(url) === place)) await this.#activate(place);
    }
  }
  async #activate(place) {
    const worker = this.waiting.get(place);
    if (!worker) return;
    this.waiting.delete(place);
    this.workers.set(place, worker);
    await worker.tell("activate", {});
  }

  /** What a page gets that asks for a file. */
  async fetch(path, request = {}) {
    const url = HOST + path;
    const worker = this.workers.get(this.#scopeOf(url));
    const asked = { url, method: "GET", mode: "cors", cache: "default", headers: new Headers(), ...request };
    let answer;
    const respondWith = (given) => {
      answer = given;
    };
    await worker?.tell("fetch", { request: asked, respondWith });
    return await (answer ?? this.network(asked));
  }

  #scopeOf(url) {
    return longest(this.workers, new URL(url).pathname);
  }

  /** What `register` does, and the look for an update. */
  async register(place) {
    const code = readFileSync(join(this.sites.get(place), "service-worker.js"), "utf8");
    if ((this.waiting.get(place) ?? this.workers.get(place))?.code === code) return;
    this.waiting.set(place, this.#started(place, code));
    if (!this.workers.has(place)) await this.#activate(place);
  }

  #started(place, code) {
    const listeners = {};
    const self = {
      registration: { scope: HOST + place, unregister: async () => this.workers.delete(place) },
      clients: { claim: async () => {}, matchAll: async () => [...this.clients] },
      skipWaiting: () => this.#activate(place),
      addEventListener: (name, listener) => {
        listeners[name] = listener;
      },
    };
    const fetch = (...given) => this.network(...given);
    new Function("self", "caches", "fetch", code)(self, this.caches, fetch);
    return {
      code,
      async tell(name, event) {
        const lasting = [];
        listeners[name]?.({ ...event, waitUntil: (work) => lasting.push(work) });
        await Promise.all(lasting);
      },
    };
  }

  /** The page asks for the keeping; whether it hears that it is kept. */
  async keep(client, file) {
    const place = this.#scopeOf(client.url);
    const worker = this.waiting.get(place) ?? this.workers.get(place);
    client.heard.length = 0;
    await worker.tell("message", { data: { keep: HOST + file }, source: client });
    return client.heard.some(({ kept }) => kept === HOST + file);
  }

  /** A visit as a reader makes it: open, and once all is done, keep. @param {string} path @param {string} file Of the page's own. */
  async visit(path, file) {
    const { client, text } = await this.open(path);
    await this.register(longest(this.sites, path));
    return { client, text, kept: await this.keep(client, file) };
  }

  /** What is kept: for each cache, the paths in it. */
  kept() {
    const paths = (entries) => [...entries.keys()].map((url) => url.slice(HOST.length)).sort();
    return Object.fromEntries([...this.caches.held].map(([name, entries]) => [name, paths(entries)]));
  }
}

const [steps, ...folders] = process.argv.slice(2);
const letters = folders.map((_, index) => String.fromCharCode(97 + index));
const run = new Function("browser", "Browser", "Served", ...letters, `return (async () => {${steps}})();`);
console.log(JSON.stringify(await run(new Browser(), Browser, Served, ...folders)));
