/** Jumps to a place on the page like a link, but leaves the address, which holds the exercise. Imports nothing. */

/** Opens the folds around an element, scrolls to it and focuses it. @param {string} id */
export function goTo(id) {
  const place = document.getElementById(id);
  for (let one = place?.parentElement; one; one = one.parentElement) {
    if (one instanceof HTMLDetailsElement) one.open = true;
  }
  place?.scrollIntoView({ block: "start" });
  place?.focus({ preventScroll: true });
}

/** Opens a sheet of the stage, as a press on its tab does. @param {string} title */
export function openSheet(title) {
  const tab = document.getElementById(tabOf(title));
  tab?.click();
  tab?.focus();
}

/** The id of a sheet's tab. @param {string} title */
export const tabOf = (title) => `tab-${title.toLowerCase().replaceAll(" ", "-")}`;

/** Focuses Train (or Pause) when a button pressed by keyboard disappears. */
export function goToTrain() {
  /** @type {HTMLElement | null} */ (document.querySelector("#bar .main"))?.focus();
}
