/** The buttons Share, Embed, Export and Open. The rest is fetched when one is pressed. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { load } from "../lazy.js";

/** @typedef {ReturnType<typeof import("./sharing.js").createSharing>} Sharing */

/** @param {import("../view.js").Parts} parts */
export function share(parts) {
  const { draw, element, redraw } = parts;
  /** @type {Sharing | null} */
  let sharing = null;
  let problem = "";

  /** @param {(sharing: Sharing) => unknown} work */
  async function use(work) {
    problem = "";
    try {
      sharing ??= (await load("sharing")).createSharing(parts);
      await work(sharing);
    } catch (error) {
      problem = `That could not be done. ${/** @type {Error} */ (error).message}`;
    }
    redraw();
  }

  /** @param {Event} event */
  function chosen({ target }) {
    const input = /** @type {HTMLInputElement} */ (target);
    const [file] = input.files ?? [];
    if (file) use((one) => one.look(file)).finally(() => (input.value = "")); // so the same file can be chosen again
  }

  // A dropped file is opened, unless another part of the page takes it.
  window.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  window.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    // Without these buttons, the page could not ask before opening.
    if (element.querySelector(".ways")?.getClientRects().length) use((one) => one.look(file));
  });

  draw(
    () => html`
      <div class="ways">
        <button type="button" @click=${() => use((one) => one.share())}>Share</button>
        <button type="button" @click=${() => use((one) => one.embed())}>Embed</button>
        <button type="button" @click=${() => use((one) => one.show())}>Export</button>
        <label class="file button">
          Open
          <input type="file" class="heard" aria-label="Open" accept=".json,application/json" @change=${chosen} />
        </label>
      </div>
      <p class="said" role="status" aria-label="Sharing">${problem || sharing?.words()}</p>
      ${sharing?.panel()}
    `,
  );
}
