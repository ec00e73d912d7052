/** What the page calls each choice, for parts that load later: as the settings have it, with what they leave out. */

import { FIELDS, MENUS, MORE_FIELDS, MORE_MENUS } from "./settings.js";

/** @type {import("./settings.js").Setting[]} */
const OTHERS = [
  { name: "activation", label: "Activation" },
  { name: "dataset", label: "Function" },
  { name: "data_seed", label: "Data seed", what: "The seed of the data" },
];

/** By the names of the choices; `what` is for a sentence. @type {Record<string, {label: string, what: string}>} */
export const NAMES = Object.fromEntries(
  [...FIELDS, ...MENUS, ...MORE_FIELDS, ...MORE_MENUS, ...OTHERS].map(({ name, label, what = label }) => [
    name,
    { label, what },
  ]),
);
