/**
 * How an exercise is presented: what is left out, what is locked, when Python starts, in which colours and language. A part
 * of the address, beside what is computed. Imports nothing.
 *
 * What can be left out carries its name as `data-part`; `presentParts` hides it. What is locked is shown and disabled by its
 * view; choices, data and weights the actions refuse to change, too, whoever asks (player.js).
 */

/** @typedef {Record<string, unknown>} Choices */

/**
 * @typedef {object} Presentation Only what an address says.
 * @property {string[]} [hide]
 * @property {string[]} [lock]
 * @property {"click" | "visible" | "load"} [start] When Python starts: as soon as the page is used, seen, or there.
 * @property {"light" | "dark"} [theme] Worn before anything is drawn, by early.js.
 * @property {"en"} [lang] There is no other yet.
 */

/** The panels of the page, in its order. */
const PANELS = [
  ...["title", "share", "introduction", "table", "network", "boundary", "curve", "diagnosis", "settings", "pictures"],
  ...["inside", "code", "exercises"],
];

/** Controls that are no choice. */
const CONTROLS = ["train", "step", "reset", "timeline"];

/** What can be locked beside the choices. */
const LOCKED = ["weights", "code", "all"];

const ONE_OF = { start: ["click", "visible", "load"], theme: ["light", "dark"], lang: ["en"] };

/** Whether an address may have this key for its presentation. @param {string} key */
export function isPresentation(key) {
  return key === "hide" || key === "lock" || Object.hasOwn(ONE_OF, key);
}

/**
 * One key of an address as it stands there: what of it can be followed, and what is wrong with the rest, as a sentence.
 *
 * @param {string} key
 * @param {string} text
 * @param {Choices} choices By their names.
 * @returns {{value?: string | string[], problem?: string}}
 */
export function readPresentation(key, text, choices) {
  if (Object.hasOwn(ONE_OF, key)) {
    const known = ONE_OF[/** @type {keyof typeof ONE_OF} */ (key)];
    return known.includes(text) ? { value: text } : { problem: `expected ${known.join(" or ")}.` };
  }
  const others = key === "hide" ? [...PANELS, ...CONTROLS] : LOCKED;
  // Targets are the table itself.
  const known = [...others, ...Object.keys(choices).filter((name) => key === "lock" || name !== "targets")];
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const strange = names.filter((name) => !known.includes(name));
  const value = names.filter((name) => known.includes(name));
  return strange.length
    ? { value, problem: `${strange.join(", ").slice(0, 80)}: expected ${known.join(", ")}.` }
    : { value };
}

/** As an address has it: its keys and texts. @param {Presentation} presentation @returns {string[]} */
export function writePresentation(presentation) {
  return Object.entries(presentation).map(([key, value]) => `${key}=${value}`);
}

/** Whether something is left out here. @param {{presentation: Presentation}} state @param {string} name */
export function isHidden({ presentation: { hide = [] } }, name) {
  return hide.includes(name);
}

/** Whether something may not be changed here. @param {{presentation: Presentation}} state @param {string} name */
export function isLocked({ presentation: { lock = [] } }, name) {
  return lock.includes(name) || lock.includes("all");
}

/** Whether the table, or what stands in its place, stays as it is: its targets cannot change without it. @param {{presentation: Presentation}} state */
export function isDataLocked(state) {
  return isLocked(state, "dataset") || isLocked(state, "targets");
}

/** Whether one of these choices may not be changed here. @param {{presentation: Presentation}} state @param {Choices} changes */
export function anyLocked(state, changes) {
  return Object.keys(changes).some((name) => isLocked(state, name));
}

/** Whether this is the page for frames, `embed.html`: the build makes it of the other. */
export function isEmbedded() {
  return document.documentElement.hasAttribute("data-embedded");
}

/** Many frames may stand in one page: each waits until it is seen. @param {Presentation} presentation */
export function startOf({ start }) {
  return start ?? (isEmbedded() ? "visible" : "load");
}

/** @type {CSSStyleSheet | null} */
let leftOut = null;

/** Leave out what is to be left out, and nothing else. @param {Presentation} presentation */
export function presentParts({ hide = [] }) {
  if (!leftOut) {
    leftOut = new CSSStyleSheet();
    document.adoptedStyleSheets.push(leftOut);
  }
  leftOut.replaceSync(hide.map((name) => `[data-part="${name}"] { display: none !important; }`).join("\n"));
}

/** Call back once it is time to start Python. @param {Presentation} presentation @param {() => void} begin */
export function whenToStart(presentation, begin) {
  const start = startOf(presentation);
  // The picture first, then Python: it must not wait for a megabyte.
  if (start === "load") requestAnimationFrame(() => setTimeout(begin));
  if (start === "visible") {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      setTimeout(begin);
    });
    watcher.observe(document.body);
  }
  if (start === "click") {
    const used = new AbortController();
    for (const event of ["pointerdown", "keydown", "click"]) {
      const options = { capture: true, signal: used.signal };
      window.addEventListener(
        event,
        () => {
          used.abort();
          begin();
        },
        options,
      );
    }
  }
}
