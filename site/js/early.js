/**
 * The page as the build has drawn it, before its modules are there. A classic script, because it must have run before
 * the browser paints; what it does ends with the mark `data-drawn`, which goes as a view takes over.
 */

// What is drawn is the tutorial's run: an address that asks for another exercise must not show it.
if (window.location.hash) document.documentElement.toggleAttribute("data-other-exercise", true);

// Once all of the page has been read, and before any module runs.
document.addEventListener(
  "readystatechange",
  () => {
    // What nobody would notice yet must not be typed or pressed.
    for (const drawn of document.querySelectorAll("[data-drawn]:not(#bar)")) drawn.toggleAttribute("inert", true);
    const behind = /** @type {HTMLTemplateElement} */ (document.getElementById("behind-the-picture"));
    requestAnimationFrame(() => setTimeout(() => document.head.append(behind.content)));
  },
  { once: true },
);

// Train is noticed: main.js does it.
document.addEventListener("click", ({ target }) => {
  const train = target instanceof Element && target.closest("[data-drawn] .main");
  if (train) train.setAttribute("aria-pressed", String(train.getAttribute("aria-pressed") !== "true"));
});
