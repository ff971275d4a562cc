import { Copy, History } from "lucide-react";
import type { Key } from "../../../shared/model/index.ts";
import { useAppStore } from "../../state/app.ts";
import { Button, IconButton, Spacer, TabStrip, Toolbar, visibleName } from "../../ui/index.ts";
import styles from "./ValueHeader.module.css";
import type { ValueMode } from "./valueMode.ts";

interface ValueHeaderProps {
  readonly name: Key;
  readonly mode: ValueMode;
  readonly onMode: (mode: ValueMode) => void;
  readonly panelId: string;
  readonly isReadOnly: boolean;
  /** Of a store that is only read, the title bar says so. */
  readonly isPast: boolean;
  readonly isDirty: boolean;
  readonly isNew: boolean;
  readonly onDiscard: () => void;
  readonly onSave: () => void;
  readonly onCopy: () => void;
}

const views = [
  { id: "tree", name: "Tree" },
  { id: "text", name: "Text" },
] as const;

/** Which key is open, how it is shown, whether it is saved, and what to do about that. */
export function ValueHeader(props: ValueHeaderProps) {
  const { name, mode, onMode, panelId, isReadOnly, isPast, isDirty, isNew, onDiscard, onSave, onCopy } =
    props;
  const app = useAppStore();
  const copy = () => {
    navigator.clipboard.writeText(name).then(
      () => app.getState().notify({ message: "Copied the key" }),
      (error: unknown) => app.getState().fail(error),
    );
  };
  return (
    <Toolbar label="Value" className={styles.header}>
      <h2 className={styles.name} title={visibleName(name)}>
        {visibleName(name)}
      </h2>
      {isDirty ? (
        <span className={styles.dirty} role="status">
          <span className={styles.dot} aria-hidden="true" />
          {isNew ? "Not stored" : "Edited"}
        </span>
      ) : null}
      <IconButton label="Copy key" onPress={copy} className={styles.copy}>
        <Copy />
      </IconButton>
      <Spacer />
      <TabStrip label="Show as" tabs={views} selected={mode} onSelect={onMode} panelId={panelId} />
      <IconButton
        label="History of this key"
        onPress={() => app.getState().show({ kind: "keyHistory", key: name })}
      >
        <History />
      </IconButton>
      {isPast ? <span className={styles.readOnly}>Read-only</span> : null}
      {isReadOnly && !isDirty ? null : (
        <Button variant="quiet" isDisabled={!isDirty} onPress={onDiscard}>
          Discard
        </Button>
      )}
      {!isReadOnly ? (
        <Button variant={isDirty ? "primary" : "plain"} isDisabled={!isDirty} onPress={onSave}>
          Save
        </Button>
      ) : isDirty ? (
        <Button onPress={onCopy}>Copy edit</Button>
      ) : null}
    </Toolbar>
  );
}
