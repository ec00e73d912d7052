/** Steps through one epoch, forwards and backwards: the line that has just run, the arrays it computed, and their operands. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped } from "../draw/draw.js";
import { showSignal } from "../draw/linked.js";
import { arraysAt, cellOf, nextPosition, shownUntil } from "../state/trace.js";
import { allArrays, functionsOf, madeNow, sameArray } from "./arrays.js";
import { menu } from "./field.js";
import { createFormulas } from "./formula.js";
import { listed } from "./listing.js";
import { signalOf, signalPicture } from "./signal.js";

export { createStepping } from "../run/stepping.js"; // for actions.js: one request fetches both

/** @typedef {import("../state/state.js").State} State */
/** @typedef {import("../state/state.js").Stepping} Stepping */
/** @typedef {import("../state/trace.js").Trace} Trace */
/** @typedef {import("./arrays.js").Cell} Cell */

const GAP = 8; // pixels kept free around what is scrolled into view
const MOST_ROWS = 64; // rows in the menu
const ALL = "all";
/** Where the focus goes when another epoch replaces the focused element. */
const [TO_NEXT, TO_ROWS] = [".next", "select"];
/** Before it is asked for. @type {Stepping} */
const NOTHING = {
  ...{ trace: null, choices: null, position: 0, playing: false, every: false },
  ...{ row: null, problem: "", asked: false },
};
const PAUSE_FIRST = "Training goes on. Press Pause to step through the epoch that comes next.";

/**
 * @param {Pick<import("../view.js").Parts, "state" | "actions" | "redraw" | "element">} parts
 * @param {import("../run/stepping.js").SteppingActions} step
 */
