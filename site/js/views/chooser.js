/**
 * A menu whose entries show their outcome before they are chosen: by a pointer over them, by the arrow keys, or by a tap. A
 * click, Enter or a second tap keeps the entry. Escape, a press elsewhere or the pointer's leaving takes it back.
 *
 * It stands above the page (beside a name in the text, where lines end before it; on a narrow screen, at its lower edge), and
 * is drawn here alone: what is under it is drawn anew with each outcome.
 */

import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";

/**
 * @typedef {object} Chooser
 * @property {HTMLElement} from What it belongs to.
 * @property {string} label
 * @property {import("../state/state.js").MenuEntry[]} entries
 * @property {string} value The name of the entry that is chosen.
 * @property {(name: string, since: number) => void} point The outcome of an entry is to be seen; since when (`event.timeStamp`).
 * @property {() => void} keep What was pointed at last stays.
 * @property {() => void} back All is as it was.
 * @property {(focus: boolean) => void} close It is closed; whether the focus was in it.
 */

/** The one that is open. @type {((focus: boolean) => void) | null} */
let leave = null;

/** @param {Chooser} chooser */
export function openChooser({ from, label, entries, value, point, keep, back, close }) {
  leave?.(false);
  const panel = Object.assign(document.createElement("div"), { className: "chooser" });
  const listening = new AbortController();
  /** The entry whose outcome is shown. */
  let active = value;
  /** What was typed of a label, and when. */
  let typed = { text: "", at: 0 };
  document.body.append(panel);

  /** @param {boolean} focus Whether it returns to where it came from. */
  function end(focus) {
    leave = null;
    listening.abort();
    panel.remove();
    close(focus);
  }

  /** @param {string} name @param {number} since */
  function pointAt(name, since) {
    if (name === active) return;
    if (name === value) back();
    else point(name, since);
    active = name;
    draw();
    panel.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} [focus] */
  function choose(focus = true) {
    if (active !== value) keep();
    end(focus);
  }

  /** @param {boolean} [focus] */
  function takeBack(focus = true) {
    if (active !== value) back();
    end(focus);
  }
  leave = takeBack;

  /** A tap shows the outcome first. @param {PointerEvent} event @param {string} name */
  function pressed(event, name) {
    const tapped = event.pointerType === "touch" && name !== active;
    pointAt(name, event.timeStamp);
    if (!tapped) choose();
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const { key, timeStamp, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const at = entries.findIndex(({ name }) => name === active);
    const last = entries.length - 1;
    const places = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last };
    if (key in places) pointAt(entries[places[/** @type {keyof typeof places} */ (key)]].name, timeStamp);
    else if (key === "Enter" || key === " ") choose();
    else if (key === "Escape") takeBack();
    else if (key === "Tab")
      return takeBack(); // and on from the name
    else if (key.length === 1) find(key, timeStamp);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The next entry that begins with what is typed. @param {string} key @param {number} now */
  function find(key, now) {
    const goesOn = now - typed.at < TYPING_MS;
    typed = { text: (goesOn ? typed.text : "") + key.toLowerCase(), at: now };
    const at = entries.findIndex(({ name }) => name === active);
    const begin = typed.text.length > 1 ? at : at + 1;
    const turned = [...entries.slice(begin), ...entries.slice(0, begin)];
    const found = turned.find((entry) => entry.label.toLowerCase().startsWith(typed.text));
    if (found) pointAt(found.name, now);
  }

  function draw() {
    const shown = entries.find(({ name }) => name === active);
    render(
      html`
        <div
          class="entries"
          role="listbox"
          tabindex="0"
          aria-label=${label}
          aria-activedescendant=${shown ? idOfEntry(shown.name) : nothing}
          @keydown=${keyed}
          @pointerleave=${(/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && pointAt(value, event.timeStamp)}
        >
          ${entries.map(
            ({ name, label: words }) => html`<div
              id=${idOfEntry(name)}
              role="option"
              aria-selected=${name === active ? "true" : "false"}
              @pointermove=${(/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && pointAt(name, event.timeStamp)}
              @click=${(/** @type {PointerEvent} */ event) => pressed(event, name)}
            >${name === value ? PRESENT : nothing}${words}</div>`,
          )}
        </div>
        <div class="ways">
          <button type="button" ?disabled=${active === value} @click=${() => choose()}>
            Keep ${active === value ? "it" : shown?.label}
          </button>
          <button type="button" @click=${() => takeBack()}>Take back</button>
        </div>
        <p class="caption">
          ${active === value ? "Point at an entry: the pictures show its outcome." : "Click or Enter keeps it. Escape takes it back."}
        </p>
      `,
      panel,
    );
  }

  draw();
  place(panel, from);
  const list = /** @type {HTMLElement} */ (panel.querySelector("[role=listbox]"));
  list.focus({ preventScroll: true });
  const outside = (/** @type {Event} */ { target }) => !panel.contains(/** @type {Node} */ (target));
  const { signal } = listening;
  window.addEventListener("pointerdown", (event) => outside(event) && takeBack(false), { capture: true, signal });
  window.addEventListener("resize", () => takeBack(), { signal });
  panel.addEventListener(
    "focusout",
    ({ relatedTarget }) => {
      if (relatedTarget && !panel.contains(/** @type {Node} */ (relatedTarget))) takeBack(false);
    },
    { signal },
  );
}

const PRESENT = html`<span class="present" aria-hidden="true">✓</span>`;
const TYPING_MS = 700;
const GAP = 6; // pixels

const idOfEntry = (/** @type {string} */ name) => `entry-${name}`;

/**
 * At the right of the listing, and where the lines are not that change with its entries: above a name in the listing's first
 * line, which is the function's own, and below any other. Where there is no room, beside the name, or where there is more. A
 * narrow screen's style sheet puts it elsewhere.
 *
 * @param {HTMLElement} panel
 * @param {HTMLElement} from
 */
function place(panel, from) {
  const { left, right, top, bottom } = from.getBoundingClientRect();
  const end = document.getElementById("bar")?.getBoundingClientRect().top || window.innerHeight;
  const stage = document.querySelector(".stage")?.getBoundingClientRect();
  const begin = stage && stage.top < top && stage.left < left ? Math.max(0, stage.bottom) : 0; // it shows the outcome
  const [above, below] = [top - begin - 2 * GAP, end - bottom - 2 * GAP];
  const { offsetHeight, offsetWidth } = panel;
  const listing = from.closest("pre")?.getBoundingClientRect();
  const atTheRight = (listing?.right ?? left + offsetWidth) - offsetWidth;
  const isFirst = listing !== undefined && top - listing.top < 1.5 * (bottom - top);
  const fits = offsetHeight <= (isFirst ? above : below);
  const isBeside = !fits && atTheRight >= right + GAP;
  const isBelow = fits ? !isFirst : below >= above;
  const room = Math.min(offsetHeight, isBeside ? end - begin - 2 * GAP : isBelow ? below : above);
  const places = {
    left: Math.max(GAP, Math.min(atTheRight, window.innerWidth - offsetWidth - GAP)),
    top: isBeside ? end - GAP - room : isBelow ? bottom + GAP : top - GAP - room,
    room,
  };
  for (const [name, pixels] of Object.entries(places)) panel.style.setProperty(`--${name}`, `${pixels}px`);
}
