/** Leads to another place on the page, as a link would: but the address says what is trained, and stays. Imports nothing. */

/** Unfold what a place lies in, bring it into sight and give it the focus. @param {string} id */
export function goTo(id) {
  const place = document.getElementById(id);
  for (let one = place?.parentElement; one; one = one.parentElement) {
    if (one instanceof HTMLDetailsElement) one.open = true;
  }
  place?.scrollIntoView({ block: "start" });
  place?.focus({ preventScroll: true });
}

/** Give Train the focus, or Pause, which stands in its place: where a button goes away that was pressed by keyboard. */
export function goToTrain() {
  /** @type {HTMLElement | null} */ (document.querySelector("#bar .main"))?.focus();
}
