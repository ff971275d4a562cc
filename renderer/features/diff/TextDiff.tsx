import { json } from "@codemirror/lang-json";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { type RefObject, useEffect, useRef, useState } from "react";
import { messageOf } from "../../client/index.ts";
import { ErrorNote } from "../../ui/index.ts";
import type { DiffLayout } from "./rowLayout.ts";
import styles from "./TextDiff.module.css";

export interface TextDiffProps {
  /** Both values over lines. */
  readonly format: () => Promise<{ readonly before: string; readonly after: string }>;
  readonly layout: DiffLayout;
  /** Changes with the values, so that they are asked for anew. */
  readonly identity: unknown;
}

/** Longest text, in UTF-16 units, that is compared line by line. */
const MAX_TEXT = 8 * 1024 * 1024;

/** Both values as text, line by line. */
export function TextDiff({ format, layout, identity }: TextDiffProps) {
  const host = useRef<HTMLElement>(null);
  const [texts, setTexts] = useState<{ before: string; after: string } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another identity means other values behind the same function
  useEffect(() => {
    let isCurrent = true;
    setFailure(null);
    format().then(
      (formatted) => {
        if (isCurrent) setTexts(formatted);
      },
      (error: unknown) => {
        if (isCurrent) setFailure(messageOf(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [format, identity]);

  const length = texts === null ? 0 : texts.before.length + texts.after.length;
  const isTooLong = length > MAX_TEXT;
  useMergeView(host, isTooLong ? null : texts, layout);

  if (failure !== null) return <ErrorNote>{failure}</ErrorNote>;
  if (isTooLong)
    return (
      <ErrorNote tone="warning">
        Together these texts are {length.toLocaleString()} characters long, too long to be compared line by
        line. The structure shows what differs.
      </ErrorNote>
    );
  return <section ref={host} className={styles.host} aria-label="Text difference" />;
}

function useMergeView(
  host: RefObject<HTMLElement | null>,
  texts: { readonly before: string; readonly after: string } | null,
  layout: DiffLayout,
): void {
  useEffect(() => {
    const parent = host.current;
    if (texts === null || parent === null) return;
    const shared: Extension[] = [
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ tabindex: "0" }),
      EditorView.lineWrapping,
      lineNumbers(),
      // Highlighting a text of megabytes costs more than it tells.
      ...(texts.before.length + texts.after.length < 1_000_000 ? [json()] : []),
    ];
    const collapseUnchanged = { margin: 3, minSize: 6 };
    const diffConfig = { scanLimit: 1_000, timeout: 60 };
    if (layout === "split") {
      const view = new MergeView({
        a: { doc: texts.before, extensions: [...shared, named("Before")] },
        b: { doc: texts.after, extensions: [...shared, named("After")] },
        parent,
        collapseUnchanged,
        diffConfig,
      });
      return () => view.destroy();
    }
    const view = new EditorView({
      doc: texts.after,
      parent,
      extensions: [
        ...shared,
        named("Before and after"),
        unifiedMergeView({ original: texts.before, mergeControls: false, collapseUnchanged, diffConfig }),
      ],
    });
    return () => view.destroy();
  }, [host, texts, layout]);
}

const named = (name: string) => EditorView.contentAttributes.of({ "aria-label": name });
