import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, linter } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, type Text, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { spliceBetween } from "../../state/splice.ts";
import { codeTheme } from "../../ui/codeTheme.ts";
import { textOf } from "./document.ts";
import { plainSearch } from "./plainSearch.ts";
import { checkText } from "./textWork.ts";

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

/** A document, and the same as a string. */
export interface Written {
  readonly document: Text;
  readonly text: string;
}

interface JsonCodeInit {
  readonly root: ShadowRoot;
  readonly written: Written;
  readonly options: CodeOptions;
  readonly onEdit: (text: string) => void;
  /** Undo and redo that were asked for by a menu: the steps are the value's, not this editor's. */
  readonly onTurn: (way: "undo" | "redo") => void;
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
  readonly #onTurn: (way: "undo" | "redo") => void;
  readonly #pause: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The text that the other side knows: last reported, or set. */
  #reported: Written;
  /** What was read last: to make a string of a long document takes a while. */
  #read: Written;
  #expectsTurn = false;

  constructor({ root, written, options, onEdit, onTurn, onProblem }: JsonCodeInit) {
    this.#onEdit = onEdit;
    this.#onTurn = onTurn;
    this.#pause = options.isPlain ? TELL_LONG_AFTER : TELL_AFTER;
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: written.document, extensions: this.#extensions(options, onProblem) }),
    });
    this.#reported = written;
    this.#read = written;
    onProblem(null);
  }

  /** The document's text. Reports pending changes first. */
  flush(): string {
    this.#tell();
    return this.#written().text;
  }

  /** Sets a text from outside, changing only what differs, so that the cursor stays where it is. */
  become(given: string): void {
    // A reported text returns from outside, while typing may have continued.
    if (given === this.#reported.text) return;
    const text = given.includes("\r") ? given.replace(/\r\n?/g, "\n") : given;
    const before = this.#written().text;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (before !== text) {
      const { at, removed, inserted } = spliceBetween(before, text);
      const isTurn = this.#expectsTurn;
      this.#view.dispatch({
        changes: { from: at, to: at + removed.length, insert: inserted },
        annotations: Transaction.remote.of(true),
        ...(isTurn ? { selection: { anchor: at + inserted.length }, scrollIntoView: true } : {}),
      });
    }
    this.#expectsTurn = false;
    const document = this.#view.state.doc;
    this.#reported = { document, text: given };
    this.#read = { document, text };
  }

  /** The next text from outside is a step taken back or done again. */
  expectTurn(): void {
    this.#expectsTurn = true;
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
    this.#tell();
    this.#view.destroy();
  }

  #written(): Written {
    const { doc } = this.#view.state;
    if (this.#read.document !== doc) this.#read = { document: doc, text: textOf(doc) };
    return this.#read;
  }

  #extensions(options: CodeOptions, onProblem: JsonCodeInit["onProblem"]): Extension[] {
    const { label, isReadOnly, isPlain, indent } = options;
    return [
      codeTheme,
      lineNumbers(),
      drawSelection(),
      plainSearch,
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
      typing,
      this.#turning(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      isPlain ? [] : indentOnInput(),
      EditorView.updateListener.of(({ docChanged, transactions }) => {
        const isOurs = transactions.some((each) => each.annotation(Transaction.remote));
        if (docChanged && !isOurs) this.#schedule();
      }),
      linter(() => this.#check(onProblem), { delay: isPlain ? 1500 : 200 }),
    ];
  }

  /** The browser's own menu asks for undo and redo, too. */
  #turning(): Extension {
    return EditorView.domEventHandlers({
      beforeinput: (event) => {
        const isUndo = event.inputType === "historyUndo";
        if (!isUndo && event.inputType !== "historyRedo") return false;
        event.preventDefault();
        this.#onTurn(isUndo ? "undo" : "redo");
        return true;
      },
    });
  }

  /** Reports the first key at once, so that there is an edit from then on, and what follows when the typing pauses. */
  #schedule(): void {
    if (this.#timer === null) this.#report();
    else clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), this.#pause);
  }

  /** Reports what was typed and is still to be reported. */
  #tell(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#report();
  }

  #report(): void {
    if (this.#view.state.doc.eq(this.#reported.document)) return;
    this.#reported = this.#written();
    this.#onEdit(this.#reported.text);
  }

  async #check(onProblem: JsonCodeInit["onProblem"]): Promise<Diagnostic[]> {
    const { document, text } = this.#written();
    const validity = await checkText(text);
    // A later check speaks for what was typed since.
    if (this.#view.state.doc !== document) return [];
    if (validity.ok) {
      onProblem(null);
      return [];
    }
    const { reason, offset, line, column } = validity.error;
    onProblem({ message: reason, offset, line, column });
    return [diagnosticAt(document, offset, reason)];
  }
}

function diagnosticAt(document: Text, offset: number, message: string): Diagnostic {
  const from = Math.min(offset, document.length);
  const line = document.lineAt(from);
  // An empty range can't be seen: mark the last character before the end instead.
  const [start, end] = from < line.to ? [from, from + 1] : [Math.max(line.from, from - 1), from];
  return { from: start, to: end, severity: "error", message };
}
