/**
 * The presentation of an exercise: hidden parts, locked controls, when Python starts, colours and language. A part of the
 * address, beside the choices. Imports nothing.
 *
 * A part that can be hidden has its name in `data-part`; `presentParts` hides it. Views show locked controls disabled. The
 * actions also refuse to change locked choices, data and weights (actions/).
 */

/** @typedef {Record<string, unknown>} Choices */

/**
 * @typedef {object} Presentation Only the keys in the address.
 * @property {string[]} [hide]
 * @property {string[]} [lock]
 * @property {"click" | "visible" | "load"} [start] When Python starts: when the page is used, visible, or loaded.
 * @property {"light" | "dark"} [theme] Applied before the first drawing, by early.js.
 * @property {"en"} [lang] The only language so far.
 */

/** The panels of the page, in order. */
const PANELS = [
  ...["title", "share", "introduction", "table", "network", "boundary", "curve", "diagnosis", "settings", "pictures"],
  ...["inside", "code", "exercises"],
];

/** Controls that are not choices. */
const CONTROLS = ["train", "step", "reset", "undo", "timeline", "pace"];

/** What can be locked besides the choices. */
const LOCKED = ["weights", "code", "all"];

const ONE_OF = { start: ["click", "visible", "load"], theme: ["light", "dark"], lang: ["en"] };

/** Whether this key is one of the presentation. @param {string} key */
export function isPresentation(key) {
  return key === "hide" || key === "lock" || Object.hasOwn(ONE_OF, key);
}

/**
 * Reads one key of an address: its valid part, and a sentence on what is wrong with the rest.
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
  // Targets are part of the table.
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

/** The keys and texts for an address. @param {Presentation} presentation @returns {string[]} */
export function writePresentation(presentation) {
  return Object.entries(presentation).map(([key, value]) => `${key}=${value}`);
}

/** Whether something is hidden. @param {{presentation: Presentation}} state @param {string} name */
export function isHidden({ presentation: { hide = [] } }, name) {
  return hide.includes(name);
}

/** Whether something is locked. @param {{presentation: Presentation}} state @param {string} name */
export function isLocked({ presentation: { lock = [] } }, name) {
  return lock.includes(name) || lock.includes("all");
}

/** Whether the data is locked: the dataset or its targets. @param {{presentation: Presentation}} state */
export function isDataLocked(state) {
  return isLocked(state, "dataset") || isLocked(state, "targets");
}

/** Whether any of these choices is locked. @param {{presentation: Presentation}} state @param {Choices} changes */
export function anyLocked(state, changes) {
  return Object.keys(changes).some((name) => isLocked(state, name));
}

/** Whether this is the page for frames, `embed.html`, which the build makes from index.html. */
export function isEmbedded() {
  return document.documentElement.hasAttribute("data-embedded");
}

/** A page may have many frames: each waits until it is visible. @param {Presentation} presentation */
export function startOf({ start }) {
  return start ?? (isEmbedded() ? "visible" : "load");
}

/** @type {CSSStyleSheet | null} */
let leftOut = null;

/** Hides the hidden parts, and shows all others. @param {Presentation} presentation */
export function presentParts({ hide = [] }) {
  if (!leftOut) {
    leftOut = new CSSStyleSheet();
    document.adoptedStyleSheets.push(leftOut);
  }
  leftOut.replaceSync(hide.map((name) => `[data-part="${name}"] { display: none !important; }`).join("\n"));
}

/** Calls back when it is time to start Python. @param {Presentation} presentation @param {() => void} begin */
export function whenToStart(presentation, begin) {
  const start = startOf(presentation);
  // The picture comes before Python's megabyte.
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