export function stepping({ state: stateNow, actions, redraw, element }, step) {
  let exact = false;
  let allOpen = false;
  /** The selected cell. @type {Cell | null} */
  let cell = null;
  /** Whether the step was taken and the next epoch should be followed; whether Python is busy with it. */
  let taking = false;
  let busy = false;
  /** Whether the panel was just opened, or the line moved: it is then scrolled into view. */
  let opening = true;
  let moving = true;
  /** The line drawn last. */
  let drawnAt = 0;
  /** The element to focus after the next drawing. */
  let focus = "";
  const formula = createFormulas(redraw);

  const now = () => stateNow().stepping ?? NOTHING;

  /**
   * Requests the next epoch, for all rows or for one.
   *
   * @param {number | null} row
   * @param {string} [from] Where the focus goes afterwards, if it is in this panel.
   */
  function ask(row, from) {
    if (from) {
      keepFocus(from);
      moving = true;
    }
    [cell, drawnAt] = [null, 0];
    step.follow(row);
  }

  function slowMotion() {
    moving = true;
    step.slowMotion();
  }

  /** Whichever way it went on. @param {number} position */
  function follow(position) {
    if (position === drawnAt) return;
    drawnAt = position;
    [cell, moving] = [null, true];
  }

  function take() {
    if (busy) return;
    keepFocus(TO_NEXT);
    [taking, busy] = [true, true];
    actions.takeStep().then(() => {
      busy = false;
      redraw();
    });
  }

  /** Keeps the keyboard's place: the focused element will disappear. @param {string} place */
  function keepFocus(place) {
    if (element.contains(document.activeElement)) focus = place;
  }

  /** Unless the focus has moved elsewhere meanwhile. */
  function giveFocus() {
    const place = element.querySelector(`${focus}:enabled`) ?? element.querySelector(".ways button, select");
    if (document.activeElement === document.body) {
      /** @type {HTMLElement | null} */ (place)?.focus({ preventScroll: true });
    }
    focus = "";
  }

  /** Scrolls the current line and its arrays into view, between buttons and bar; the line has priority. */
  function bringIntoSight() {
    const [line, made, controls] = [".running .now", ".made", ".controls"].map(
      (selector) => /** @type {HTMLElement} */ (element.querySelector(selector)),
    );
    const listing = /** @type {HTMLElement} */ (line.closest("pre"));
    listing.scrollTop = line.offsetTop - listing.clientHeight / 2;
    const place = (/** @type {Element} */ part) => part.getBoundingClientRect();
    const end = place(/** @type {Element} */ (document.getElementById("bar"))).top || window.innerHeight;
    const below = place(made).bottom + GAP - end;
    const room = place(line).top - GAP - place(controls).height;
    const by = Math.min(room, Math.max(below, 0));
    // Once at the top, the buttons stay under the pointer.
    window.scrollBy(0, by && opening ? place(controls).top : by);
    opening = false;
  }

  /** @param {Event} event */
  function toggled({ currentTarget }) {
    allOpen = /** @type {HTMLDetailsElement} */ (currentTarget).open;
    redraw();
  }

  /** @param {Cell | null} looked */
  function look(looked) {
    if (
      looked &&
      cell &&
      looked.row === cell.row &&
      looked.column === cell.column &&
      sameArray(looked.array, cell.array)
    ) {
      return;
    }
    cell = looked;
    redraw();
  }

  return {
    look() {
      const state = stateNow();
      const { trace, problem } = now();
      if (problem) return html`<p class="refused" role="alert">${problem}</p>${rows(state)}`;
      if (!trace) return html`<p class="empty">${waiting(state)}</p>`;
      if (hasMoved(state, trace)) return moved(state, trace);
      return body(state, trace);
    },

    drawn() {
      const state = stateNow();
      const { trace, position, problem, playing } = now();
      const stale = trace && hasMoved(state, trace);
      if (!now().asked && state.engine === "ready" && !state.training && !problem) {
        if (!trace) ask(null);
        else if (taking && stale && state.run?.frame.epoch === trace.epoch + 1) {
          [taking, moving] = [false, true];
          ask(null);
        }
      }
      if (stale && playing) step.stop();
      showSignal(trace && !stale ? signalOf(trace, trace.lines[position]) : null);
      if (focus && !now().asked && !taking && (trace || problem)) giveFocus();
      if (trace && !stale && moving) bringIntoSight();
      // Only once, so readers can scroll freely; and not if they have moved on.
      if ((trace && !stale) || state.engine !== "ready" || state.training) moving = false;
    },

    closed() {
      allOpen = false;
      [opening, moving, drawnAt, focus, taking] = [true, true, 0, "", false];
      showSignal(null);
      step.leave();
    },
  };

  /** Whether the run has changed since the trace was made. @param {State} state @param {Trace} trace */
  function hasMoved(state, trace) {
    const { run } = state;
    if (!run || run.frame.epoch !== trace.epoch || state.choices !== now().choices) return true;
    return Object.entries(run.frame.parameters).some(([name, matrix]) =>
      Array.from(matrix).some((cells, row) =>
        Array.from(cells).some(
          (value, column) => !Object.is(value, cellOf(trace.arrays[trace.given[name]], row, column)),
        ),
      ),
    );
  }

  /** @param {State} state @param {Trace} trace */
  function moved({ run, training }, trace) {
    if (training)
      return html`<p class="empty">Training goes on. Press Pause to step through the epoch that comes next.</p>`;
    return html`
      <p class="caption" role="status">
        The run has changed: it is now at epoch ${grouped(run?.frame.epoch ?? 0)}. This trace began at epoch
        ${grouped(trace.epoch)}.
      </p>
      <p class="ways">
        <button type="button" @click=${() => ask(now().row, TO_NEXT)}>Step through epoch ${grouped((run?.frame.epoch ?? 0) + 1)}</button>
      </p>
    `;
  }

  /** @param {State} state @param {Trace} trace */
  function body(state, trace) {
    const { position, playing, every } = now();
    follow(position);
    const line = trace.lines[position];
    const digits = (/** @type {number} */ value) => shown(value, exact);
    const inspector = { cell, digits, look, trace, position };
    const atEnd = nextPosition(trace, position, 1, every) === position;
    return html`
      <p class="caption">
        From epoch ${grouped(trace.epoch)} to ${grouped(trace.epoch + 1)}, on a copy of the run. The run itself stays until
        you take the step. The marked line has just run.
      </p>
      <div class="options">
        ${rows(state)}
        ${option("Every line", every, step.stopAtEvery)}
        ${option("Exact numbers", exact, (on) => {
          exact = on;
        })}
      </div>
      <div class="controls" role="group" aria-label="Lines">
        <button type="button" ?disabled=${position === 0} @click=${() => step.go(-1)}>Previous line</button>
        <button type="button" class="next" ?disabled=${atEnd} @click=${() => step.go(1)}>Next line</button>
        <button type="button" aria-pressed=${playing} @click=${slowMotion}>Slow motion</button>
        <p class="place" role="status" aria-label="Current line">${inWords(trace, position, every)}</p>
      </div>
      <pre class="running" tabindex="0" role="region" aria-label="Running: ${line.function}"><code>${listed(
        { name: line.function, source: trace.sources[line.part] },
        { now: line.line },
      )}</code></pre>
      ${atEnd ? end(trace) : nothing}
      ${madeNow(line, inspector)}
      <div class="made-and-signal">
        ${signalPicture(trace, line, arraysAt(trace, position), cell?.row ?? 0)}
        <div class="formulas">
          ${functionsOf(line)
            .flatMap((name) => state.program.filter((part) => part.name === name))
            .map((part) => formula(part, state.choices))}
        </div>
      </div>
      ${allArrays(inspector, { open: allOpen, toggled })}
    `;
  }

  /** @param {Trace} trace */
  function end(trace) {
    if (typeof trace.row === "number") {
      return html`<p class="caption">
        This is the step that row ${trace.row + 1} alone would give. The epoch’s step uses all rows: follow all rows to take
        it.
      </p>`;
    }
    return html`
      <p class="caption">That was the whole epoch. The run itself is still at epoch ${grouped(trace.epoch)}.</p>
      <p class="ways">
        <button type="button" @click=${take}>Take this step</button>
        ${busy ? "One moment: Python trains the run up to here." : nothing}
      </p>
    `;
  }

  /** @param {State} state */
  function rows({ run }) {
    const { row, trace } = now();
    const count = row === null && trace ? trace.arrays[trace.given.X].shape[0] : (run?.frame.predictions.length ?? 0);
    const each = Array.from({ length: Math.min(count, MOST_ROWS) }, (_, place) => ({
      name: String(place),
      label: `Row ${place + 1}`,
    }));
    return menu({
      label: "Rows to follow",
      entries: [{ name: ALL, label: "All rows" }, ...each],
      value: row === null ? ALL : String(row),
      take: (name) => ask(name === ALL ? null : Number(name), TO_ROWS),
    });
  }

  /** @param {string} label @param {boolean} on @param {(on: boolean) => void} take */
  function option(label, on, take) {
    const changed = (/** @type {Event} */ event) => {
      take(/** @type {HTMLInputElement} */ (event.target).checked);
      redraw();
    };
    return html`<label class="switch"><input type="checkbox" .checked=${on} @change=${changed} />${label}</label>`;
  }
}

