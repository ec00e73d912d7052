/** The cells of a map: their colours, one cell in words, and the way from cell to cell. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { divergingColour, grouped, percent } from "../draw/draw.js";
import { handOut } from "../share/handed-out.js";
import { choicesInWords } from "../state/curves.js";
import { cellAt, csvOfMap } from "../sweeps/cells.js";
import { canBeChosen, open, otherChoices } from "../sweeps/exercise.js";
import { menu } from "./field.js";
import { NAMES } from "./settings.js";

/** @typedef {import("../sweeps/map.js").Value} Value */
/** @typedef {import("../sweeps/map.js").Axis} Axis */

/** What an axis is called: there is one hidden layer on it. @param {string} name */
export const axisName = (name) => (name === "hidden" ? "Hidden neurons" : (NAMES[name]?.label ?? name));

const COLOURS = [
  { name: "share", label: "Share that solves it" },
  { name: "epochs", label: "Epochs until half are solved" },
];
const STRONG = 0.8; // the ends of the scale are almost black

/**
 * @param {object} parts
 * @param {() => import("../state/state.js").State} parts.state
 * @param {import("../actions.js").Actions} parts.actions
 * @param {import("../sweeps/map.js").MapControl} parts.map
 * @param {HTMLElement} parts.element
 * @param {() => void} parts.soon Redraws the view.
 */
