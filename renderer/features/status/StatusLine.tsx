import { Unplug } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import { NOW } from "../../../shared/model/index.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { formatBytes, formatCount } from "../../ui/index.ts";
import styles from "./StatusLine.module.css";

/** What is saved, how much there is, and whether anything is at work. */
export function StatusLine({ children }: { readonly children?: ReactNode }) {
  const status = useApp((state) => state.status);
  const unsaved = useApp((state) => state.drafts.size);
  const busy = useApp((state) => state.jobs.some((job) => job.error === null));
  const isStalled = useApp((state) => state.engineStall !== null || state.silentSince !== null);
  const client = useApp((state) => state.client);
  const connection = useSyncExternalStore(client.connection.subscribe, client.connection.current);

  return (
    <footer className={styles.line}>
      {connection === "lost" || connection === "ended" ? (
        <span className={styles.lost} role="alert">
          <Unplug aria-hidden />
          {connection === "lost" ? "Connection lost. Trying again." : "Not connected"}
        </span>
      ) : unsaved > 0 ? (
        <Unsaved count={unsaved} />
      ) : (
        <span>All saved</span>
      )}
      {status ? (
        <>
          <span>{formatCount(status.entryCount, "key")}</span>
          <span>{formatBytes(status.sizeBytes)}</span>
          <span>{formatCount(status.snapshotCount, "snapshot")}</span>
        </>
      ) : null}
      {children}
      <span className={styles.grow} />
      <span>{isStalled ? "Not answering" : busy ? "Working" : "Idle"}</span>
    </footer>
  );
}

/** How many edits wait to be saved; pressed, it goes to the next of them. */
function Unsaved({ count }: { readonly count: number }) {
  const app = useAppStore();
  const goToNext = () => {
    const { drafts, selectedKey, selectKey, viewAt, view } = app.getState();
    const keys = [...drafts.keys()];
    const next = keys[(selectedKey === null ? -1 : keys.indexOf(selectedKey)) + 1] ?? keys[0];
    if (next === undefined) return;
    if (view.kind !== "browse" || view.at.kind !== "now") viewAt(NOW);
    selectKey(next);
  };
  return (
    <AriaButton className={styles.unsaved ?? ""} onPress={goToNext}>
      <span className={styles.dot} aria-hidden="true" />
      {formatCount(count, "unsaved edit")}
    </AriaButton>
  );
}
