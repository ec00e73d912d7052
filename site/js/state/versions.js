/** Compares the reader's versions of functions with the program: what they define, and what has changed beneath them. */

import { changedLines } from "./changed-lines.js";

/**
 * @typedef {import("./state.js").Source} Source
 * @typedef {import("./state.js").State} State
 * @typedef {import("../run/texts.js").Edit} Edit
 */

const DEFINITION = /^(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]*)?=(?!=)/gm;
// Names that only functions of the first Glassnet use.
const FIRST_GLASSNET =
  /\b(layers_of|operations_for|checks\.|output_activation|memories|Record|training_epochs|LOSSES|ACTIVATIONS|INITIALIZERS)/;

/** A function's name, as a file or this browser may have kept it. @param {string} name */
export const isName = (name) => /^[a-z]\w*$/i.test(name) && !(name in Object.prototype);

/** The functions, classes and names that a text defines. @param {string} text */
export function definedIn(text) {
  return new Set(Array.from(text.matchAll(DEFINITION), ([, block, value]) => block ?? value));
}

/** Whether a version counts from epoch 0 only: it makes the network, or the loop. @param {string} name @param {string} text */
export function startsAnew(name, text) {
  const names = definedIn(text).add(name);
  return names.has("initialize_network") || names.has("train_network");
}

/** Whether a text was written for the functions of the first Glassnet, and cannot run in a program. @param {string} name @param {string} text */
export function isOfFirstGlassnet(name, text) {
  return name === "training_epochs" || FIRST_GLASSNET.test(text);
}

/** @param {string} name @param {Pick<State, "program">} state */
export function isInProgram(name, { program }) {
  return program.some((part) => part.name === name);
}

/** The function whose running version defines another one, too; none where that one has a version of its own. @param {string} name @param {State} state */
export function definedToo(name, { edits, program }) {
  if (edits[name]?.running) return undefined;
  const [other] =
    Object.entries(edits).find(
      ([one, { running }]) => running && isInProgram(one, { program }) && definedIn(running).has(name),
    ) ?? [];
  return other;
}

/**
 * The lines of the originals that have changed since a version was made from them: of its own function, and of all that it
 * defines besides.
 *
 * @param {string} name
 * @param {Edit} edit
 * @param {Source[]} program
 */
export function changedBeneath(name, { text, base }, program) {
  const names = definedIn(text).add(name);
  const concerns = (/** @type {Source[]} */ one, /** @type {Source[]} */ other) =>
    one.filter((part) => names.has(part.name) && other.some((its) => its.name === part.name));
  const after = concerns(program, base);
  if (after.some((part) => part.name === name && part.source === text)) return [];
  return changedLines(concerns(base, program), after);
}

/** The program as it runs, as one text. @param {State} state */
export function programText(state) {
  const { edits, program } = state;
  const parts = program.filter(({ name }) => !definedToo(name, state));
  return parts.map(({ name, source }) => `${(edits[name]?.running ?? source).trimEnd()}\n`).join("\n");
}
