/** Escape closes what lies over the page: the panels of Share, Embed, Export and Open, and the table over a picture. */

/** What closes a panel; in the page's order. */
const CLOSES = ".panel [data-closes], details.twin[open] > summary";

export function closeByEscape() {
  window.addEventListener("keydown", ({ key, defaultPrevented, target }) => {
    if (key !== "Escape" || defaultPrevented || !(target instanceof Element) || target.closest(".editor")) return;
    const around = target.closest(".panel, details.twin[open]");
    const closing = /** @type {HTMLElement | null} */ ((around ?? document).querySelector(CLOSES));
    if (!closing) return;
    if (closing.matches("summary")) closing.focus();
    closing.click();
  });
}
