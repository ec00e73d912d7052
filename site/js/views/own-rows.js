/** The reader's own data: pasted, dropped, chosen as a file, or drawn; what cannot be read is refused in words. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { grouped } from "../draw/draw.js";
import { SAMPLE } from "../kept/own-store.js";
import { load } from "../lazy.js";
import { createOwnReading } from "./own-reading.js";
import { canBeDrawn, isOfPoints } from "./own-text.js";

const LONG = 200_000; // characters; a text area with more than that makes the page slow
const MOST_BYTES = 50_000_000; // so many can be kept, exported and opened again

const NOT_DRAWN =
  "Points cannot be drawn into this data: drawing writes the two inputs and the class anew, and what else is in the text would be lost.";

/** @param {import("../view.js").Parts} parts */
export function createOwnData(parts) {
  const { state, actions, redraw } = parts;
  const ownReading = createOwnReading(parts);
  let open = false;

  return function ownData() {
    const { own, drawing } = state();
    const { data, problem, kept, text, busy } = own;
    return html`
      ${text === SAMPLE ? html`<p class="caption">An example to begin with: draw points of your own, or give them as text.</p>` : nothing}
      ${
        data && canBeDrawn(state(), data)
          ? html`
              <p class="ways">
                <button type="button" aria-pressed=${drawing ? "true" : "false"} @click=${toggleDrawing}>
                  ${drawing ? "Stop drawing" : "Draw points"}
                </button>
              </p>
            `
          : nothing
      }
      ${data && isOfPoints(state(), data) && !canBeDrawn(state(), data) ? html`<p class="caption">${NOT_DRAWN}</p>` : nothing}
      <details ?open=${open || Boolean(problem)} @toggle=${toggled}>
        <summary>Your data as text</summary>
        ${open || problem ? editor() : nothing}
      </details>
      ${problem ? refused() : nothing}
      ${ownReading()}
      ${busy ? html`<p class="caption" role="status">Reading your data…</p>` : nothing}
      ${kept ? nothing : html`<p class="caption">This browser could not keep your data: it is here until the page is closed.</p>`}
    `;
  };

  /** What is wrong, and the ways to read the data all the same. */
  function refused() {
    const { problem, text, typed, asked, file, ways, part } = state().own;
    const way = (/** @type {import("../state/state.js").Own["ways"][number]} */ { label, reading }) =>
      html`<button type="button" @click=${() => take({ text: typed, file, reading: { ...asked, ...reading } })}>${label}</button>`;
    return html`
      <div class="unread">
        <p class="refused" id="own-problem" role="alert">${problem}${text ? " The last good data is kept." : ""}</p>
        ${ways.length || part ? html`<p class="ways">${ways.map(way)}${part ? partly(part) : nothing}</p>` : nothing}
      </div>
    `;
  }

  /** @param {import("../kept/some-rows.js").Part} part */
  function partly(part) {
    const label = `Take ${grouped(part.taken)} of its ${grouped(part.rows)} rows, evenly spread`;
    return html`<button type="button" @click=${() => take({ part, reading: {} })}>${label}</button>`;
  }

  function editor() {
    const { own } = state();
    const { typed: text, problem } = own;
    const long = text.length > LONG;
    return html`
      <p class="caption">
        One row per line: the inputs, and in the last column the class or the number to predict. Commas, semicolons, tabs,
        bars or spaces between them; the first row may name the columns. Nothing leaves your computer. The address does not
        carry it.
      </p>
      <div class="drop" @dragover=${allow} @drop=${dropped}>
        <textarea
          aria-label="Your data as text"
          rows="8"
          spellcheck="false"
          autocapitalize="off"
          aria-invalid=${problem ? "true" : "false"}
          aria-describedby=${problem ? "own-problem" : nothing}
          ?readonly=${long}
          .value=${long ? `${text.slice(0, 2000)}\n…` : text}
          @paste=${pasted}
          @input=${typed}
        ></textarea>
      </div>
      ${long ? html`<p class="caption">The first lines of ${grouped(text.length)} characters. Paste or drop to replace all.</p>` : nothing}
      <p class="ways">
        <button type="button" @click=${useTyped}>Use this text</button>
        <label class="file button">
          Open a file
          <input type="file" class="heard" aria-label="Open a file" accept=".csv,.tsv,.tab,.txt,.dat,.data,text/csv,text/plain" @change=${chosen} />
        </label>
      </p>
    `;
  }

  /** @param {Event} event */
  function toggled(event) {
    open = /** @type {HTMLDetailsElement} */ (event.target).open;
    redraw();
  }

  function toggleDrawing() {
    const { drawing, own } = state();
    actions.drawPoints(drawing ? null : (own.data?.classes[0] ?? ""));
  }

  /** The text as it was typed. How it is read stays as long as its first row does. */
  function useTyped() {
    const { text, typed, asked } = state().own;
    const { encoding: _, of_rows, ...reading } = asked;
    const same = text === typed && of_rows ? { of_rows } : {};
    take({ text: typed, reading: firstLine(text) === firstLine(typed) ? { ...reading, ...same } : {} });
  }

  /** @param {import("../kept/own-data.js").Given} given */
  function take(given) {
    actions.drawPoints(null);
    actions.useOwn(given, "Your data was read");
  }

  /** Python decodes it, so that all browsers read the same. @param {File} file */
  async function takeFile(file) {
    try {
      if (file.size > MOST_BYTES) await refuseLarge(file, `${file.name} has`);
      else take({ file: new Uint8Array(await file.arrayBuffer()) });
    } catch (error) {
      actions.refuseOwn(`${file.name} could not be read: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** Its size is said at once; its rows are counted then. @param {Blob} file @param {string} what */
  async function refuseLarge(file, what) {
    actions.refuseOwn(`${what} ${Math.round(file.size / 1e6)} MB; expected at most ${MOST_BYTES / 1e6} MB.`);
    const part = await (await load("own-data")).partOf(file, state().description.most.rows);
    actions.offerPart(part);
  }

  /** @param {Event} event */
  function typed(event) {
    actions.typeOwn(/** @type {HTMLTextAreaElement} */ (event.target).value);
  }

  /** Much text does not go through the text area. @param {ClipboardEvent} event */
  function pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length <= LONG) return;
    event.preventDefault();
    takeText(text);
  }

  /** @param {string} text */
  function takeText(text) {
    if (text.length > MOST_BYTES) refuseLarge(new Blob([text]), "The text has");
    else take({ text });
  }

  /** @param {DragEvent} event */
  function allow(event) {
    event.preventDefault();
  }

  /** @param {DragEvent} event */
  function dropped(event) {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    const text = event.dataTransfer?.getData("text/plain");
    if (file) takeFile(file);
    else if (text) takeText(text);
  }

  /** @param {Event} event */
  async function chosen(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const [file] = input.files ?? [];
    if (file) await takeFile(file);
    input.value = ""; // so that the same file can be chosen again
  }
}

/** @param {string} text */
function firstLine(text) {
  return text.split(/[\r\n]/, 1)[0];
}
