/**
 * Keeps texts of the reader in this browser, by name. Each page has a record of its own, so that none overwrites what another
 * has kept. A page that opens takes the newest text of each name, and lays the others aside. With its first change it takes
 * over the records that it has read.
 */

import { isText, keep, keysOf, only, readKept } from "./kept.js";

/**
 * @typedef {object} Kept A text; null once it was given up.
 * @property {number} at When it was changed last.
 * @property {string | null} text
 *
 * @typedef {Record<string, string[]>} Aside Other texts, the latest last.
 */

/**
 * @template {Kept} One
 * @typedef {{texts: Record<string, One>, aside: Aside}} Kepts
 */

/** @param {any} value @returns {value is Kept} */
export const isKept = (value) => Number.isFinite(value?.at) && (value.text === null || isText(value.text));

/** @param {unknown} value @returns {value is string[]} */
export function isTexts(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

/** @param {unknown} _ @returns {_ is unknown} */
const isAny = (_) => true;

/**
 * @template {Kept} One
 * @param {string} start Of the keys of all records.
 * @param {(value: any) => value is One} isOne
 * @param {Record<string, (value: unknown) => value is any>} old The records of earlier versions, by key, and what is ours in them.
 */
export function createRecords(start, isOne, old) {
  const ownKey = `${start}.${Math.random().toString(36).slice(2)}`;
  /** The other records that this page has read, by key, as JSON. @type {Record<string, string>} */
  let read = {};

  return {
    /** The records of pages. What is not ours in them is left out, and stays where it is. @returns {Kepts<One>[]} */
    read() {
      read = {};
      return keysOf(start).flatMap((key) => {
        const values = readKept(key, isAny);
        const { texts, aside } = /** @type {any} */ (values);
        const ours = old[key] ? readKept(key, old[key]) : { texts: only(texts, isOne), aside: only(aside, isTexts) };
        const whole = JSON.stringify(values);
        if (JSON.stringify(ours) === whole && whole !== "{}") read[key] = whole;
        return old[key] ? [] : [/** @type {Kepts<One>} */ (ours)];
      });
    },

    /** @param {Kepts<One>} record @returns {boolean} Whether this browser keeps it. */
    keep(record) {
      if (!keep(ownKey, record)) return false;
      // Another page may have changed its own record since.
      for (const [key, values] of Object.entries(read))
        if (JSON.stringify(readKept(key, isAny)) === values) keep(key, {});
      read = {};
      return true;
    },
  };
}

/**
 * One record of several: of each name the newest text, the others aside.
 *
 * @template {Kept} One
 * @param {Kepts<One>[]} all
 * @param {(name: string) => boolean} [isName]
 * @returns {Kepts<One>}
 */
export function together(all, isName = () => true) {
  /** @type {Kepts<One>} */
  const whole = { texts: {}, aside: {} };
  const names = new Set(
    all.flatMap(({ texts, aside }) => [...Object.keys(texts), ...Object.keys(aside)]).filter(isName),
  );
  for (const name of names) {
    const texts = all.flatMap(({ texts: { [name]: one } }) => one ?? []).sort((one, other) => one.at - other.at);
    const newest = texts.pop();
    if (newest) whole.texts[name] = newest;
    const others = [...all.flatMap(({ aside }) => aside[name] ?? []), ...texts.map(({ text }) => text)];
    const aside = [...new Set(others)].filter((text) => isText(text) && text !== newest?.text);
    if (aside.length) whole.aside[name] = /** @type {string[]} */ (aside);
  }
  return whole;
}
