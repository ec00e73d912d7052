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
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", comeAlive, { once: true });
    return;
  }
  if (!document.getElementById("bar")) return; // the page was cut, and says so
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

// What does not arrive, or not whole, is said. The page's address may be an old one, whose files are gone.
/** Beside them are all that this page loads. */
const files = new URL(".", dark.href).href;

/** @param {string} [address] */
function sayNotArrived(address) {
  const name = address?.split("/").at(-1) ?? "A part of the page";
  const there = document.getElementById("not-arrived");
  if (!there && document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => sayNotArrived(address), { once: true });
    return;
  }
  const place = there ?? placeInCutPage();
  /** @type {HTMLElement} */ (place.querySelector("span")).textContent = `${name} did not arrive, or not whole.`;
  place.hidden = false;
  // Where the page is not alive, nothing must look as if it were.
  const bar = document.getElementById("bar");
  if (bar?.hasAttribute("data-drawn")) bar.inert = true;
}

/** Of the page itself, the end did not arrive: its place for such words may be missing, too. */
function placeInCutPage() {
  const place = Object.assign(document.createElement("div"), { id: "not-arrived", role: "alert" });
  place.innerHTML = `<div class="failure"><p><span></span> Check the connection, then try again.</p>
    <button type="button">Retry</button></div>`;
  document.body.prepend(place);
  return place;
}
document.addEventListener("DOMContentLoaded", () => {
  if (!document.getElementById("bar")) sayNotArrived("The page");
});

/** Loads the page again, and nothing from where a damaged file may have been kept. */
async function retry() {
  const asked = performance.getEntriesByType("resource").map(({ name }) => name);
  const named = [...document.querySelectorAll("link, script")].map((one) => {
    return one.getAttribute("href") ?? one.getAttribute("src") ?? "";
  });
  const all = [...asked, ...named.map((address) => new URL(address, document.baseURI).href)];
  const own = new Set(all.filter((address) => address.startsWith(files)));
  await Promise.allSettled([...own].map((address) => fetch(address, { cache: "reload" })));
  window.location.reload();
}
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("#not-arrived button")) retry();
});

// A link or a script that failed, or one that is no script.
window.addEventListener(
  "error",
  ({ target, filename }) => {
    if (target instanceof HTMLScriptElement) sayNotArrived(target.src);
    else if (target instanceof HTMLLinkElement && target.rel === "stylesheet") sayNotArrived(target.href);
    else if (filename?.startsWith(files) && document.querySelector("#bar[data-drawn]")) sayNotArrived(filename);
  },
  true,
);
/** The last rule of each style sheet says that it came whole. @param {string} name */
function checkSheet(name) {
  const [sheet] = document.querySelectorAll(`link[href$="/${name}.css"]`);
  const rule = window.getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
  if (sheet instanceof HTMLLinkElement && window.matchMedia(sheet.media).matches && !rule) sayNotArrived(sheet.href);
}
window.addEventListener("load", () => ["first", "dark"].forEach(checkSheet));
document.addEventListener(
  "load",
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.href.endsWith("/later.css")) checkSheet("later");
  },
  true,
);

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
