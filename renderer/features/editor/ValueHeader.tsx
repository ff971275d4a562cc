import { Copy, History } from "lucide-react";
import { Tab, TabList } from "react-aria-components";
import type { Key } from "../../../shared/model/index.ts";
import { useAppStore } from "../../state/app.ts";
import { Button, IconButton, Spacer, Toolbar } from "../../ui/index.ts";
import styles from "./ValueHeader.module.css";

interface ValueHeaderProps {
  readonly name: Key;
  readonly isReadOnly: boolean;
  readonly isDirty: boolean;
  readonly isNew: boolean;
  readonly onDiscard: () => void;
  readonly onSave: () => void;
}

/** Which key is open, how it is shown, whether it is saved, and what to do about that. */
export function ValueHeader({ name, isReadOnly, isDirty, isNew, onDiscard, onSave }: ValueHeaderProps) {
  const app = useAppStore();
  const copy = () => {
    navigator.clipboard.writeText(name).then(
      () => app.getState().notify({ message: "Copied the key" }),
      (error: unknown) => app.getState().fail(error),
    );
  };
  return (
    <Toolbar label="Value" className={styles.header}>
      <h2 className={styles.name} title={name}>
        {name}
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
      <TabList aria-label="Show as" className={styles.views ?? ""}>
        <Tab id="tree" className={styles.view ?? ""}>
          Tree
        </Tab>
        <Tab id="text" className={styles.view ?? ""}>
          Text
        </Tab>
      </TabList>
      <IconButton
        label="History of this key"
        onPress={() => app.getState().show({ kind: "keyHistory", key: name })}
      >
        <History />
      </IconButton>
      {isReadOnly ? (
        <span className={styles.readOnly}>Read-only</span>
      ) : (
        <>
          <Button variant="quiet" isDisabled={!isDirty} onPress={onDiscard}>
            Discard
          </Button>
          <Button variant={isDirty ? "primary" : "plain"} isDisabled={!isDirty} onPress={onSave}>
            Save
          </Button>
        </>
      )}
    </Toolbar>
  );
}
