/** Stepping through one epoch: the line that has just run, what it made and of what, forwards and backwards in time. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { decimal, grouped } from "../draw.js";
import { showSignal } from "../linked.js";
import { arraysAt, cellOf, nextPosition, shownUntil } from "../trace.js";
import { allArrays, functionsOf, madeNow, sameArray } from "./arrays.js";
import { menu } from "./field.js";
import { createFormulas } from "./formula.js";
import { listed } from "./listing.js";
import { signalOf, signalPicture } from "./signal.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Stepping} Stepping */
/** @typedef {import("../trace.js").Trace} Trace */
/** @typedef {import("./arrays.js").Cell} Cell */

const SLOW_MS = 1600;
const GAP = 8; // pixels, between what is brought into sight and what is beside it
const MOST_ROWS = 64; // that the menu offers
const ALL = "all";
/** Where the focus goes when what had it has made way for another epoch. */
const [TO_NEXT, TO_ROWS] = [".next", "select"];
const PAUSE_FIRST = "Training goes on. Press Pause to step through the epoch that comes next.";

/** @param {Pick<import("../view.js").Parts, "store" | "actions" | "element">} parts */
export function stepping({ store, actions, element }) {
  let every = false;
  let exact = false;
  let allOpen = false;
  /** The cell that is looked at. @type {Cell | null} */
  let cell = null;
  let asked = false;
  /** The request that is waited for: the answers to others come too late. */
  let request = 0;
  /** Whether the step was taken, and the epoch after it is to be followed; and whether Python is at it. */
  let taking = false;
  let busy = false;
  /** Whether the panel has just been opened, and whether something has moved: that is then brought into sight. */
  let opening = true;
  let moving = true;
  /** What is to have the focus, of what is drawn next. */
  let focus = "";
  /** The choices that the trace was made with. @type {unknown} */
  let choices = null;
  let timer = 0;
  const formula = createFormulas(() => store.change({}));

  const idle = { trace: null, position: 0, playing: false, row: null, problem: "" };
  const now = () => store.get().stepping ?? idle;
  /** @param {Partial<Stepping>} changes */
  const change = (changes) => store.change({ stepping: { ...now(), ...changes } });

  /**
   * Ask for the epoch that comes next, for all rows or for one.
   *
   * @param {number | null} row
   * @param {string} [from] Where the focus is to be after it, if it is here now.
   */
  function ask(row, from) {
    if (from) {
      keepFocus(from);
      moving = true;
    }
    asked = true;
    cell = null;
    change({ ...idle, row });
    request += 1;
    const own = request;
    const late = () => own !== request;
    actions.trace(row).then(
      (trace) => {
        if (late()) return;
        asked = false;
        ({ choices } = store.get());
        change({ trace });
      },
      (error) => {
        if (late()) return;
        asked = false;
        change({ problem: `This epoch cannot be followed: ${error.message}.` });
      },
    );
  }

  /** @param {1 | -1} way */
  function go(way) {
    const { trace, position } = now();
    if (!trace) return;
    cell = null;
    moving = true;
    change({ position: nextPosition(trace, position, way, every), playing: false });
  }

  function slowMotion() {
    const { trace, position, playing } = now();
    window.clearTimeout(timer);
    if (!trace || playing) {
      change({ playing: false });
      return;
    }
    const atEnd = nextPosition(trace, position, 1, every) === position;
    moving = true;
    change({ playing: true, position: atEnd ? 0 : position });
    timer = window.setTimeout(tick, SLOW_MS);
  }

  function tick() {
    const { trace, position, playing } = now();
    if (!trace || !playing) return;
    const next = nextPosition(trace, position, 1, every);
    cell = null;
    moving = next !== position;
    change({ position: next, playing: moving });
    timer = window.setTimeout(tick, SLOW_MS);
  }

  function take() {
    if (busy) return;
    keepFocus(TO_NEXT);
    [taking, busy] = [true, true];
    actions.takeStep().then(() => {
      busy = false;
      store.change({});
    });
  }

  /** What has the focus will go: whoever works by keyboard goes on at another place here. @param {string} place */
  function keepFocus(place) {
    if (element.contains(document.activeElement)) focus = place;
  }

  /** Unless somebody has taken it elsewhere meanwhile. */
  function giveFocus() {
    const place = element.querySelector(`${focus}:enabled`) ?? element.querySelector(".ways button, select");
    if (document.activeElement === document.body) {
      /** @type {HTMLElement | null} */ (place)?.focus({ preventScroll: true });
    }
    focus = "";
  }

  /** Bring the line that has just run into sight, and what it made, between the buttons and the bar; the line first. */
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
    // Once at the top, the buttons stay under the pointer that presses them, whatever is scrolled.
    window.scrollBy(0, by && opening ? place(controls).top : by);
    opening = false;
  }

  /** @param {Event} event */
  function toggled({ currentTarget }) {
    allOpen = /** @type {HTMLDetailsElement} */ (currentTarget).open;
    store.change({});
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
    store.change({});
  }

  return {
    look() {
      const state = store.get();
      const { trace, problem } = now();
      if (problem) return html`<p class="refused" role="alert">${problem}</p>${rows(state)}`;
      if (!trace) return html`<p class="empty">${waiting(state)}</p>`;
      if (hasMoved(state, trace)) return moved(state, trace);
      return body(state, trace);
    },

    drawn() {
      const state = store.get();
      const { trace, position, problem, playing } = now();
      const stale = trace && hasMoved(state, trace);
      if (state.engine === "failed") asked = false; // nobody will answer
      if (!asked && state.engine === "ready" && !state.training && !problem) {
        if (!trace) ask(null);
        else if (taking && stale && state.run?.frame.epoch === trace.epoch + 1) {
          [taking, moving] = [false, true];
          ask(null);
        }
      }
      if (stale && playing) change({ playing: false });
      showSignal(trace && !stale ? signalOf(trace, trace.lines[position]) : null);
      if (focus && !asked && !taking && (trace || problem)) giveFocus();
      if (trace && !stale && moving) bringIntoSight();
      // Once, so that nobody is kept from scrolling; nor is anybody called back who has long been elsewhere.
      if ((trace && !stale) || state.engine !== "ready" || state.training) moving = false;
    },

    closed() {
      window.clearTimeout(timer);
      allOpen = false;
      [opening, moving, focus, taking] = [true, true, "", false];
      showSignal(null);
      asked = false;
      request += 1;
      store.change({ stepping: null });
    },
  };

  /** Whether the run on the page is no longer the one that the trace began with. @param {State} state @param {Trace} trace */
  function hasMoved(state, trace) {
    const { run } = state;
    if (!run || run.frame.epoch !== trace.epoch || state.choices !== choices) return true;
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
        The run has changed since: it is at epoch ${grouped(run?.frame.epoch ?? 0)} now, and what was followed here began at
        epoch ${grouped(trace.epoch)}.
      </p>
      <p class="ways">
        <button type="button" @click=${() => ask(now().row, TO_NEXT)}>Step through epoch ${grouped((run?.frame.epoch ?? 0) + 1)}</button>
      </p>
    `;
  }

  /** @param {State} state @param {Trace} trace */
  function body(state, trace) {
    const { position, playing } = now();
    const line = trace.lines[position];
    const digits = (/** @type {number} */ value) => shown(value, exact);
    const inspector = { cell, digits, look, trace, position };
    const atEnd = nextPosition(trace, position, 1, every) === position;
    return html`
      <p class="caption">
        From epoch ${grouped(trace.epoch)} to ${grouped(trace.epoch + 1)}, on a copy of the run: nothing moves on until you take
        the step. The marked line has just run.
      </p>
      <div class="options">
        ${rows(state)}
        ${option("Every line", every, (on) => {
          every = on;
        })}
        ${option("Exact numbers", exact, (on) => {
          exact = on;
        })}
      </div>
      <div class="controls" role="group" aria-label="Lines">
        <button type="button" ?disabled=${position === 0} @click=${() => go(-1)}>Previous line</button>
        <button type="button" class="next" ?disabled=${atEnd} @click=${() => go(1)}>Next line</button>
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
        This is what row ${trace.row + 1} alone would make of the weights. The step of the epoch is made of all rows: follow
        all rows to take it.
      </p>`;
    }
    return html`
      <p class="caption">That was the whole epoch. The run itself still stands at epoch ${grouped(trace.epoch)}.</p>
      <p class="ways">
        <button type="button" @click=${take}>Take this step</button>
        ${busy ? "One moment: the run is trained up to here, to go on from it." : nothing}
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
      store.change({});
    };
    return html`<label class="switch"><input type="checkbox" .checked=${on} @change=${changed} />${label}</label>`;
  }
}

