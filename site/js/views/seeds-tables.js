/** What many runs have in common, as a histogram and tables: the kinds of ends, all runs, the bands. */

import { html, nothing, svg } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped, percent } from "../draw/draw.js";
import { endInWords } from "./fan.js";

/** @typedef {import("../sweeps/seeds.js").Summary} Summary */
/** @typedef {import("../sweeps/seeds.js").Kind} Kind */
/** @typedef {import("../sweeps/collected.js").Collected} Collected */
/** @typedef {(place: number) => void} Open */

const HEIGHT = 100;
const LISTED = 200;
const SHARES = ["5 %", "25 %", "half", "75 %", "95 %"];
const BAND_ROWS = 12;

/** A kind of end by its middle run. @param {Kind} kind @param {Collected} collected */
export function kindInWords({ what, typical }, collected) {
  const { loss } = collected.at(typical);
  return what === "stuck" ? `stuck near ${decimal(loss, 3)}` : endInWords(what);
}

/** The kinds of ends; the button of each opens its middle run. @param {Summary} summary @param {Collected} collected @param {Open | null} open */
export function kindsTable({ kinds, count }, collected, open) {
  return html`
    <table aria-label="Ends of the runs" class="kinds">
      <thead>
        <tr>
          <th scope="col">end</th><th scope="col">runs</th><th scope="col">share</th><th scope="col">last loss</th>
          <th scope="col"><span class="heard">a run of this kind</span></th>
        </tr>
      </thead>
      <tbody>
        ${kinds.map((kind) => {
          const { losses, typical } = kind;
          const { seed } = collected.at(typical);
          const range = losses.map((loss) => decimal(loss, 3));
          return html`
            <tr class=${kind.what === "solved" ? "solved" : "unsolved"}>
              <th scope="row">${kindInWords(kind, collected)}</th>
              <td>${grouped(kind.count)}</td>
              <td>${percent(kind.count / count)}</td>
              <td>${range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`}</td>
              <td>
                <button type="button" class="linked" ?disabled=${!open} @click=${() => open?.(typical)}>Open seed ${seed}</button>
              </td>
            </tr>
          `;
        })}
      </tbody>
    </table>
  `;
}

/**
 * The last losses: bars of solved runs below, of the others hatched on top. A click opens the run nearest to the bar's middle.
 *
 * @param {Summary} summary
 * @param {number | null} pointed The loss of the run that is pointed at.
 * @param {(loss: number) => void} open
 */
export function lossHistogram({ histogram: { high, solved, unsolved, others } }, pointed, open) {
  const bins = solved.length;
  const most = Math.max(1, ...Array.from(solved, (count, bin) => count + unsolved[bin]));
  const tall = (/** @type {number} */ count) => (count ? Math.max(1.5, (count / most) * (HEIGHT - 4)) : 0);
  const bar = (/** @type {number} */ bin) => {
    const [low, top] = [tall(solved[bin]), tall(unsolved[bin])];
    const range = `${decimal((bin * high) / bins, 3)} to ${decimal(((bin + 1) * high) / bins, 3)}`;
    const counts = [
      ...(solved[bin] ? [`${solved[bin]} solved`] : []),
      ...(unsolved[bin] ? [`${unsolved[bin]} not`] : []),
    ];
    if (!counts.length) return nothing;
    return svg`
      <g @click=${() => open(((bin + 0.5) * high) / bins)}>
        <title>${`Loss ${range}: ${counts.join(", ")}`}</title>
        <rect class="reach" x=${bin} y="0" width="1" height=${HEIGHT} />
        <rect class="solved" x=${bin + 0.06} y=${HEIGHT - low} width="0.88" height=${low} />
        <rect class="unsolved" x=${bin + 0.06} y=${HEIGHT - low - top} width="0.88" height=${top} />
      </g>`;
  };
  const at = pointed === null || !(pointed <= high) ? null : (pointed / high) * bins;
  return html`
    <svg class="histogram" viewBox="0 0 ${bins} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Last losses of all seeds">
      ${Array.from(solved, (_, bin) => bar(bin))}
      ${at === null ? nothing : svg`<line class="at" x1=${at} x2=${at} y1="0" y2=${HEIGHT} vector-effect="non-scaling-stroke" />`}
    </svg>
    <p class="ends"><span>0</span><span>last loss</span><span>${decimal(high, 3)}${others ? `, ${others} beyond` : ""}</span></p>
  `;
}

/** Runs with a button for each, the smallest loss first. @param {Collected} collected @param {number[]} places @param {Open | null} open */
export function runsTable(collected, places, open) {
  const listed = places.slice(0, LISTED);
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Runs, scrollable">
      <table aria-label="Runs">
        <thead><tr><th scope="col">seed</th><th scope="col">end</th><th scope="col">last loss</th><th scope="col"><span class="heard">open</span></th></tr></thead>
        <tbody>
          ${listed.map((place) => {
            const { seed, loss, outcome } = collected.at(place);
            return html`
              <tr>
                <th scope="row">${seed}</th><td>${endInWords(outcome)}</td><td>${decimal(loss, 6)}</td>
                <td><button type="button" class="linked" ?disabled=${!open} @click=${() => open?.(place)} aria-label="Open seed ${seed}">Open</button></td>
              </tr>
            `;
          })}
        </tbody>
      </table>
    </div>
    ${places.length > LISTED ? html`<p class="caption">The first ${LISTED} of ${grouped(places.length)}; the CSV file has all.</p>` : nothing}
  `;
}

/** The fan as a table. @param {Summary} summary @param {Collected} collected */
export function bandsTable({ bands }, { kept }) {
  const every = Math.max(1, Math.round((kept.length - 1) / BAND_ROWS));
  const rows = kept.map((_, index) => index).filter((index) => index % every === 0 || index === kept.length - 1);
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Bands, scrollable">
      <table aria-label="Losses of all seeds">
        <thead><tr><th scope="col">epoch</th>${SHARES.map((share) => html`<th scope="col">${share} below</th>`)}</tr></thead>
        <tbody>
          ${rows.map((index) => html`<tr><th scope="row">${grouped(kept[index])}</th>${bands.map((band) => html`<td>${decimal(band[index], 4)}</td>`)}</tr>`)}
        </tbody>
      </table>
    </div>
  `;
}
