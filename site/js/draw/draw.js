/**
 * Scales, colours and canvas helpers. Imports nothing.
 *
 * One diverging, colour-blind-safe scale for weights, activations and predictions, with 0 in the middle: Fabio Crameri's
 * vik on light and berlin on dark (Scientific colour maps, doi.org/10.5281/zenodo.1243862, MIT), 17 stops of each.
 */

const SCALES = {
  light: stops(
    "001261 022b71 034481 0c5e92 307da6 619ebd 94bed2 c6dbe6 ece5e0 e9ccba dcac90 cf8e68 c37243 b3531f 942f06 741506 590008",
  ),
  dark: stops(
    "9eb0ff 79abed 519fd3 3685ad 286886 1d4b61 14303e 111a20 190c09 2a0e01 3f1201 591c07 7b321c 9c4f3d bc6d61 dd8d86 ffadad",
  ),
};

/** @param {string} list Colours in hexadecimal. @returns {number[][]} */
function stops(list) {
  return list.split(" ").map((colour) => [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)));
}

/** The media of its style sheet decide when the page is dark; an address may change them (early.js). */
const dark = /** @type {HTMLLinkElement} */ (document.getElementById("dark"));
let darkness = watched();

function watched() {
  const media = window.matchMedia(dark.media);
  media.addEventListener("change", recolour);
  return media;
}

window.addEventListener("hashchange", () => {
  if (dark.media === darkness.media) return;
  darkness.removeEventListener("change", recolour);
  darkness = watched();
  recolour();
});

/** @type {Set<() => void>} */
const coloured = new Set();
function recolour() {
  for (const redraw of coloured) redraw();
}

/** Whether the page is dark. */
export function isDark() {
  return darkness.matches;
}

/** Call back whenever the colours change. @param {() => void} redraw */
export function onColoursChanged(redraw) {
  coloured.add(redraw);
}

/** Cached, because reading a style makes the browser compute the style of the whole page. @type {Map<string, string>} */
const themeColours = new Map();
onColoursChanged(() => themeColours.clear());

/** A colour of the style sheet, by the name of its variable. @param {string} name */
export function themeColour(name) {
  const known = themeColours.get(name);
  if (known) return known;
  const colour = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  themeColours.set(name, colour);
  return colour;
}

/**
 * The diverging scale's red, green and blue at a value; values outside [-1, 1] get the end's colour.
 *
 * @param {number} value
 * @returns {number[]}
 */
function diverging(value) {
  const scale = darkness.matches ? SCALES.dark : SCALES.light;
  const place = ((Math.max(-1, Math.min(1, value)) + 1) / 2) * (scale.length - 1);
  const below = Math.min(Math.floor(place), scale.length - 2);
  return scale[below].map((channel, index) => channel + (scale[below + 1][index] - channel) * (place - below));
}

/** The same as a CSS colour. @param {number} value */
export function divergingColour(value) {
  return `rgb(${diverging(value).map(Math.round).join(" ")})`;
}

/** Eight colours that colour-blind people can distinguish (Okabe and Ito, Color Universal Design, 2008). */
const CLASSES = stops("0072b2 e69f00 009e73 cc79a7 d55e00 56b4e9 f0e442 999999");

/** Red, green and blue of a class. @param {number} index */
export function classChannels(index) {
  return CLASSES[index % CLASSES.length];
}

/** The same as a CSS colour. @param {number} index */
export function classColour(index) {
  return `rgb(${classChannels(index).join(" ")})`;
}

/** The scale in steps, each one pixel of an image, then grey for NaN. */
const STEPS = 512;
const PIXELS = { light: new Uint32Array(STEPS + 2), dark: new Uint32Array(STEPS + 2) };

/**
 * The same for a whole picture: values from -1 to 1 become an image's pixels, in order.
 *
 * @param {ImageData} image
 * @param {(pixel: number) => number} valueAt
 */
export function paintDiverging(image, valueAt) {
  const colours = darkness.matches ? PIXELS.dark : PIXELS.light;
  if (colours[STEPS + 1] === 0) {
    const steps = Array.from({ length: STEPS + 1 }, (_, step) => [...diverging((2 * step) / STEPS - 1), 255]);
    new Uint8ClampedArray(colours.buffer).set([...steps, [128, 128, 128, 255]].flat());
  }
  const pixels = new Uint32Array(image.data.buffer);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const step = Math.round(((valueAt(pixel) + 1) / 2) * STEPS);
    pixels[pixel] = colours[Number.isNaN(step) ? STEPS + 1 : Math.max(0, Math.min(STEPS, step))];
  }
}

