/** What the page's modules find in a browser as they are loaded, for those that need no more. Import it first. */

import { readFileSync } from "node:fs";

// draw.js asks the page's style sheet for its media; nothing is drawn here.
const media = { matches: false, addEventListener() {} };
Object.assign(globalThis, { window: globalThis, document: { getElementById: () => media }, matchMedia: () => media });
globalThis.addEventListener = () => {};

/** What the page opens with: the recording, with all that Python tells. @type {import("../../site/js/state/state.js").Description} */
export const description = JSON.parse(readFileSync(String(process.env.GLASSNET_RECORDING), "utf8"));

/** A browser's storage: a map of texts, which may be full. @param {Record<string, string>} [texts] @param {boolean} [full] */
export function storageOf(texts = {}, full = false) {
  const values = { ...texts };
  return Object.defineProperties(values, {
    getItem: { value: (/** @type {string} */ key) => values[key] ?? null },
    setItem: {
      value(/** @type {string} */ key, /** @type {string} */ text) {
        if (full) throw new Error("full");
        values[key] = String(text);
      },
    },
    removeItem: { value: (/** @type {string} */ key) => delete values[key] },
  });
}

/** A frame of the tutorial's network after so many epochs, with a loss for each since `from`. @param {number} epoch @param {number} [from] */
export function frameAt(epoch, from = 0) {
  const { parameters, training_state, predictions, boundary } = description.run;
  const losses = Float64Array.from({ length: epoch - from }, (_, index) => 1 / (1 + from + index));
  const loss = 1 / (1 + epoch);
  return { epoch, loss, losses, parameters, training_state, predictions, boundary, frozen: [], diagnosis: null };
}
