import type { Text } from "@codemirror/state";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { useShadowHost } from "../../ui/useShadowHost.ts";
import { documentOf } from "./document.ts";
import { type CodeOptions, type CodeProblem, JsonCode } from "./jsonCode.ts";
import styles from "./TextEditor.module.css";

export interface TextEditorHandle {
  /** The editor's present text; pending changes are reported to `onEdit` first. */
  flush(): string;
  focus(): void;
  /** The next text from outside is a step that is taken back or done again: where it differs is shown. */
  expectTurn(): void;
  /** Puts the cursor at this offset. */
  goTo(offset: number): void;
}

export interface TextEditorProps extends CodeOptions {
  /** Another id means another document. */
  readonly documentId: string;
  /** What the document begins as, or becomes when this changes from outside. */
  readonly text: string;
  /** Called a moment after typing stopped. */
  readonly onEdit: (text: string) => void;
  /** Undo and redo that were asked for by other means than keys. */
  readonly onTurn: (way: "undo" | "redo") => void;
  readonly onProblem: (problem: CodeProblem | null) => void;
  readonly handle?: Ref<TextEditorHandle>;
}

/** JSON as text. The accessible name is the label of its text box. */
export function TextEditor({
  documentId,
  text,
  onEdit,
  onTurn,
  onProblem,
  handle,
  label,
  isReadOnly,
  isPlain,
  indent,
}: TextEditorProps) {
  const { host, shadow } = useShadowHost();
  const code = useRef<JsonCode | null>(null);
  const latest = useRef({ text, onEdit, onTurn, onProblem });
  latest.current = { text, onEdit, onTurn, onProblem };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document begins with its text; later texts come below
  useEffect(() => {
    if (!shadow) return;
    let isGone = false;
    const begin = (document: Text) => {
      if (isGone) return;
      code.current = new JsonCode({
        root: shadow,
        written: { document, text },
        options: { label, isReadOnly, isPlain, indent },
        onEdit: (edited) => latest.current.onEdit(edited),
        onTurn: (way) => latest.current.onTurn(way),
        onProblem: (problem) => latest.current.onProblem(problem),
      });
      code.current.become(latest.current.text);
    };
    const document = documentOf(text);
    if (document instanceof Promise) void document.then(begin);
    else begin(document);
    return () => {
      isGone = true;
      code.current?.destroy();
      code.current = null;
    };
  }, [shadow, documentId, label, isReadOnly, isPlain, indent]);

  useEffect(() => code.current?.become(text), [text]);
  useEffect(() => {
    const flush = () => void code.current?.flush();
    // Before the handler that writes the edits when the page is left.
    window.addEventListener("beforeunload", flush, { capture: true });
    return () => window.removeEventListener("beforeunload", flush, { capture: true });
  }, []);

  useImperativeHandle(handle, () => ({
    flush: () => code.current?.flush() ?? text,
    focus: () => code.current?.focus(),
    expectTurn: () => code.current?.expectTurn(),
    goTo: (offset) => code.current?.goTo(offset),
  }));

  return <div ref={host} className={styles.editor} />;
}
