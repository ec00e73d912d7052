/** An editor for Python, fetched at the first edit. */

import {
  bracketMatching,
  classHighlighter,
  Decoration,
  defaultKeymap,
  EditorState,
  EditorView,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  keymap,
  lineNumbers,
  pythonLanguage,
  StateEffect,
  StateField,
  syntaxHighlighting,
} from "../../vendor/codemirror/codemirror.js";

/**
 * @typedef {object} Options
 * @property {string} label
 * @property {string} how The id of the text that says how to leave.
 * @property {string} text What stands in it.
 * @property {number | null} line The line with the error, counted from 1.
 * @property {(text: string) => void} write
 * @property {() => void} run
 */

const setWrongLine = /** @type {typeof StateEffect.define<number | null>} */ (StateEffect.define)();
const WRONG = Decoration.line({ class: "wrong-line" });

// The mark stays with its line during edits.
const wrongLine = StateField.define({
  create: () => Decoration.none,
  update(marks, { effects, changes, state }) {
    for (const effect of effects) {
      if (!effect.is(setWrongLine)) continue;
      const { value } = effect;
      if (value === null || value < 1 || value > state.doc.lines) return Decoration.none;
      return Decoration.set(WRONG.range(state.doc.line(value).from));
    }
    return marks.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

// Colours and sizes are the page's variables, so dark mode needs nothing here.
const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--raised)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" }, // the page outlines the whole field
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", maxHeight: "70vh" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--sunken)", border: "none" },
  ".cm-line": { padding: "0 0.75rem" },
  ".cm-line.wrong-line": { backgroundColor: "var(--wrong-line)", boxShadow: "inset 3px 0 var(--alarm)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--edge)" },
});

/** @param {EditorView} view */
function letGo(view) {
  view.setTabFocusMode(true);
  return true;
}

/**
 * Typing over a selection, Chromium copies its style in an attribute that the page's policy refuses. So the editor inserts
 * the text itself.
 *
 * @param {InputEvent} event
 * @param {EditorView} view
 */
function typeOver({ inputType, data }, view) {
  if (inputType !== "insertText" || !data || view.state.selection.main.empty) return false;
  view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** @param {HTMLElement} element @param {Options} options */
export function createEditor(element, options) {
  let { text, line, write, run } = options;
  const runIt = () => {
    run();
    return true;
  };
  const view = new EditorView({
    parent: element,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        history(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        pythonLanguage,
        syntaxHighlighting(classHighlighter),
        wrongLine,
        LOOK,
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          "aria-describedby": options.how,
          tabindex: "0",
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          text = state.doc.toString();
          write(text);
        }),
        // Escape frees the Tab key until the editor is entered again: no keyboard trap.
        EditorView.domEventHandlers({ focus: (_, focused) => focused.setTabFocusMode(false), beforeinput: typeOver }),
        keymap.of([
          { key: "Escape", run: letGo },
          { key: "Mod-Enter", run: runIt },
          indentWithTab,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  mark(line);

  /** @param {number | null} wrong */
  function mark(wrong) {
    view.dispatch({ effects: setWrongLine.of(wrong) });
  }

  return {
    /** @param {Options} newer */
    update(newer) {
      ({ write, run } = newer);
      // Another text has replaced it from outside, such as one that was brought back.
      if (newer.text !== text) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: newer.text } });
      if (newer.line === line) return;
      line = newer.line;
      mark(line);
    },
    destroy: () => view.destroy(),
  };
}
