import { useState } from "react";
import { useApp } from "../../state/app.ts";
import { Button, ErrorNote, visibleName } from "../../ui/index.ts";
import { useWatch } from "./useWatch.ts";
import styles from "./WatchDialog.module.css";

/**
 * Says that the open store's folder names a file that it follows, which this installation has not bound: the folder may
 * come from anybody, so the person sees the whole path before anything is read or written there.
 */
export function ClaimBanner() {
  const watch = useWatch();
  const show = useApp((state) => state.show);
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (watch?.state.kind !== "claimed") return null;
  const file = visibleName(watch.location ?? watch.name);
  if (dismissed === file) return null;
  return (
    <section className={styles.banner} aria-label="File of this store">
      <ErrorNote
        tone="warning"
        actions={
          <>
            <Button onPress={() => setDismissed(file)}>Not now</Button>
            <Button onPress={() => show({ kind: "watched" })}>Details…</Button>
          </>
        }
      >
        This store says it follows <span className={styles.location}>{file}</span>. Strata has not read or
        written it.
      </ErrorNote>
    </section>
  );
}
