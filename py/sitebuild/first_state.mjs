// Draws the page's first state: node first_state.mjs DOMINO SITE PAGE RECORDING FORMULAS OUT. The page's own views are mounted in a
// document without a browser; OUT is {id: HTML} for each element of PAGE that has something to show.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { lossStill } from "./loss_still.mjs";
import { SvgContext } from "./svg_canvas.mjs";

const [dominoFolder, site, page, recording, formulas, out] = process.argv.slice(2);
const domino = createRequire(import.meta.url)(join(dominoFolder, "lib", "index.js"));
const module = (name) => import(pathToFileURL(join(site, name)).href);

const REM = 16;
const WIDE = { width: 1280, dark: false };
/** Who looks at the page; what differs between them is drawn for each. */
let reader = WIDE;
/** As wide as the boundary is on a wide screen. */
const SQUARE = { width: 332, height: 332 };

/** Called where the browser would draw. */
let frames = [];
function drawFrame() {
  const now = frames;
  frames = [];
  for (const frame of now) frame(0);
}

// Before there is a window: uPlot would begin to watch it.
const { default: uPlot } = await module("vendor/uplot/uPlot.esm.js");

/** The browser, as far as the views ask for it before anybody does anything. */
const window = domino.createWindow(readFileSync(page, "utf8"));
const { document } = window;
const media = (query) => ({
  get matches() {
    const [, side, rem] = /\((min|max)-width: (\d+)rem\)/.exec(query) ?? [];
    if (side) return side === "min" ? reader.width >= rem * REM : reader.width <= rem * REM;
    return query === "(prefers-color-scheme: dark)" && reader.dark;
  },
  addEventListener() {},
});
class Observer {
  constructor(notice) {
    this.notice = notice;
  }
  observe(element) {
    if (element.localName === "canvas") this.notice([{ contentRect: SQUARE }]);
  }
}
Object.assign(window, { matchMedia: media, devicePixelRatio: 1 });
Object.assign(globalThis, {
  window,
  document,
  ResizeObserver: Observer,
  IntersectionObserver: Observer,
  requestAnimationFrame: (frame) => frames.push(frame),
  // A colour of the style sheet is still one, by its name, in what is drawn.
  getComputedStyle: () => ({ getPropertyValue: (name) => `var(${name})` }),
});
// domino has canvases without a context, and options that nobody selects.
const { HTMLCanvasElement: Canvas, HTMLOptionElement: Choice } = window;
const size = (side) => ({
  get() {
    return this.getContext("2d")[side];
  },
  set(pixels) {
    Object.assign(this.getContext("2d"), { drawn: [], image: null, [side]: pixels }); // empty, as in a browser
  },
});
Canvas.prototype = Object.create(Canvas.prototype, {
  width: size("width"),
  height: size("height"),
  getContext: {
    value() {
      this.context ??= new SvgContext();
      return this.context;
    },
  },
});
Object.defineProperty(Choice.prototype, "selected", {
  set(selected) {
    this.toggleAttribute("selected", selected);
  },
});

const { createState, openingState } = await module("js/state/state.js");
const { createMount } = await module("js/view.js");
const { VIEWS } = await module("js/page.js");
const { HEIGHT } = await module("js/views/loss.js");
const { takeFormulas } = await module("js/views/formula.js");

takeFormulas(JSON.parse(readFileSync(formulas, "utf8")));
const description = JSON.parse(readFileSync(recording, "utf8"));
const store = createState(openingState(description, { choices: description.defaults, presentation: {}, notes: [] }));
const mount = createMount(store, {});
for (const [id, view] of Object.entries(VIEWS)) {
  try {
    mount(id, view);
  } catch (error) {
    throw new Error(`The view of “${id}” cannot be drawn without a browser: ${error.message}`, { cause: error });
  }
}

const { run } = store.get();
document.querySelector("#loss .chart").innerHTML = lossStill(run.curve, run.until, HEIGHT, uPlot.rangeNum);

/** Every view's HTML as one reader gets it. */
function drawnFor(someone) {
  reader = someone;
  store.change({});
  drawFrame();
  return Object.fromEntries(Object.keys(VIEWS).map((id) => [id, htmlOf(document.getElementById(id))]));
}

/** What is in an element, with pictures in the place of canvases, and without lit's marks and the templates' indentation. */
function htmlOf(element) {
  const copy = element.cloneNode(true);
  const canvases = Array.from(element.querySelectorAll("canvas"));
  for (const [index, empty] of Array.from(copy.querySelectorAll("canvas")).entries()) {
    const attributes = Array.from(empty.attributes, ({ name, value }) => `${name}="${value}"`).join(" ");
    const { width, height, drawn } = canvases[index].getContext("2d");
    empty.outerHTML = `<svg viewBox="0 0 ${width} ${height}" ${attributes}>${drawn.join("")}</svg>`;
  }
  return copy.innerHTML.replaceAll(/<!--.*?-->/gs, "").replaceAll(/\n +(?=<)/g, "\n");
}

/**
 * Two drawings of the same, made one. What may differ between them is what the pattern finds; `both` says what then stands
 * in the place of the two.
 */
function merged(one, other, pattern, both) {
  const [parts, others] = [one.split(pattern), other.split(pattern)];
  return parts
    .map((part, index) => {
      if (part === others[index]) return part;
      if (index % 2 && others[index]) return both(part, others[index]);
      throw new Error(
        `Readers would see more than other colours and drawings: ${difference(part, others[index] ?? "")}.`,
      );
    })
    .join("");
}

/** Where two texts part. */
function difference(one, other) {
  const at = [...one].findIndex((letter, place) => letter !== other[place]);
  const [here, there] = [one, other].map((text) => text.slice(at, at + 40).replaceAll(/\s+/g, " "));
  return `“${here}” here, “${there}” there`;
}

/** Only for readers of one kind; the style sheet leaves it out for others. */
const only = (kind, element) => element.replace(/^<\w+/, `$& data-only="${kind}"`);

const inBothColours = (light, dark) =>
  merged(light, dark, /(rgb\([^)]*\)|<image [^>]*><\/image>)/, (one, other) =>
    one.startsWith("rgb") ? `light-dark(${one}, ${other})` : only("light", one) + only("dark", other),
  );
const [light, dark] = [drawnFor({ ...WIDE, dark: false }), drawnFor({ ...WIDE, dark: true })];
const both = Object.keys(VIEWS).map((id) => [id, inBothColours(light[id], dark[id])]);
writeFileSync(out, JSON.stringify(Object.fromEntries(both.filter(([, html]) => html))));
