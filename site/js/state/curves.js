/** Loss curves kept for comparison: their names, and their storage in this browser. */

/**
 * @typedef {import("./state.js").Choices} Choices
 * @typedef {import("./state.js").Description} Description
 * @typedef {{choices: Choices, epochs: number[], losses: number[]}} KeptCurve Those of the choices that it ended with.
 */

export const MOST_CURVES = 6;
const MOST_POINTS = 1000;
const PLACE = "glassnet-curves";

/**
 * The curve of a run for keeping: thinned, with visible digits only.
 *
 * @param {import("./state.js").Run} run
 * @returns {KeptCurve}
 */
export function keptCurve({ choices, curve: { epochs, losses }, live, recorded }) {
  const all = recorded ? { epochs, losses } : { epochs: [...epochs, live.epoch], losses: [...losses, live.loss] };
  const last = all.epochs.length - 1;
  const every = Math.ceil((last + 1) / MOST_POINTS);
  const stays = (/** @type {unknown} */ _, /** @type {number} */ index) =>
    (index % every === 0 || index === last) && Number.isFinite(all.losses[index]);
  return {
    choices,
    epochs: all.epochs.filter(stays),
    losses: all.losses.filter(stays).map((loss) => Number(loss.toPrecision(8))),
  };
}

/**
 * Names for kept runs, from the choices that differ; equal names are numbered.
 *
 * @param {Choices} own
 * @param {Choices[]} others
 * @param {Description} description
 * @returns {string[]} The names of the others.
 */
export function namesBeside(own, others, description) {
  const differ = Object.keys(description.defaults).filter(
    (name) => name !== "epochs" && others.some((choices) => String(choices[name]) !== String(own[name])),
  );
  const names = others.map((choices) => {
    const shown = differ.filter((name) => name !== "targets" || choices.dataset === "custom");
    return (shown.length ? shown : ["seed"]).map((name) => choiceInWords(name, choices[name], description)).join(", ");
  });
  return names.map((name, place) => {
    const before = names.slice(0, place).filter((other) => other === name).length;
    return before ? `${name} (${before + 1})` : name;
  });
}

/** The name of one choice. @param {string} name @param {Choices[string]} value @param {Description} description */
export function choiceInWords(name, value, description) {
  const entry = description.menus[name]?.find((one) => one.name === value);
  if (entry) return ["activation", "dataset"].includes(name) ? entry.label : `${name} ${entry.label}`;
  return `${name} ${[value].flat().join(", ") || "none"}`;
}

/** The names of some choices, to follow “Choosing”. @param {string[]} names @param {Choices} choices @param {Description} description */
export function choicesInWords(names, choices, description) {
  const words = names.map((name) => {
    const entry = description.menus[name]?.find((one) => one.name === choices[name]);
    if (!entry) return choiceInWords(name, choices[name], description);
    return ["activation", "output"].includes(name) ? entry.name : entry.label; // activations as the program calls them
  });
  return words.length > 2 ? "other settings" : words.join(" and ");
}

/** The loss at the kept epoch nearest to another; none beyond the line's end. @param {import("./curve.js").Line} line @param {number} epoch */
export function lossNear({ epochs, losses }, epoch) {
  const after = epochs.findIndex((one) => one >= epoch);
  if (after < 0) return null;
  return losses[after > 0 && epoch - epochs[after - 1] < epochs[after] - epoch ? after - 1 : after];
}

/**
 * The curves kept in this browser. Skips unreadable ones: another version of the page may have written them.
 *
 * @param {Description} description
 * @returns {KeptCurve[]}
 */
export function readCurves({ defaults }) {
  try {
    const read = JSON.parse(window.localStorage.getItem(PLACE) ?? "[]");
    return read
      .filter(isCurve)
      .slice(0, MOST_CURVES)
      .map((/** @type {KeptCurve} */ curve) => ({ ...curve, choices: { ...defaults, ...curve.choices } }));
  } catch {
    return []; // no storage in this browser or frame, or not from this page
  }
}

/** @param {any} curve */
function isCurve(curve) {
  const numbers = (/** @type {unknown} */ list) =>
    Array.isArray(list) && list.length > 0 && list.every(Number.isFinite);
  return (
    Boolean(curve?.choices) &&
    numbers(curve.epochs) &&
    numbers(curve.losses) &&
    curve.epochs.length === curve.losses.length &&
    curve.epochs.length <= MOST_POINTS + 1
  );
}

/** @param {KeptCurve[]} curves */
export function writeCurves(curves) {
  try {
    window.localStorage.setItem(PLACE, JSON.stringify(curves));
  } catch {
    // They stay while the page is open.
  }
}
