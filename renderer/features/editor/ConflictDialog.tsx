import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect } from "react";
import type { Key } from "../../../shared/model/index.ts";
import { Button, Dialog } from "../../ui/index.ts";
import { useShadowHost } from "../../ui/useShadowHost.ts";
import styles from "./ConflictDialog.module.css";
import { codeTheme } from "./codeTheme.ts";

interface ConflictDialogProps {
  readonly name: Key;
  readonly mine: string;
  /** Laid out; null when the key was deleted. */
  readonly theirs: string | null;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  readonly onClose: () => void;
}

/** The stored value and the edit beside each other, and the choice between them. */
export function ConflictDialog({
  name,
  mine,
  theirs,
  onKeepMine,
  onTakeTheirs,
  onClose,
}: ConflictDialogProps) {
  return (
    <Dialog
      title={`${name} changed meanwhile`}
      isOpen
      onClose={onClose}
      size="large"
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            Decide later
          </Button>
          <Button onPress={onTakeTheirs}>{theirs === null ? "Let it go" : "Take the stored value"}</Button>
          <Button variant="primary" onPress={onKeepMine}>
            Save mine
          </Button>
        </>
      }
    >
      <p className={styles.about}>
        {theirs === null
          ? "Someone deleted this key after you began to edit it. Saving yours brings it back."
          : "Someone saved another value after you began to edit this one. Saving yours replaces it; the timeline keeps both."}
      </p>
      <div className={styles.heads}>
        <span>Stored</span>
        <span>Yours</span>
      </div>
      <SideBySide left={theirs ?? ""} right={mine} />
    </Dialog>
  );
}

function SideBySide({ left, right }: { readonly left: string; readonly right: string }) {
  const { host, shadow } = useShadowHost();
  useEffect(() => {
    if (!shadow) return;
    const extensions = (label: string) => [
      codeTheme,
      mergeColours,
      lineNumbers(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
    ];
    const merge = new MergeView({
      a: { doc: left, extensions: extensions("Stored value") },
      b: { doc: right, extensions: extensions("Your value") },
      parent: shadow,
      root: shadow,
      collapseUnchanged: {},
      gutter: true,
    });
    return () => merge.destroy();
  }, [shadow, left, right]);
  return <div ref={host} className={styles.sides} />;
}

const mergeColours = EditorView.theme({
  "&.cm-merge-a .cm-changedLine": { backgroundColor: "var(--removed-bg)" },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--added-bg)" },
  "&.cm-merge-a .cm-changedText": { background: "none", textDecoration: "underline var(--removed) 2px" },
  "&.cm-merge-b .cm-changedText": { background: "none", textDecoration: "underline var(--added) 2px" },
  ".cm-collapsedLines": {
    background: "var(--bg-sunken)",
    color: "var(--text-dim)",
    font: "12px/20px var(--sans)",
  },
});
