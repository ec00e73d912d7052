/** The panel of Embed: asks for options, and gives the HTML that embeds the exercise in another page. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { writeAddress } from "../share/address.js";
import { ROOT } from "../site.js";
import { menu } from "./field.js";

/** The panels that embed.html shows (css/embedded.css), by their names in an address. */
const SHOWN = {
  table: "Truth table",
  network: "Network",
  boundary: "Decision boundary",
  curve: "Loss",
  diagnosis: "Diagnosis",
  settings: "Settings",
  code: "Code",
};
const STARTS = [
  { name: "visible", label: "when it is scrolled into view" },
  { name: "click", label: "when a reader uses it" },
  { name: "load", label: "with the page around it" },
];
const THEMES = [
  { name: "", label: "as the reader’s system has them" },
  { name: "light", label: "light" },
  { name: "dark", label: "dark" },
];
const HEIGHT = "40rem";

/**
 * @param {() => import("../state/state.js").State} state
 * @param {(words: string) => void} say
 */
export function createEmbedding(state, say) {
  /** @type {Set<string>} */
  const hidden = new Set();
  let locked = false;
  let start = STARTS[0].name;
  let theme = THEMES[0].name;

  /** The exercise with its presentation. */
  function address() {
    const { choices, description } = state();
    const presentation = /** @type {import("../state/presentation.js").Presentation} */ ({
      ...(hidden.size && { hide: Object.keys(SHOWN).filter((name) => hidden.has(name)) }),
      ...(locked && { lock: ["all"] }),
      ...(start !== STARTS[0].name && { start }),
      ...(theme && { theme }),
    });
    return writeAddress(choices, description.defaults, presentation);
  }

  /** @param {() => void} change */
  function changed(change) {
    change();
    say("");
  }

  return {
    choices() {
      const here = ROOT;
      const page = quoted(new URL(`embed.html${address()}`, here).href);
      const frame = `<iframe src=${page} title="Glassnet: a neural network to train" style="width: 100%; height: ${HEIGHT}; border: 0" allow="clipboard-write" loading="lazy"></iframe>`;
      const exercise = address() && ` address=${quoted(address().slice(1))}`;
      const script = quoted(new URL("glass-net.js", here).href);
      const element = `<script type="module" src=${script}></script>\n<glass-net${exercise}></glass-net>`;
      return html`
        <p>
          This embeds the exercise as it is now in your page. Readers train it in their own browser. Nothing they do is sent
          to a server.
        </p>
        <fieldset class="checks">
          <legend>Show</legend>
          ${Object.entries(SHOWN).map(
            ([name, label]) => html`
              <label class="switch">
                <input
                  type="checkbox"
                  .checked=${!hidden.has(name)}
                  @change=${() => changed(() => hidden.delete(name) || hidden.add(name))}
                />
                ${label}
              </label>
            `,
          )}
        </fieldset>
        <label class="switch">
          <input type="checkbox" .checked=${locked} @change=${() => changed(() => (locked = !locked))} />
          Locked: readers train and look, but cannot change the exercise
        </label>
        <div class="fields wide">
          ${menu({ label: "Python starts", entries: STARTS, value: start, take: (name) => changed(() => (start = name)) })}
          ${menu({ label: "Colours", entries: THEMES, value: theme, take: (name) => changed(() => (theme = name)) })}
        </div>
        ${toCopy("As a frame", "works wherever HTML does", frame)}
        ${toCopy("As an element", "gives the scripts of your page its numbers, too", element)}
      `;
    },
  };

  /** @param {string} label @param {string} why @param {string} text */
  function toCopy(label, why, text) {
    return html`
      <div>
        <p class="ways">
          <strong>${label}</strong>
          <span class="aside">${why}</span>
          <button type="button" aria-label="Copy: ${label}" @click=${() => copy(text)}>Copy</button>
        </p>
        <pre class="wraps" tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>
      </div>
    `;
  }

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied. Paste it into the HTML of your page.");
    } catch {
      say("This browser does not let the page copy. Select the text and copy it.");
    }
  }
}

/** Escapes a text for an HTML attribute. @param {string} text */
function quoted(text) {
  return `"${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;
}