/** @type {WeakMap<HTMLCanvasElement, {width: number, height: number}>} */
const sizes = new WeakMap();

/**
 * Redraws a canvas when its size changes. Keeps the size for `fitCanvas`: reading it while drawing would make the browser
 * lay out the page again.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} redraw
 */
export function onCanvasResized(canvas, redraw) {
  new ResizeObserver(([{ contentRect }]) => {
    sizes.set(canvas, contentRect);
    redraw();
  }).observe(canvas);
}

/**
 * Fits a canvas's pixels to its size, and gives its context, scaled so that one unit is one CSS pixel.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function fitCanvas(canvas) {
  const { width, height } = sizes.get(canvas) ?? { width: 0, height: 0 };
  const density = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(density, 0, 0, density, 0, 0);
  return { context, width, height };
}

/**
 * Where a field of values crosses a level: line pieces, in units of the grid (marching squares).
 *
 * @param {ArrayLike<number>} values Row by row.
 * @param {number} size Of a row, and of a column.
 * @param {number} level
 * @returns {[number, number, number, number][]} x and y of both ends of each piece.
 */
export function contour(values, size, level) {
  /** @type {[number, number, number, number][]} */
  const pieces = [];
  for (let y = 0; y + 1 < size; y += 1) {
    for (let x = 0; x + 1 < size; x += 1) {
      const at = y * size + x;
      const under = values[at] < level;
      // Most cells are on one side of it.
      if (
        under === values[at + 1] < level &&
        under === values[at + size] < level &&
        under === values[at + size + 1] < level
      ) {
        continue;
      }
      const corners = [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
      ];
      const heights = corners.map(([column, row]) => values[row * size + column] - level);
      const crossings = [];
      for (let side = 0; side < 4; side += 1) {
        const [from, to] = [heights[side], heights[(side + 1) % 4]];
        if (from < 0 === to < 0) continue;
        const [[x1, y1], [x2, y2], part] = [corners[side], corners[(side + 1) % 4], from / (from - to)];
        crossings.push(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part);
      }
      for (let at = 0; at + 3 < crossings.length; at += 4) {
        pieces.push([crossings[at], crossings[at + 1], crossings[at + 2], crossings[at + 3]]);
      }
    }
  }
  return pieces;
}

/** A number with its sign, for labels. @param {number} value @param {number} digits */
export function signed(value, digits = 2) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value) < 1000 ? Math.abs(value).toFixed(digits) : Math.abs(value).toExponential(0);
  return Number(size) === 0 ? size : `${value < 0 ? "−" : "+"}${size}`;
}

/** A number with a fixed number of decimals, however small; a very large one in powers of ten. @param {number} value @param {number} digits */
export function fixed(value, digits) {
  return Math.abs(value) < 1000 ? value.toFixed(digits) : decimal(value, digits);
}

const thousands = new Intl.NumberFormat("en");

/** A whole number with separators between thousands. @param {number} value */
export function grouped(value) {
  return thousands.format(value);
}

/** A count with its noun, such as `1 epoch` or `10,000 epochs`. @param {number} count @param {string} one */
export function counted(count, one) {
  return `${grouped(count)} ${one}${count === 1 ? "" : "s"}`;
}

/** A share as a percentage, without line breaks. @param {number} share @param {number} digits */
export function percent(share, digits = 1) {
  return inPercent((100 * share).toFixed(digits));
}

/** The same for a share that may be tiny: below 1 %, with two significant digits. @param {number} share */
export function tinyPercent(share) {
  return share === 0 || share >= 0.01 ? percent(share, 0) : inPercent((100 * share).toPrecision(2));
}

/** @param {string} number */
function inPercent(number) {
  return `${number}\u00a0%`;
}

/** A sentence with minus signs instead of hyphens before numbers, as in tables. @param {string} sentence */
export function withMinus(sentence) {
  return sentence.replace(/-(?=[\d.])/g, "−");
}

/** A loss or prediction as text; a loss near 0 keeps its digits. @param {number} value @param {number} digits */
export function decimal(value, digits) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : "infinite";
  return value !== 0 && Math.abs(value) < 10 ** -digits ? value.toExponential(2) : value.toFixed(digits);
}
