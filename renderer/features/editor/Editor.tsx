import { FileQuestionMark, MousePointerClick } from "lucide-react";
import { useState } from "react";
import type { Key, Moment } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { isNow, momentName } from "../../state/moments.ts";
import { Button, EmptyState, ErrorNote, visibleName } from "../../ui/index.ts";
import styles from "./Editor.module.css";
import { useEntry } from "./useEntry.ts";
import { ValueEditor } from "./ValueEditor.tsx";
import { useValueMode } from "./valueMode.ts";

/** The value of the chosen key at one moment. */
export function Editor({ at }: { readonly at: Moment }) {
  const key = useApp((state) => state.selectedKey);
  return (
    <section className={styles.panel} aria-label="Value" data-keeps-undo>
      {key === null ? (
        <EmptyState icon={<MousePointerClick />} title="No key chosen">
          Choose a key on the left to see its value.
        </EmptyState>
      ) : (
        <KeyValue key={key} name={key} at={at} />
      )}
    </section>
  );
}

function KeyValue({ name, at }: { readonly name: Key; readonly at: Moment }) {
  const draft = useApp((state) => (isNow(at) ? state.drafts.get(name) : undefined));
  const [mode, setMode] = useValueMode();
  const [showsAll, setShowsAll] = useState(false);
  const { entry, adopt } = useEntry(name, at, mode === "tree" || showsAll || draft !== undefined);

  if (entry.kind === "loading") return null;
  if (entry.kind === "failed") {
    return <ErrorNote actions={<Button onPress={entry.retry}>Try again</Button>}>{entry.message}</ErrorNote>;
  }
  if (entry.kind === "absent" && !draft) return <Absent name={name} at={at} />;
  const stored = entry.kind === "here" ? { text: entry.text, since: entry.since } : null;
  return (
    <ValueEditor
      name={name}
      at={at}
      stored={stored}
      length={entry.kind === "here" ? entry.length : null}
      draft={draft}
      mode={mode}
      onMode={setMode}
      showsAll={showsAll}
      onShowAll={() => setShowsAll(true)}
      onSaved={adopt}
    />
  );
}

function Absent({ name, at }: { readonly name: Key; readonly at: Moment }) {
  const app = useAppStore();
  const moment = useApp((state) => momentName(at, state.snapshots));
  return (
    <EmptyState
      icon={<FileQuestionMark />}
      title={isNow(at) ? "This key is gone" : "No such key then"}
      actions={
        <>
          <Button onPress={() => app.getState().show({ kind: "keyHistory", key: name })}>
            History of this key
          </Button>
          <Button onPress={() => app.getState().selectKey(null)}>Choose another key</Button>
        </>
      }
    >
      {isNow(at)
        ? `${visibleName(name)} was deleted or renamed. The timeline still has it.`
        : `${visibleName(name)} did not exist at ${moment}.`}
    </EmptyState>
  );
}
