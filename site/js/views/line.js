/** A line of code. The style sheet knows how far in it begins, so that a long one goes on below still further in. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

const DEEPEST = 6; // steps of four blanks that the style sheet knows

/** @param {string} text Its own. @param {unknown} content What is shown of it: the text, or its marked words. @param {string} [marks] */
export function codeLine(text, content, marks = "") {
  const blanks = text.length - text.trimStart().length;
  const inwards = Math.min(Math.floor(blanks / 4), DEEPEST) || nothing;
  return html`<span class=${`line ${marks}`.trim()} data-in=${inwards}>${content}</span>`;
}
