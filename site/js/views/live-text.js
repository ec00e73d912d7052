/** What is live in the program's text: numbers that can be dragged, and names that can be chosen from a menu. */

import { createLiveNames } from "./live-names.js";
import { createLiveNumbers } from "./live-numbers.js";

export { createLive } from "../run/live.js"; // for actions/dragging.js: one request fetches all

/** @param {import("../view.js").Parts} parts @param {() => void} redraw Of the program. @returns {import("./listing.js").Live} */
export function createLiveText(parts, redraw) {
  const number = createLiveNumbers(parts, redraw);
  const name = createLiveNames(parts);
  const { menus } = parts.state().description;
  return (target, text) => (target.choice in menus ? name : number)(target, text);
}
