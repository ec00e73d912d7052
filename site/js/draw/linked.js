/**
 * Links names in code, formulas, numbers and pictures: pointing at one, or focusing it, highlights all.
 * Imports nothing.
 *
 * An element that shows `W2` has it in `data-name`: `W2[0,1]` for one weight, `W2` for the array, and `W`, as in formulas,
 * for any layer. One style rule highlights all, so no view needs a redraw.
 */

/** The array and the kind of a name: `W2[0,1]` belongs to the array `W2`, of the kind `W`. @param {string} name */
function parts(name) {
  const array = name.replace(/\[.*/, "");
  return { array, kind: array.replace(/\d+$/, "") };
}

/** The selector of all elements of a name. @param {string} name */
export function selectorOf(name) {
  const { array, kind } = parts(name);
  const exactly = (/** @type {string} */ one) => `[data-name="${one}"]`;
  const beginning = (/** @type {string} */ one) => `[data-name^="${one}"]`;
  if (name === kind) return [exactly(kind), ...Array.from("[123456789", (next) => beginning(kind + next))].join(", ");
  return [exactly(kind), exactly(array), name === array ? beginning(`${array}[`) : exactly(name)].join(", ");
}

/** The style of the highlight. @param {string} selector */
const rules = (selector) => `
  :is(pre, math, table, .array) :is(${selector}) {
    background-color: var(--mark);
    box-shadow: 0 0 0 1px var(--accent);
    border-radius: 0.15rem;
  }
  svg line:is(${selector}) { stroke: var(--accent); stroke-width: 6px; }
  svg circle:is(${selector}) { stroke: var(--accent); stroke-width: 4px; }
  svg text:is(${selector}) { fill: var(--accent); font-weight: 700; }
`;

/** @type {CSSStyleSheet | null} */
let signal = null;

/**
 * Shows the signal in every picture of the network: forward through a layer's weights, or backward as an error.
 *
 * @param {{layer: number, way: "forward" | "back"} | null} where
 */
export function showSignal(where) {
  if (!signal) {
    signal = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, signal];
  }
  const line = where && `.diagram line[data-name^="W${where.layer}["]`;
  const text = where
    ? `${line} { stroke-dasharray: 7 4; animation: signal-${where.way} 0.7s linear 2; }
       @media (prefers-reduced-motion: reduce) { ${line} { animation: none; } }`
    : "";
  if (text !== shown) signal.replaceSync(text);
  shown = text;
}
let shown = "";

/** Starts to follow the pointer and the focus. @param {Document} page */
export function linkNames(page) {
  const sheet = new CSSStyleSheet();
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
  let lit = "";

  /** @param {EventTarget | null} target */
  function light(target) {
    const name = target instanceof Element ? (target.closest("[data-name]")?.getAttribute("data-name") ?? "") : "";
    if (name === lit) return;
    lit = name;
    sheet.replaceSync(/^[\w[\],]+$/.test(name) ? rules(selectorOf(name)) : "");
  }
  page.addEventListener("pointerover", ({ target }) => light(target));
  page.addEventListener("pointerleave", () => light(null));
  page.addEventListener("focusin", ({ target }) => light(target));
  page.addEventListener("focusout", ({ relatedTarget }) => light(relatedTarget));
}
