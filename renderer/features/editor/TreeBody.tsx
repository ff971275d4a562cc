import { useMemo } from "react";
import { Button, ErrorNote, formatBytes } from "../../ui/index.ts";
import { endedBeginning } from "./tree/beginning.ts";
import { TreeEditor, type TreeEditorProps } from "./tree/TreeEditor.tsx";
import type { TreeSource } from "./useDraftEdits.ts";
import styles from "./ValueEditor.module.css";

interface TreeBodyProps extends Omit<TreeEditorProps, "text"> {
  readonly source: TreeSource;
  readonly size: number;
  readonly onText: () => void;
}

/** The tree of what the text says, once that is JSON. */
export function TreeBody({ source, size, onText, ...tree }: TreeBodyProps) {
  const { isPart } = tree;
  const text = useMemo(
    () => (source.text !== null && isPart ? endedBeginning(source.text) : source.text),
    [source.text, isPart],
  );
  if (text !== null) return <TreeEditor {...tree} text={text} />;
  if (source.problem === null) return <p className={styles.waiting}>Reading {formatBytes(size)}…</p>;
  return (
    <ErrorNote actions={<Button onPress={onText}>Go to the text</Button>}>
      The text isn't JSON, so there is no tree of it yet. {source.problem.message}
    </ErrorNote>
  );
}
