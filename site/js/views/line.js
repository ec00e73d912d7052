/** A line of code. Its indentation goes to the style sheet, which indents a wrapped line further. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

const DEEPEST = 6; // levels of indentation in the style sheet

/** @param {string} text @param {unknown} content The text, or its marked words. @param {string} [marks] */
export function codeLine(text, content, marks = "") {
  const blanks = text.length - text.trimStart().length;
  const inwards = Math.min(Math.floor(blanks / 4), DEEPEST) || nothing;
  return html`<span class=${`line ${marks}`.trim()} data-in=${inwards}>${content}</span>`;
}
