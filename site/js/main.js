/** Wires everything: the only file that knows all the others. */

import { createActions } from "./actions.js";
import { whenMissing } from "./lazy.js";
import { VIEWS } from "./page.js";
import { fetchedJson } from "./python/download.js";
import { createPython } from "./python/python.js";
import { readAddress, writeAddress } from "./share/address.js";
import { createOutside, howItRan } from "./share/outside.js";
import { beside } from "./site.js";
import { readCurves, writeCurves } from "./state/curves.js";
import { isEmbedded, presentParts, whenToStart } from "./state/presentation.js";
import { createState, openingState } from "./state/state.js";
import { createMount } from "./view.js";
import { closeByEscape } from "./views/escape.js";
import { unavailable } from "./views/unavailable.js";
import { listenForKeys } from "./views/undo.js";

/** @type {import("./state/state.js").Description} */
const description = await fetchedJson(beside("recording.json")).catch(unavailable);

const asked = readAddress(window.location.hash, description);
const store = createState(openingState(description, asked));
presentParts(asked.presentation);
store.change({ curves: readCurves(description) });
whenMissing((missing) => store.change({ missing }));
const outside = createOutside(store);

const python = createPython({
  onDownload: (download) => store.change({ download }),
  onLost: (lost) => actions.lost(lost),
});
const actions = createActions({ python, store, announce: outside.announce });

// Train, reached or pressed where the page was only drawn yet (early.js).
const bar = /** @type {HTMLElement} */ (document.getElementById("bar"));
const reached = bar.contains(document.activeElement);
const pressed = bar.querySelector("[aria-pressed=true]");

const mount = createMount(store, actions);
for (const [id, view] of Object.entries(VIEWS)) mount(id, view);
listenForKeys(actions);
closeByEscape();

if (reached) /** @type {HTMLElement} */ (bar.querySelector(".main")).focus();
if (pressed) actions.train();

let written = store.get().choices;
store.subscribe(() => {
  const { engine, training, choices, run } = store.get();
  const compiled = howItRan(run?.frame.compiled).now;
  Object.assign(document.documentElement.dataset, { engine, training: String(training), compiled: String(compiled) });
  // Not with every frame: one may come between the following of an address and the reading of it.
  const { live } = store.get();
  if (choices === written || (live && !live.settled)) return; // browsers take only some addresses a second
  written = choices;
  const address = writeAddress(choices, description.defaults, store.get().presentation);
  if (address !== window.location.hash) {
    window.history.replaceState(null, "", address || window.location.pathname + window.location.search);
  }
});

let { curves } = store.get();
store.subscribe(() => {
  if (curves === store.get().curves) return;
  ({ curves } = store.get());
  writeCurves(curves);
});

// An address typed or followed while the page is open is an exercise like any other.
window.addEventListener("hashchange", ({ newURL }) => {
  const { choices, presentation, trained, notes: unread } = readAddress(new URL(newURL).hash, description);
  presentParts(presentation);
  store.change({ presentation, trained, notes: unread });
  actions.choose(choices, "The address changed", true);
});

Object.assign(window, { glassnet: outside.glassnet });

if (window.parent !== window) {
  import("./share/framed.js").then(({ answerThePageAround }) => answerThePageAround(outside.glassnet));
}

// The page's own fonts, after its first picture and all that makes it alive. In a frame, they would cost each page that embeds it.
if (!isEmbedded()) {
  requestAnimationFrame(() =>
    setTimeout(() => {
      const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: beside("fonts.css") });
      document.head.append(sheet);
    }),
  );
}

// Offline use, after all else. A frame asks for nothing: offline, the page around it would not be there. Where the line is gone
// that asks for it, a worker that is still there is told so.
outside.glassnet.ready
  .then(async () => {
    if (window.parent !== window) return;
    const asked = document.querySelector("meta[name=offline][content=yes]") ?? navigator.serviceWorker?.controller;
    if (asked) await (await import("./kept/offline.js")).keepForOffline();
  })
  .catch(() => {}); // nobody waits for it, so nobody hears where it cannot be

const begin = async () => {
  actions.boot();
  const { linkNames } = await import("./draw/linked.js");
  linkNames(document);
};
if (pressed) begin();
else whenToStart(asked.presentation, begin);
