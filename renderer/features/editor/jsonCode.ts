import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, linter } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, type Text, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { validate } from "../../../shared/json/index.ts";
import { codeTheme } from "./codeTheme.ts";

/** Why a text is not JSON, and where. Lines and columns count from 1. */
export interface CodeProblem {
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface CodeOptions {
  readonly label: string;
  readonly isReadOnly: boolean;
  /** Without colours, folds and checks as you type: for long texts. */
  readonly isPlain: boolean;
  /** Spaces. */
  readonly indent: number;
}

interface JsonCodeInit {
  readonly root: ShadowRoot;
  readonly text: string;
  readonly options: CodeOptions;
  readonly onEdit: (text: string) => void;
  readonly onProblem: (problem: CodeProblem | null) => void;
}

/** Keys that mean something to the whole app keep that meaning here. */
const ownKeymap = defaultKeymap.filter(({ key }) => key !== "Mod-Enter" && key !== "Mod-i");

/**
 * Typing as a change of the document. Done by the browser, it would carry the looks of the text around over by a style
 * attribute, which the content security policy refuses.
 */
const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const isPlainTyping = event.inputType === "insertText" && event.data !== null && !view.composing;
    if (!isPlainTyping || state.readOnly) return false;
    event.preventDefault();
    view.dispatch(state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

/** Milliseconds after the last key press. */
const TELL_AFTER = 150;
const TELL_LONG_AFTER = 700;

/** A CodeMirror editor of one JSON document. */
export class JsonCode {
  readonly #view: EditorView;
  readonly #onEdit: (text: string) => void;
  readonly #pause: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What the other side knows: told last, or given. */
  #told: Text;

  constructor({ root, text, options, onEdit, onProblem }: JsonCodeInit) {
    this.#onEdit = onEdit;
    this.#pause = options.isPlain ? TELL_LONG_AFTER : TELL_AFTER;
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: text, extensions: this.#extensions(options, onProblem) }),
    });
    this.#told = this.#view.state.doc;
    onProblem(null);
  }

  /** What the document holds. Tells what is still to be told. */
  flush(): string {
    const { doc } = this.#view.state;
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#told = doc;
      const text = doc.toString();
      this.#onEdit(text);
      return text;
    }
    return doc.toString();
  }

  /** Takes over a text from outside, touching only what differs, so that the cursor stays where it is. */
  become(text: string): void {
    const { doc } = this.#view.state;
    const next = this.#view.state.toText(text);
    if (doc.eq(next)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const before = doc.toString();
    let start = 0;
    const shorter = Math.min(before.length, text.length);
    while (start < shorter && before.charCodeAt(start) === text.charCodeAt(start)) start += 1;
    let end = 0;
    while (
      end < shorter - start &&
      before.charCodeAt(before.length - 1 - end) === text.charCodeAt(text.length - 1 - end)
    ) {
      end += 1;
    }
    this.#told = next;
    this.#view.dispatch({
      changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
      annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true)],
    });
  }

  focus(): void {
    this.#view.focus();
  }

  goTo(offset: number): void {
    const anchor = Math.min(offset, this.#view.state.doc.length);
    this.#view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
    this.#view.focus();
  }

  destroy(): void {
    this.flush();
    this.#view.destroy();
  }

  #extensions(options: CodeOptions, onProblem: JsonCodeInit["onProblem"]): Extension[] {
    const { label, isReadOnly, isPlain, indent } = options;
    return [
      codeTheme,
      lineNumbers(),
      drawSelection(),
      search({ top: true }),
      indentUnit.of(" ".repeat(indent)),
      EditorState.tabSize.of(indent),
      // The layout of a line of megabytes holds the page for seconds when it is wrapped.
      isPlain ? [] : EditorView.lineWrapping,
      EditorState.readOnly.of(isReadOnly),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": String(isReadOnly) }),
      isReadOnly ? [] : this.#editing(isPlain, onProblem),
      isPlain ? [] : [json(), foldGutter(), bracketMatching(), highlightSelectionMatches()],
      keymap.of([...(isPlain ? [] : foldKeymap), ...searchKeymap, ...ownKeymap]),
    ];
  }

  #editing(isPlain: boolean, onProblem: JsonCodeInit["onProblem"]): Extension[] {
    return [
      history(),
      typing,
      highlightActiveLine(),
      highlightActiveLineGutter(),
      isPlain ? [] : indentOnInput(),
      keymap.of(historyKeymap),
      EditorView.updateListener.of(({ docChanged, transactions }) => {
        const isOurs = transactions.some((each) => each.annotation(Transaction.remote));
        if (docChanged && !isOurs) this.#schedule();
      }),
      linter((view) => problemsOf(view, onProblem), { delay: isPlain ? 1500 : 200 }),
    ];
  }

  #schedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const { doc } = this.#view.state;
      if (doc.eq(this.#told)) return;
      this.#told = doc;
      this.#onEdit(doc.toString());
    }, this.#pause);
  }
}

function problemsOf(view: EditorView, onProblem: (problem: CodeProblem | null) => void): Diagnostic[] {
  const validity = validate(view.state.doc.toString());
  if (validity.ok) {
    onProblem(null);
    return [];
  }
  const { error } = validity;
  onProblem({ message: error.reason, offset: error.offset, line: error.line, column: error.column });
  const from = Math.min(error.offset, view.state.doc.length);
  const line = view.state.doc.lineAt(from);
  // An empty range can't be seen: mark the last character before the end instead.
  const [start, end] = from < line.to ? [from, from + 1] : [Math.max(line.from, from - 1), from];
  return [{ from: start, to: end, severity: "error", message: error.reason }];
}
