/**
 * Offline use: keeps what the page needs, all files of one build in one cache, and answers from there.
 *
 * - A page comes from the network, and from a cache only where no network answers: after a deploy, nobody sees the old one.
 * - Every other file has its content's hash in its address, so a kept one is never an old one.
 * - Only what has the hash that the build knows is kept: no part of a file, no error, no page of a network's sign-in.
 * - Where the site is, is in the names of its caches, so that two copies on one host leave each other's alone.
 *
 * The page asks for the keeping once it has nothing else to do (js/kept/offline.js). All else goes by as if nobody were here.
 *
 * The worker of a new build waits, as browsers have it, until no page of an older one is open: to end a worker while a page
 * loads may cut off what it is loading. Meanwhile it keeps what its page needs. It takes over sooner where that page is the
 * only one, and has nothing else to do.
 */

/** What the build knows of each file: by address, its hash. Without a list, this removes what an earlier one has kept. @type {Record<string, string> | null} */
const FILES = null;

/** @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} Lasting */
/** @typedef {Lasting & {request: Request, respondWith: (answer: Promise<Response>) => void}} Asked */
/** @typedef {Lasting & {data: any, source: {id: string, postMessage: (message: unknown) => void} | null}} Told */

const worker = /** @type {any} */ (self);
/** @type {string} */
const SCOPE = worker.registration.scope;
const PLACE = `Glassnet ${new URL(SCOPE).pathname} `;
/** The pages, by what they are asked for; the first is also the folder itself. */
const PAGES = ["index.html", "embed.html"];
const known = new Map(Object.entries(FILES ?? {}));
/** This build's cache: the page names all that it loads, by content, so its hash is the build's. */
const OWN = PLACE + known.get(PAGES[0]);

worker.addEventListener("activate", (/** @type {Lasting} */ event) => {
  event.waitUntil(FILES ? worker.clients.claim() : removeAll());
});
worker.addEventListener("message", (/** @type {Told} */ event) => {
  if (typeof event.data?.keep === "string") event.waitUntil(keepFor(event));
});
worker.addEventListener("fetch", (/** @type {Asked} */ event) => {
  const answer = FILES && answerTo(event.request);
  if (answer) event.respondWith(answer);
});

// Answering

/** @param {Request} request @returns {Promise<Response> | null} Null where the browser is to ask by itself. */
function answerTo(request) {
  const path = pathOf(request.url);
  if (path === null || request.method !== "GET" || request.headers.has("range")) return null;
  if (request.mode === "navigate") return PAGES.includes(path) ? page(request, path) : null;
  if (!/^(page-|runtime\/)/.test(path)) return null;
  return request.cache === "reload" ? anew(request, path) : keptOrAsked(request, path);
}

/** Its address in the site, without what follows `?` or `#`; null outside. @param {string} url */
function pathOf(url) {
  const [address] = url.split(/[?#]/);
  return address.startsWith(SCOPE) ? address.slice(SCOPE.length) || PAGES[0] : null;
}

/** @param {string} path */
const addressOf = (path) => new URL(path === PAGES[0] ? "./" : path, SCOPE).href;

/** Asked for past the browser's own cache, which may hold an old one. @param {Request} request @param {string} path */
async function page(request, path) {
  try {
    return await fetch(request, { cache: "no-cache" });
  } catch (error) {
    const kept = await found(path);
    if (kept) return kept;
    throw error;
  }
}

/** @param {Request} request @param {string} path */
async function keptOrAsked(request, path) {
  return (await found(path)) ?? fetch(request);
}

/** Retry: what comes replaces what is kept, if it is whole. @param {Request} request @param {string} path */
async function anew(request, path) {
  const response = await fetch(request);
  if ((await caches.has(OWN)) && (await isWhole(response, path))) await keep(path, response.clone()).catch(() => {});
  return response;
}

/** Where it is kept: by this build, else by another, the newest first. @param {string} path @returns {Promise<Response | undefined>} */
async function found(path) {
  const own = known.has(path) && (await foundIn(OWN, path));
  if (own) return own;
  for (const name of (await others()).reverse()) {
    const response = await foundIn(name, path);
    if (response) return response;
  }
}

/** @param {string} cacheName @param {string} path */
const foundIn = (cacheName, path) => caches.match(addressOf(path), { cacheName, ignoreVary: true });

// Keeping

/** @type {Promise<void> | null} */
let keeping = null;

/** @param {Told} told By a page that has nothing else to do; it hears when all that it needs is kept. */
async function keepFor({ data, source }) {
  if (FILES) {
    try {
      await keepOnce();
    } catch {
      return; // no network, no room, or another deploy: what is there stays, and the next visit goes on
    }
    if (!known.has(pathOf(data.keep) ?? "")) return; // a page of another build
    source?.postMessage({ kept: data.keep });
  }
  if (!source || !(await isAlone(source.id))) return;
  await worker.skipWaiting();
  for (const name of await others()) await caches.delete(name);
}

function keepOnce() {
  keeping ??= keepAll().finally(() => {
    keeping = null;
  });
  return keeping;
}

/** The pages are first to be asked for, because another deploy shows there; and last to be kept: with them it is all there. */
async function keepAll() {
  const there = new Set((await (await caches.open(OWN)).keys()).map(({ url }) => url));
  const missing = [...known.keys()].filter((path) => !there.has(addressOf(path)));
  const pages = missing.filter((path) => PAGES.includes(path));
  const responses = [];
  for (const path of pages) responses.push(await whole(path));
  try {
    for (const path of missing.filter((one) => !PAGES.includes(one))) await keep(path, await whole(path));
    for (const [index, path] of pages.entries()) await keep(path, responses[index]);
  } catch (error) {
    // A part takes up room that the reader's own data may need.
    if (pages.length && /** @type {any} */ (error).name === "QuotaExceededError") await caches.delete(OWN);
    throw error;
  }
}

/** @param {string} path @param {Response} response */
async function keep(path, response) {
  await (await caches.open(OWN)).put(addressOf(path), response);
}

/** The file as the build made it: from an older build's cache, from the browser's own, or from the network. @param {string} path */
async function whole(path) {
  const isPage = PAGES.includes(path);
  const kept = isPage ? undefined : await found(path);
  if (kept && (await isWhole(kept, path))) return kept;
  for (const cache of /** @type {RequestCache[]} */ (isPage ? ["no-cache"] : ["force-cache", "reload"])) {
    const response = await fetch(addressOf(path), { cache, priority: "low" });
    if (await isWhole(response, path)) return response;
  }
  throw new Error(`${path} did not arrive, or not whole, or is another one.`);
}

/** @param {Response} response Can be read afterwards. @param {string} path */
async function isWhole(response, path) {
  if (response.status !== 200 || response.type !== "basic" || response.redirected) return false;
  const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}` === known.get(path);
}

// Caches

/** The caches of other builds at this place, the oldest first. */
async function others() {
  return (await caches.keys()).filter((name) => name.startsWith(PLACE) && name !== OWN);
}

/** Whether no other page of this place is open, which may be of another build. @param {string} asker */
async function isAlone(asker) {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const another = (/** @type {{id: string, url: string}} */ { id, url }) => id !== asker && url.startsWith(SCOPE);
  return !windows.some(another);
}

async function removeAll() {
  for (const name of await others()) await caches.delete(name);
  await worker.registration.unregister();
}
