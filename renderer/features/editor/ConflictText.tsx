import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useState } from "react";
import type { JsonText } from "../../../shared/model/index.ts";
import { codeTheme } from "../../ui/codeTheme.ts";
import { ErrorNote, Segmented } from "../../ui/index.ts";
import { useShadowHost } from "../../ui/useShadowHost.ts";
import styles from "./ConflictText.module.css";
import { useFormatted } from "./useFormatted.ts";

interface ConflictTextProps {
  readonly base: JsonText | null;
  readonly theirs: JsonText | null;
  readonly mine: string;
  readonly indent: number;
}

/** Characters of both sides past which their lines are not compared: the page would stand still meanwhile. */
const MOST_COMPARED = 2_000_000;

type Pair = "between" | "theirs" | "mine";

const heads: Readonly<Record<Pair, readonly [left: string, right: string]>> = {
  between: ["Stored now", "Yours"],
  theirs: ["When you opened it", "Stored now"],
  mine: ["When you opened it", "Yours"],
};

/** The three texts, two at a time. */
export function ConflictText({ base, theirs, mine, indent }: ConflictTextProps) {
  const [pair, setPair] = useState<Pair>("between");
  const before = useFormatted(base, indent);
  const now = useFormatted(theirs, indent);
  const left = pair === "between" ? (theirs === null ? "" : now) : base === null ? "" : before;
  const right = pair === "theirs" ? (theirs === null ? "" : now) : mine;
  const [leftHead, rightHead] = heads[pair];
  return (
    <>
      <Segmented
        label="Compare"
        options={[
          { id: "between", name: "Stored and yours" },
          { id: "theirs", name: "What they changed" },
          { id: "mine", name: "What you changed" },
        ]}
        value={pair}
        onChange={setPair}
      />
      <div className={styles.heads}>
        <span>{leftHead}</span>
        <span>{rightHead}</span>
      </div>
      {left === null || right === null ? (
        <p className={styles.waiting}>Laying out both…</p>
      ) : left.length + right.length > MOST_COMPARED ? (
        <ErrorNote tone="warning">
          Together these texts are {(left.length + right.length).toLocaleString()} characters long, too long
          to be compared line by line. Each of them can be saved.
        </ErrorNote>
      ) : (
        <SideBySide key={pair} left={left} right={right} heads={heads[pair]} />
      )}
    </>
  );
}

interface SideBySideProps {
  readonly left: string;
  readonly right: string;
  readonly heads: readonly [left: string, right: string];
}

function SideBySide({ left, right, heads: [leftHead, rightHead] }: SideBySideProps) {
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
      a: { doc: left, extensions: extensions(leftHead) },
      b: { doc: right, extensions: extensions(rightHead) },
      parent: shadow,
      root: shadow,
      collapseUnchanged: {},
      gutter: true,
    });
    return () => merge.destroy();
  }, [shadow, left, right, leftHead, rightHead]);
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