/** Why there is nothing to see yet. @param {State} state */
function waiting({ engine, training }) {
  if (engine !== "ready") return "This begins as soon as Python is there.";
  return training ? PAUSE_FIRST : "One moment.";
}

/** A number as it is written: short, or with all its digits. @param {number} value @param {boolean} exact */
function shown(value, exact) {
  const [all, short] = [String(value), decimal(value, 4)];
  return (Number.isFinite(value) && (exact || all.length <= short.length) ? all : short).replaceAll("-", "−");
}

/** Where the stepping is, and what the line has done. @param {Trace} trace @param {number} position @param {boolean} every */
function inWords(trace, position, every) {
  const { function: name, line, part, made } = trace.lines[position];
  const place = `Line ${shownUntil(trace, position, every)} of ${shownUntil(trace, trace.lines.length - 1, every)}`;
  const called = new RegExp(`^\\s*def ${name}\\b`).test(trace.sources[part].split("\n")[line]);
  const names = made.map((one) => one.name).join(", ");
  if (called) return html`${place}: <code>${name}</code> is called${names ? ` with ${names}` : ""}.`;
  if (names.startsWith("returned")) return html`${place}, in <code>${name}</code>: returns its result.`;
  return html`${place}, in <code>${name}</code>${names ? `: makes ${names}` : ""}.`;
}
