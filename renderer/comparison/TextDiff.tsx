import { json } from "@codemirror/lang-json";
import { MergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useState } from "react";
import { messageOf } from "../client/index.ts";
import { codeTheme } from "../ui/codeTheme.ts";
import { ErrorNote } from "../ui/index.ts";
import { useShadowHost } from "../ui/useShadowHost.ts";
import styles from "./TextDiff.module.css";
import { textDiffTheme } from "./textDiffTheme.ts";

export interface TextDiffProps {
  /** Both values over lines. */
  readonly format: () => Promise<{ readonly before: string; readonly after: string }>;
  /** Changes with the values, so that they are requested again. */
  readonly identity: unknown;
}

interface Texts {
  readonly before: string;
  readonly after: string;
}

/** Longest text, in UTF-16 units, that is compared line by line. */
const MAX_TEXT = 8 * 1024 * 1024;

/** Highlighting a longer text costs more than it tells. */
const MAX_HIGHLIGHTED = 1_000_000;

/** Both values as text, line by line, side by side. */
export function TextDiff({ format, identity }: TextDiffProps) {
  const [texts, setTexts] = useState<Texts | null>(null);
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
  if (failure !== null) return <ErrorNote>{failure}</ErrorNote>;
  if (length > MAX_TEXT)
    return (
      <ErrorNote tone="warning">
        Together these texts are {length.toLocaleString()} characters long, too long to be compared line by
        line. The structure shows what differs.
      </ErrorNote>
    );
  return texts === null ? null : <Merged texts={texts} />;
}

function Merged({ texts }: { readonly texts: Texts }) {
  const { host, shadow } = useShadowHost();
  useEffect(() => {
    if (shadow === null) return;
    const isShort = texts.before.length + texts.after.length < MAX_HIGHLIGHTED;
    const extensions = (name: string): Extension[] => [
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ tabindex: "0", "aria-label": name }),
      EditorView.lineWrapping,
      lineNumbers(),
      codeTheme,
      textDiffTheme,
      ...(isShort ? [json()] : []),
    ];
    const view = new MergeView({
      a: { doc: texts.before, extensions: extensions("Before") },
      b: { doc: texts.after, extensions: extensions("After") },
      parent: shadow,
      root: shadow,
      collapseUnchanged: { margin: 3, minSize: 6 },
      diffConfig: { scanLimit: 1_000, timeout: 60 },
    });
    return () => view.destroy();
  }, [shadow, texts]);
  return <section ref={host} className={styles.host} aria-label="Text difference" />;
}
