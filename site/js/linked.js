/**
 * Names that code, formulas, numbers and pictures share: pointing at one place, or reaching it by keyboard, lights up all.
 * Imports nothing.
 *
 * Whatever shows `W2` says so in `data-name`: `W2[0,1]` one weight, `W2` the array, and `W`, as in a formula, that of any
 * layer. One rule of a style sheet lights up what belongs together, so that no view has to be drawn again for it.
 */

/** What a name is of: `W2[0,1]` is of the array `W2`, and that of the kind `W`. @param {string} name */
function parts(name) {
  const array = name.replace(/\[.*/, "");
  return { array, kind: array.replace(/\d+$/, "") };
}

/** All elements that a name concerns. @param {string} name */
export function selectorOf(name) {
  const { array, kind } = parts(name);
  const exactly = (/** @type {string} */ one) => `[data-name="${one}"]`;
  const beginning = (/** @type {string} */ one) => `[data-name^="${one}"]`;
  if (name === kind) return [exactly(kind), ...Array.from("[123456789", (next) => beginning(kind + next))].join(", ");
  return [exactly(kind), exactly(array), name === array ? beginning(`${array}[`) : exactly(name)].join(", ");
}

/** How it looks. @param {string} selector */
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
 * Show in every picture of the network where the signal is: on its way through the weights of a layer, or, as an error,
 * on its way back.
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

/** Begin to follow the pointer and the focus. @param {Document} page */
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
