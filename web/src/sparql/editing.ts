import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { isEnglish, say } from "../browser/language";
import type { Place } from "./asking";
import { completer } from "./completion";
import type { Word } from "./vocabulary";

/** What an editor needs to know, and whom it tells. */
export interface Editing {
  readonly text: string;
  readonly prefixes: Readonly<Record<string, string>>;
  readonly words: () => readonly Word[];
  readonly run: () => void;
  readonly changed: (text: string) => void;
}

/** An editor of SPARQL inside `holder`.
 *
 * It lives in a shadow tree, for there CodeMirror adds its styles as constructed style sheets,
 * which the Content-Security-Policy of our pages lets pass; in the page it would need <style>.
 */
export function makeEditor(holder: HTMLElement, editing: Editing): EditorView {
  const root = holder.attachShadow({ mode: "open" });
  return new EditorView({ root, parent: root, state: stateOf(editing) });
}

/** Mark an error in the text and go there; between two words it is of the one before. */
export function showError(view: EditorView, place: Place, message: string): void {
  const line = view.state.doc.line(Math.min(place.line, view.state.doc.lines));
  // The server counts characters, the editor UTF-16 units.
  const before = [...line.text].slice(0, place.column - 1).join("");
  const isBetween = !/^\S/.test(line.text.slice(before.length));
  const word = isBetween ? (/\S*\s*$/.exec(before)?.[0] ?? "") : "";
  const from = line.from + before.length - word.length;
  const to = Math.min(from + Math.max(word.trimEnd().length, 1), line.to);
  view.dispatch(setDiagnostics(view.state, [{ from, to, severity: "error", message }]), {
    selection: { anchor: line.from + before.length },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
}

/** Take away what `showError` marked. */
export function clearErrors(view: EditorView): void {
  view.dispatch(setDiagnostics(view.state, []));
}

/** Put another text in the place of the whole; it can be undone. */
export function replaceText(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

function stateOf({ text, prefixes, words, run, changed }: Editing): EditorState {
  const runs = {
    key: "Mod-Enter",
    preventDefault: true,
    run: () => {
      run();
      return true;
    },
  };
  return EditorState.create({
    doc: text,
    extensions: [
      keymap.of([
        runs,
        ...completionKeymap,
        ...closeBracketsKeymap,
        ...historyKeymap,
        indentWithTab,
        ...defaultKeymap,
      ]),
      sparql(),
      lineNumbers(),
      lintGutter(),
      history(),
      indentOnInput(),
      indentUnit.of("  "),
      bracketMatching(),
      closeBrackets(),
      autocompletion({
        override: [completer(words, prefixes)],
        icons: false,
        maxRenderedOptions: 60,
      }),
      syntaxHighlighting(COLOURS),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": say("SPARQL 查询", "SPARQL query"),
        spellcheck: "false",
        lang: "zh-CN",
      }),
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      EditorState.phrases.of(isEnglish ? {} : PHRASES),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.sliceDoc());
      }),
      LOOK,
    ],
  });
}

/**
 * Type over a selection ourselves: Chromium would keep the look of what it replaces in a
 * `<span style>`, which the Content-Security-Policy blocks with an error.
 */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data ?? "";
  if (event.inputType !== "insertText" || event.isComposing || empty || !text) return false;
  const insert = () =>
    view.state.update(view.state.replaceSelection(text), { userEvent: "input.type" });
  const isDone = view.state
    .facet(EditorView.inputHandler)
    .some((handle) => handle(view, from, to, text, insert));
  if (!isDone) view.dispatch(insert());
  return true;
}

const PHRASES = {
  Completions: "补全",
  "Control character": "控制字符",
  "Selection deleted": "已删除选中的文字",
  Diagnostics: "错误",
  "No diagnostics": "没有错误",
};

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--provincial)", fontWeight: "600" },
  { tag: tags.variableName, fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--warn)" },
  { tag: [tags.namespace, tags.typeName], color: "var(--municipal)" },
  { tag: tags.url, color: "var(--national)" },
  { tag: [tags.comment, tags.annotation], color: "var(--ink3)" },
]);

const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.6",
    minHeight: "300px",
    maxHeight: "480px",
  },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": {
    color: "var(--ink3)",
    backgroundColor: "var(--panel)",
    borderRight: "1px solid var(--rule)",
  },
  ".cm-selectionMatch, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)" },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--rule2)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "18em" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    color: "var(--done-ink)",
    backgroundColor: "var(--done)",
  },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionMatchedText": { textDecoration: "none" },
  ".cm-completionInfo": {
    fontFamily: "var(--sans)",
    maxWidth: "26em",
    whiteSpace: "pre-line",
    padding: "6px 10px",
  },
  ".cm-diagnostic": { fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--gap)" },
});
