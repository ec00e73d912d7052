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

/** Focuses Train (or Pause) when a button pressed by keyboard disappears. */
export function goToTrain() {
  /** @type {HTMLElement | null} */ (document.querySelector("#bar .main"))?.focus();
}
