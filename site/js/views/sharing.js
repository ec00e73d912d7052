/** The panels of Share, Embed, Export and Open. Fetched at first use. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { grouped } from "../draw/draw.js";
import { laidAside } from "../kept/kept-edits.js";
import { kept, SAMPLE } from "../kept/own-store.js";
import { load } from "../lazy.js";
import { writeAddress } from "../share/address.js";
import { fileName, ownFunctions, reachedBySettings, savedRun, written } from "../share/exported.js";
import { handOut } from "../share/handed-out.js";
import { read } from "../share/read-exported.js";
import { OWN } from "../state/data.js";
import { fetchEditor } from "./python-field.js";
import { inWords } from "./yours.js";

/** @typedef {import("../share/exported.js").Exported} Exported */

const PROGRAMS = {
  python: { ending: "py", type: "text/x-python" },
  notebook: { ending: "ipynb", type: "application/x-ipynb+json" },
};

/** What an address opens. @param {number} trained The epoch that it trains to. */
const opens = (trained) =>
  trained
    ? `opens this data and these settings, and trains them to epoch ${grouped(trained)}.`
    : "opens this data and these settings; a run begins at epoch 0.";

/** @param {import("../view.js").Parts} parts */
export function createSharing(parts) {
  const { actions, element, redraw } = parts;
  let words = "";
  /** The state at the time of the message; the next change removes it. @type {unknown[]} */
  let then = [];
  /** The panel under the buttons. @type {(() => unknown) | null} */
  let panel = null;
  /** The data file of the last downloaded program. @type {{name: string, text: string} | null} */
  let beside = null;
  /** The element that had the focus, and gets it back. @type {HTMLElement | null} */
  let opener = null;

  /** @param {(() => unknown) | null} next @param {string} [said] */
  function put(next, said = "") {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (next && !panel) opener = focused;
    if (!next && element.querySelector(".panel")?.contains(focused)) opener?.focus();
    panel = next;
    words = said;
    then = standing();
    redraw();
  }
  const close = () => put(null);

  function standing() {
    const { choices, training, run } = parts.state();
    return [choices, training, run?.id, training || run?.frame.epoch];
  }

  return {
    words() {
      if (standing().some((one, index) => one !== then[index])) words = "";
      return words;
    },
    panel: () => panel?.() ?? nothing,

    /** Copies the address; if the browser refuses, shows it for copying. */
    async share() {
      try {
        const { address, trained } = shared();
        await navigator.clipboard.writeText(address);
        put(null, `Address copied: it ${opens(trained)} ${notInAddress()}`);
      } catch {
        put(toCopy, "Copy the address from the field.");
      }
    },

    /** Asks for the options of the embedded page, and gives its HTML. */
    async embed() {
      const { createEmbedding } = await load("embedding");
      const { choices } = createEmbedding(parts.state, (said) => put(panel, said));
      put(
        () => html`
        <div class="panel" role="region" aria-label="Embed">
          ${choices()}
          <p>${notInAddress()}</p>
          <p class="ways"><button type="button" data-closes @click=${close}>Close</button></p>
        </div>
      `,
      );
    },

    /** Asks what to export. */
    show() {
      let weights = true;
      beside = null;
      put(() => exporting(weights, (on) => (weights = on)));
    },

    /** Lists the contents of a file, and asks before opening it. @param {File} file */
    async look(file) {
      if (parts.state().presentation.lock) {
        put(null, `${file.name} was not opened: this exercise is locked.`);
        return;
      }
      try {
        const exported = await read(file, parts.state().description);
        const { good } = exported.data === null ? { good: null } : await kept();
        const mine = good?.text && good.text !== SAMPLE && good.text !== exported.data ? good : null;
        await fetchEditor(); // opening the file puts its texts into editors
        put(() => asking(exported, mine));
        opener = element.querySelector("input[type=file]");
        requestAnimationFrame(() =>
          requestAnimationFrame(() => /** @type {HTMLElement} */ (element.querySelector(".panel"))?.focus()),
        );
      } catch (error) {
        put(null, `${file.name} was not opened. ${/** @type {Error} */ (error).message}`);
      }
    },
  };

  /** The address of what is on the page, and the epoch to which whoever opens it has the run trained; 0 where it cannot be. */
  function shared() {
    const { choices, description, presentation } = parts.state();
    const trained = reachedBySettings(parts.state());
    const hash = writeAddress(choices, description.defaults, presentation, trained);
    const [page] = window.location.href.split("#");
    return { address: page + hash, trained };
  }

  /** Names what the address does not carry, apart from the weights. */
  function notInAddress() {
    const state = parts.state();
    const left = [
      ...(Object.keys(ownFunctions(state)).length ? ["your versions of functions"] : []),
      ...(state.choices.dataset === OWN ? ["your own data"] : []),
    ];
    return left.length ? `It does not carry ${left.join(" and ")}: Export does.` : "";
  }

  function toCopy() {
    const { address, trained } = shared();
    return html`
      <div class="panel" role="region" aria-label="Share">
        <p>The address ${opens(trained)} ${notInAddress()}</p>
        <input
          type="text"
          readonly
          aria-label="Address"
          .value=${address}
          @focus=${(/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).select()}
        />
        <p class="ways"><button type="button" data-closes @click=${close}>Close</button></p>
      </div>
    `;
  }

  /** @param {boolean} weights @param {(on: boolean) => void} take */
  function exporting(weights, take) {
    const state = parts.state();
    const run = savedRun(state);
    const file = beside;
    const names = Object.keys(ownFunctions(state));
    const idle = names.filter((name) => state.edits[name].running !== state.edits[name].text);
    const carried = ["data", "settings", ...(names.length ? [`your version of ${names.join(", ")}`] : [])];
    return html`
      <div class="panel" role="region" aria-label="Export">
        <p>
          The file carries ${inWords(carried)}. “Open” reads it, here or on any other copy of this page. The program is the
          text under Code, with the versions that run. It needs only Python and NumPy. Another NumPy may round the last digit
          differently; a run that is unstable can then end elsewhere.
        </p>
        ${
          idle.length
            ? html`<p class="refused">
                Your text of ${inWords(idle)} does not run now: the weights were not trained with it.
              </p>`
            : nothing
        }
        ${
          run
            ? html`<label class="switch">
                <input
                  type="checkbox"
                  .checked=${weights}
                  @change=${(/** @type {Event} */ { target }) => take(/** @type {HTMLInputElement} */ (target).checked)}
                />
                With the weights of epoch ${grouped(run.epoch)}
              </label>`
            : nothing
        }
        <p class="ways">
          <button type="button" @click=${() => exportFile(weights ? savedRun(parts.state()) : null)}>
            Download as a file
          </button>
          <button type="button" @click=${() => exportProgram("python")}>Download as a program</button>
          <button type="button" @click=${() => exportProgram("notebook")}>Download as a notebook</button>
          ${
            file === null
              ? nothing
              : html`<button type="button" @click=${() => exportData(file)}>Download ${file.name}</button>`
          }
          <button type="button" data-closes @click=${close}>Close</button>
        </p>
      </div>
    `;
  }

  /** @param {import("../share/exported.js").SavedRun | null} run @param {import("../share/exported.js").Own} [own] */
  function exportFile(run, own) {
    const state = parts.state();
    const name = fileName(state, "json");
    handOut(name, written(state, { run, own }), "application/json");
    put(panel, `${name} is downloaded.`);
  }

  /** @param {keyof typeof PROGRAMS} form */
  async function exportProgram(form) {
    const { ending, type } = PROGRAMS[form];
    const name = fileName(parts.state(), ending).replace("-", "_");
    try {
      const { text, data, data_file } = await actions.program(form);
      handOut(name, text, type);
      beside = data ? { name: data_file, text: data } : null;
      const reads = beside ? ` It reads its data from ${beside.name}: download that into the same folder.` : "";
      put(panel, `${name} is downloaded.${reads}`);
    } catch (error) {
      put(panel, `There is no program yet. ${/** @type {Error} */ (error).message}.`);
    }
  }

  /** @param {{name: string, text: string}} file */
  function exportData({ name, text }) {
    handOut(name, text, "text/csv");
    put(panel, `${name} is downloaded.`);
  }

  /** Lists the contents of a file and what they replace, before opening it. @param {Exported} exported @param {import("../kept/own-data.js").Given | null} mine */
  function asking(exported, mine) {
    const { file, address, data, functions, old, run } = exported;
    const state = parts.state();
    const names = Object.keys(functions);
    const aside = Object.keys(ownFunctions(state));
    return html`
      <div class="panel" role="region" aria-label="Open ${file}" tabindex="-1">
        <h2>Open ${file}?</h2>
        <ul>
          <li>Data and settings: ${address ? html`<code>${address}</code>` : "the tutorial’s own"}</li>
          ${data === null ? nothing : html`<li>Own data: ${grouped(data.trim().split("\n").length)} lines</li>`}
          ${run ? html`<li>The weights as they were at epoch ${grouped(run.epoch)}</li>` : nothing}
          ${names.length ? html`<li>A version of ${names.join(", ")}</li>` : nothing}
        </ul>
        ${Object.keys(old).length ? html`<p class="refused">${laidAside(Object.keys(old), "The file")}</p>` : nothing}
        ${
          names.length
            ? html`
                <p>
                  None of this code runs by itself. It comes into the editors under Code, and each function runs when you
                  press “Run my version”. Run what you have read.
                </p>
                ${names.map(
                  (name) => html`
                    <pre tabindex="0" role="region" aria-label="${name} in the file"><code>${functions[name]}</code></pre>
                  `,
                )}
              `
            : nothing
        }
        <p>
          It replaces what is on the page.
          ${
            aside.length
              ? html`Your own version of ${aside.join(", ")} is laid aside: “Bring my version back” is then beside it.`
              : nothing
          }
          ${mine === null ? nothing : "Your own data, which this browser keeps, is replaced: export it first to have it again."}
        </p>
        <p class="ways">
          <button
            type="button"
            class="main"
            ?disabled=${state.engine !== "ready"}
            @click=${() => {
              actions.open(exported);
              put(null);
            }}
          >
            Open it
          </button>
          <button type="button" @click=${() => exportFile(savedRun(state), mine?.text ? { text: mine.text, reading: mine.reading } : undefined)}>
            Export what is here first
          </button>
          <button type="button" data-closes @click=${close}>Do not open it</button>
        </p>
        ${state.engine === "ready" ? nothing : html`<p class="caption">It can be opened once Python is there.</p>`}
      </div>
    `;
  }
}