export function createCells(parts) {
  const { actions, map, element, soon } = parts;
  let colour = "share";
  /** The cell that has the focus, or last had it. */
  let here = [0, 0];

  return {
    begin() {
      here = [0, 0];
    },
    look: picture,
  };

  function picture() {
    const state = parts.state();
    const { across, up, cells, exercise } = map.get();
    if (!across || !up || !exercise) return nothing;
    const rows = up.values.map((_, row) => row);
    const isOrdered = typeof up.values[0] !== "string";
    const others = otherChoices(state, exercise).filter((name) => ![across.name, up.name].includes(name));
    return html`
      ${others.length ? html`<p class="caption">This map has choices that the page has not: ${choicesInWords(others, exercise.chosen, state.description)}.</p>` : nothing}
      ${canBeChosen(state, exercise) ? nothing : html`<p class="caption">Your code, your data or what is frozen has changed. Draw the map again to open a cell.</p>`}
      <div>${menu({ label: "Colour", entries: COLOURS, value: colour, take: paint })}</div>
      <p class="axis">${axisName(up.name)} ${isOrdered ? "↑" : "↓"}</p>
      <table class="cells" role="grid" aria-label="Map" @keydown=${keyed}>
        <tbody>
          ${(isOrdered ? rows.reverse() : rows).map(
            (row) => html`
              <tr>
                <th scope="row">${inWords(up.name, up.values[row])}</th>
                ${across.values.map((_, column) => html`<td role="gridcell" .style=${`--colour: ${colourOf(column, row)}`} class=${looks(column, row)}>${button(column, row)}</td>`)}
              </tr>
            `,
          )}
        </tbody>
        <tfoot>
          <tr>
            <td></td>
            ${across.values.map((value) => html`<th scope="col" class=${typeof value === "number" ? "number" : nothing}><span>${inWords(across.name, value)}</span></th>`)}
          </tr>
        </tfoot>
      </table>
      <p class="axis across">${axisName(across.name)} →</p>
      <p class="readout"><output aria-label="Cell" aria-live="polite">${reading()}</output></p>
      ${legend()}
      <p class="caption">
        The number in a cell is how many of its seeds solve it, of ${map.get().seeds}. The frame marks your choices. Click a
        cell, or press Enter in it: a typical run of it becomes yours.
      </p>
      <p class="ways">
        <button type="button" @click=${() => handOut("glassnet-map.csv", csvOfMap(map.get()), "text/csv")} ?disabled=${!cells.size}>Download as CSV</button>
      </p>
    `;
  }

  /** @param {string} by */
  function paint(by) {
    colour = by;
    soon();
  }

  function legend() {
    const { exercise } = map.get();
    const ends = colour === "share" ? ["all solve it", "half", "none"] : ["at once", "", "never, or at the end"];
    const stops = [-1, -0.5, 0, 0.5, 1].map((one) => divergingColour(STRONG * one)).join(", ");
    return exercise
      ? html`<div class="legend" .style=${`--stops: ${stops}`}></div><p class="ends">${ends.map((end) => html`<span>${end}</span>`)}</p>`
      : nothing;
  }

  /** @param {string} name @param {Value} value */
  function inWords(name, value) {
    const entry = parts.state().description.menus[name]?.find((one) => one.name === value);
    return entry ? entry.label : [value].flat().join(", ");
  }

  /** @param {number} column @param {number} row */
  function placeInWords(column, row) {
    const { across, up } = map.get();
    if (!across || !up) return "";
    const one = (/** @type {Axis} */ { name, values }, /** @type {number} */ at) =>
      `${axisName(name).toLowerCase()} ${inWords(name, values[at])}`;
    return `${one(across, column)}, ${one(up, row)}`;
  }

  /** @param {number} column @param {number} row */
  function button(column, row) {
    const cell = map.get().cells.get(`${column},${row}`);
    const focusable = here[0] === column && here[1] === row;
    const said = cell
      ? cell.problem
        ? "not possible"
        : `${cell.solved} of ${cell.count} seeds solve it`
      : "not there yet";
    return html`
      <button
        type="button" data-cell=${`${column},${row}`} tabindex=${focusable ? 0 : -1}
        aria-label=${`${placeInWords(column, row)}: ${said}`}
        @focus=${() => goTo(column, row)} @pointerenter=${() => goTo(column, row)} @click=${() => openCell(column, row)}
      >${cell ? html`<span>${cell.problem ? "–" : cell.solved}</span>` : nothing}</button>
    `;
  }

  /** The page's own choices are framed; what stands for a finer cell is paler. @param {number} column @param {number} row */
  function looks(column, row) {
    const { across, up, cells } = map.get();
    const { choices } = parts.state();
    const own = [across, up].every(
      (axis, at) => axis && String(axis.values[[column, row][at]]) === String(choices[axis.name]),
    );
    const found = cellAt(cells, column, row);
    return `${own ? "own " : ""}${!found ? "empty" : found.coarse ? "coarse" : ""}`;
  }

  /** @param {number} column @param {number} row */
  function colourOf(column, row) {
    const found = cellAt(map.get().cells, column, row);
    if (!found?.cell.count) return "transparent";
    const { solved, count, epochs } = found.cell;
    if (colour === "share") return divergingColour(STRONG * (1 - (2 * solved) / count));
    return divergingColour(STRONG * (epochs < 0 ? 1 : (2 * epochs) / epochsOf(column, row) - 1));
  }

  /** How long the runs of a cell are. @param {number} column @param {number} row */
  function epochsOf(column, row) {
    const { across, up, exercise } = map.get();
    if (across?.name === "epochs") return Number(across.values[column]);
    return Number(up?.name === "epochs" ? up.values[row] : exercise?.chosen.epochs);
  }

  function reading() {
    const [column, row] = here;
    const cell = map.get().cells.get(`${column},${row}`);
    if (!cell) return "";
    if (cell.problem) return `${placeInWords(column, row)}: ${cell.problem}`;
    const { solved, count, interval, epochs } = cell;
    const when = epochs < 0 ? "fewer than half are solved" : `half are solved by epoch ${grouped(epochs)}`;
    return `${placeInWords(column, row)}: ${solved} of ${count} solve it (95 % interval ${percent(interval[0], 0)} to ${percent(interval[1], 0)}); ${when}`;
  }

  /** @param {number} column @param {number} row */
  function goTo(column, row) {
    if (here[0] === column && here[1] === row) return;
    here = [column, row];
    soon();
  }

  /** @param {number} column @param {number} row */
  function openCell(column, row) {
    const { across, up, cells, exercise } = map.get();
    const cell = cells.get(`${column},${row}`);
    const state = parts.state();
    if (!across || !up || !exercise || !cell?.count || !canBeChosen(state, exercise)) return;
    const chosen = {
      ...exercise.chosen,
      [across.name]: across.values[column],
      [up.name]: up.values[row],
      seed: cell.seed,
    };
    open(state, actions, chosen, "A cell of the map was opened");
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    const { across, up } = map.get();
    if (!across || !up) return;
    const [column, row] = here;
    const higher = typeof up.values[0] !== "string" ? 1 : -1;
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ...{ ArrowLeft: [column - 1, row], ArrowRight: [column + 1, row] },
      ...{ ArrowUp: [column, row + higher], ArrowDown: [column, row - higher] },
      ...{ Home: [0, row], End: [across.values.length - 1, row] },
    };
    const to = moves[event.key];
    if (!to) return;
    event.preventDefault();
    const [x, y] = [
      [to[0], across.values.length],
      [to[1], up.values.length],
    ].map(([at, count]) => Math.max(0, Math.min(count - 1, at)));
    /** @type {HTMLElement} */ (element.querySelector(`[data-cell="${x},${y}"]`)).focus();
  }
}
