/** Wires everything: the only file that knows all the others. */

import { readAddress, writeAddress } from "./address.js";
import { readCurves, writeCurves } from "./curves.js";
import { createOutside } from "./outside.js";
import { createPlayer } from "./player.js";
import { createPython } from "./python.js";
import { createState, openingState } from "./state.js";
import { createMount } from "./view.js";
import { bar } from "./views/bar.js";
import { boundary } from "./views/boundary.js";
import { diagnosis } from "./views/diagnosis.js";
import { inside } from "./views/inside.js";
import { lesson } from "./views/lesson.js";
import { loss } from "./views/loss.js";
import { more } from "./views/more.js";
import { network } from "./views/network.js";
import { notes } from "./views/notes.js";
import { opening } from "./views/opening.js";
import { practice } from "./views/practice.js";
import { settings } from "./views/settings.js";
import { share } from "./views/share.js";
import { truthTable } from "./views/truth-table.js";
import { unavailable } from "./views/unavailable.js";
import { yours } from "./views/yours.js";

/** @returns {Promise<import("./state.js").Description>} */
async function describe() {
  const response = await fetch(new URL("../recording.json", import.meta.url));
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return await response.json();
}

const description = await describe().catch(unavailable);

const asked = readAddress(window.location.hash, description);
const store = createState(openingState(description, asked.choices, asked.notes));
store.change({ curves: readCurves(description) });
const outside = createOutside(store);

const python = createPython({
  onDownload: (download) => store.change({ download }),
  onLost: (lost) => actions.lost(lost),
});
const actions = createPlayer({ python, store, announce: outside.announce });

const mount = createMount(store, actions);
mount("share", share);
mount("notes", notes);
mount("yours", yours);
mount("opening", opening);
mount("truth-table", truthTable);
mount("network", network);
mount("boundary", boundary);
mount("loss", loss);
mount("diagnosis", diagnosis);
mount("settings", settings);
mount(
  "more",
  more([
    { title: "Hidden space", load: () => import("./views/hidden-space.js") },
    { title: "Histograms", load: () => import("./views/histograms.js") },
    { title: "Rows and classes", load: () => import("./views/rows.js") },
  ]),
);
mount("inside", inside);
mount("code", lesson);
mount("practice", practice);
mount("bar", bar);

let written = store.get().choices;
store.subscribe(() => {
  const { engine, training, choices } = store.get();
  Object.assign(document.documentElement.dataset, { engine, training: String(training) });
  // Not with every frame: one may come between the following of an address and the reading of it.
  if (choices === written) return;
  written = choices;
  const address = writeAddress(choices, description.defaults);
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
  const { choices, notes: unread } = readAddress(new URL(newURL).hash, description);
  store.change({ notes: unread });
  actions.choose(choices, "The address", true);
});

Object.assign(window, { glassnet: outside.glassnet });

// The recording first, then Python: the picture must not wait for a megabyte.
requestAnimationFrame(() =>
  setTimeout(async () => {
    actions.boot();
    const { linkNames } = await import("./linked.js");
    linkNames(document);
  }),
);
