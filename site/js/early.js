/**
 * The page as the build has drawn it, before its modules are there. A classic script, because it must have run before
 * the browser paints; what it does ends with the mark `data-drawn`, which goes as a view takes over.
 */

// What is drawn is the tutorial's run: an address that asks for another exercise must not show it.
if (window.location.hash) document.documentElement.toggleAttribute("data-other-exercise", true);

// An address may choose the colours, which nobody should see change: the style sheet for dark ones is for those who prefer
// them, for everybody, or for nobody.
const dark = /** @type {HTMLLinkElement} */ (document.getElementById("dark"));
const PREFERRED = dark.media;
function wearTheme() {
  const theme = new URLSearchParams(window.location.hash.slice(1)).get("theme");
  dark.media = theme === "dark" ? "all" : theme === "light" ? "not all" : PREFERRED;
}
wearTheme();
window.addEventListener("hashchange", wearTheme);

// Once all of the page has been read, what nobody would notice yet must not be typed or pressed.
document.addEventListener(
  "readystatechange",
  () => {
    for (const drawn of document.querySelectorAll("[data-drawn]:not(#bar)")) drawn.toggleAttribute("inert", true);
  },
  { once: true },
);

// Then comes what makes the page alive, once the picture is on screen; and in any case, because a page that opens in the
// background is not painted.
const LONGEST_MS = 1000;
function comeAlive() {
  const behind = /** @type {HTMLTemplateElement} */ (document.getElementById("behind-the-picture"));
  document.head.append(behind.content); // once: it is empty then
}
if (window.location.protocol === "file:") {
  document.addEventListener("DOMContentLoaded", () => {
    /** @type {HTMLElement} */ (document.getElementById("opened-as-a-file")).hidden = false;
  });
} else {
  new PerformanceObserver((painted) => {
    if (painted.getEntriesByName("first-contentful-paint").length) comeAlive();
  }).observe({ type: "paint", buffered: true });
  window.setTimeout(comeAlive, LONGEST_MS);
}

// Past everything, to the last thing on the page. No anchor: what stands in an address is what is chosen.
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element && event.target.closest(".skip"))) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (document.querySelector("#bar .main")).focus();
});

// Train is noticed: main.js does it.
document.addEventListener("click", ({ target }) => {
  const train = target instanceof Element && target.closest("[data-drawn] .main");
  if (train) train.setAttribute("aria-pressed", String(train.getAttribute("aria-pressed") !== "true"));
});
