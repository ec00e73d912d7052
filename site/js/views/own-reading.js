/** How the reader's own data is read: each choice as it was found in the data, to be changed by hand. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { menu } from "./field.js";

/** @typedef {import("../python/answers.js").Reading} Reading */
/** @typedef {import("../python/answers.js").Found} Found */
/** @typedef {import("../state/state.js").MenuEntry} MenuEntry */

const YES = { name: "true", label: "Yes" };
const NO = { name: "false", label: "No" };
const ROLES = [
  { name: "input", label: "Input" },
  { name: "target", label: "Target" },
  { name: "left_out", label: "Left out" },
];

/** @param {import("../view.js").Parts} parts */
export function createOwnReading({ state, actions, redraw }) {
  let open = false;
  let columnsOpen = false;

  return function ownReading() {
    const { own } = state();
    const { found, offered, asked, file } = own;
    if (!found || !offered) return nothing;
    return html`
      <details ?open=${open} @toggle=${(/** @type {Event} */ { target }) => {
        open = /** @type {HTMLDetailsElement} */ (target).open;
        redraw();
      }}>
        <summary>How it is read</summary>
        ${open ? choices(found, offered, asked, Boolean(file)) : nothing}
      </details>
    `;
  };

  /** @param {Found} found @param {Record<string, MenuEntry[]>} offered @param {Reading} asked @param {boolean} fromFile */
  function choices(found, offered, asked, fromFile) {
    return html`
      <div class="fields reading">
        ${fromFile ? choice("encoding", "Encoding", offered.encoding) : nothing}
        ${choice("separator", "Separator", offered.separator)} ${choice("decimal", "Decimal mark", offered.decimal)}
        ${choice("header", "First row names the columns", [YES, NO])} ${targetMenu(found, asked)}
        ${choice("classes", "Target is", [
          { name: "true", label: "Classes" },
          { name: "false", label: "A number" },
        ])}
        ${choice("drop_missing", "Rows that lack a value", [
          { name: "true", label: "Left out" },
          { name: "false", label: "Refused" },
        ])}
        ${choice("scale_inputs", "Standardise the inputs", [YES, NO])}
        ${choice("scale_targets", "Scale the target to 0 to 1", [YES, NO])}
      </div>
      ${found.targets ? columns(found) : nothing}
      <p class="ways">
        <button type="button" ?disabled=${!Object.keys(asked).some((name) => name !== "of_rows")} @click=${asFound}>Read it as it was found</button>
      </p>
    `;
  }

  /** A menu whose first entry leaves the choice to what is found. @param {keyof Reading} name @param {string} label @param {MenuEntry[]} entries */
  function choice(name, label, entries) {
    const { asked, found } = state().own;
    const byHand = asked[name] !== undefined;
    const here = entries.find((entry) => entry.name === String(found?.[name]));
    const before = { name: "", label: here && !byHand ? `${here.label} (found)` : "As found" };
    return menu({
      label,
      entries: [before, ...entries],
      value: byHand ? String(asked[name]) : "",
      take: (chosen) => change({ [name]: isYesOrNo(chosen) ? chosen === "true" : chosen || undefined }, label),
    });
  }

  /** @param {Found} found @param {Reading} asked */
  function targetMenu({ columns, targets = [] }, asked) {
    const several = targets.length > 1;
    const names = targets.map((column) => columns[column]).join(", ");
    const entries = [
      { name: "", label: asked.targets ? "As found" : `${names} (found)` },
      ...columns.map((label, column) => ({ name: String(column), label })),
      ...(asked.targets && several ? [{ name: "several", label: names }] : []),
    ];
    return menu({
      label: "Target column",
      entries,
      value: asked.targets ? (several ? "several" : String(asked.targets[0])) : "",
      take: (chosen) => {
        if (chosen === "several") return;
        const column = Number(chosen);
        const left = asked.left_out?.filter((other) => other !== column);
        change(
          chosen === "" ? { targets: undefined } : { targets: [column], ...(left && { left_out: left }) },
          "Target column",
        );
      },
    });
  }

  /** What each column is for. @param {Found} found */
  function columns({ columns, targets = [], left_out: leftOut = [] }) {
    /** @param {number} column */
    const roleOf = (column) => (targets.includes(column) ? "target" : leftOut.includes(column) ? "left_out" : "input");
    /** @param {number} column @param {string} role */
    const give = (column, role) => {
      const others = (/** @type {number[]} */ list) => list.filter((other) => other !== column);
      change(
        {
          targets: [...others(targets), ...(role === "target" ? [column] : [])],
          left_out: [...others(leftOut), ...(role === "left_out" ? [column] : [])],
        },
        `Column ${columns[column]}`,
      );
    };
    return html`
      <details @toggle=${(/** @type {Event} */ event) => {
        event.stopPropagation();
        columnsOpen = /** @type {HTMLDetailsElement} */ (event.target).open;
        redraw();
      }}>
        <summary>Columns</summary>
        ${
          columnsOpen
            ? html`<div class="fields columns">
                ${columns.map((label, column) =>
                  menu({
                    label: `Column ${label}`,
                    entries: ROLES,
                    value: roleOf(column),
                    take: (role) => give(column, role),
                  }),
                )}
              </div>`
            : nothing
        }
      </details>
    `;
  }

  /** Read the same data in another way. @param {Reading} changes Undefined is as found. @param {string} what */
  function change(changes, what) {
    const { asked, typed, file } = state().own;
    const reading = Object.fromEntries(
      Object.entries({ ...asked, ...changes }).filter(([, value]) => value !== undefined),
    );
    const again = "encoding" in changes;
    actions.useOwn(again ? { file, reading } : { text: typed, file, reading }, `${what} changed`);
  }

  function asFound() {
    const { typed, file, asked } = state().own;
    const reading = asked.of_rows ? { of_rows: asked.of_rows } : {};
    actions.useOwn(file ? { file, reading } : { text: typed, reading }, "Your data was read as it was found");
  }
}

/** @param {string} chosen */
function isYesOrNo(chosen) {
  return chosen === "true" || chosen === "false";
}