/** Says why there is nothing to see yet. @param {State} state */
function waiting({ engine, training }) {
  if (engine !== "ready") return "This begins when Python is ready.";
  return training ? PAUSE_FIRST : "One moment.";
}

/** A number as text: short, or with all digits. @param {number} value @param {boolean} exact */
function shown(value, exact) {
  const [all, short] = [String(value), decimal(value, 4)];
  return (Number.isFinite(value) && (exact || all.length <= short.length) ? all : short).replaceAll("-", "−");
}

/** Says the position, and what the line has done. @param {Trace} trace @param {number} position @param {boolean} every */
function inWords(trace, position, every) {
  const { function: name, line, part, made } = trace.lines[position];
  const place = `Line ${shownUntil(trace, position, every)} of ${shownUntil(trace, trace.lines.length - 1, every)}`;
  const called = new RegExp(`^\\s*def ${name}\\b`).test(trace.sources[part].split("\n")[line]);
  const names = made.map((one) => one.name).join(", ");
  if (called) return html`${place}: <code>${name}</code> is called${names ? ` with ${names}` : ""}.`;
  if (names.startsWith("returned")) return html`${place}, in <code>${name}</code>: returns its result.`;
  return html`${place}, in <code>${name}</code>${names ? `: makes ${names}` : ""}.`;
}
