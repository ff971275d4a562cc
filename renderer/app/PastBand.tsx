import { History } from "lucide-react";
import type { Moment } from "../../shared/model/index.ts";
import { MadeBy } from "../features/timeline/MadeBy.tsx";
import { useApp, useAppStore } from "../state/app.ts";
import { momentName, snapshotAt } from "../state/moments.ts";
import { Button, RelativeTime } from "../ui/index.ts";
import styles from "./PastBand.module.css";

/** A band that says which moment of the past is shown. */
export function PastBand({ at }: { readonly at: Moment }) {
  const app = useAppStore();
  const name = useApp((state) => momentName(at, state.snapshots));
  const createdAt = useApp((state) => snapshotAt(at, state.snapshots)?.createdAt);
  const revision = useApp((state) =>
    at.kind === "revision" ? at.revision : snapshotAt(at, state.snapshots)?.revision,
  );
  const { backToNow, show } = app.getState();
  return (
    <section className={styles.band} aria-label="Looking at the past">
      <History aria-hidden />
      <p className={styles.text}>
        You are looking at{" "}
        <strong className={styles.name} title={name}>
          {name}
        </strong>
        {createdAt ? (
          <>
            , <RelativeTime at={createdAt} />
          </>
        ) : null}
        {revision === undefined || revision === 0 ? null : <MadeBy revision={revision} lead=", changed" />}
      </p>
      <Button writes onPress={() => show({ kind: "restore", to: at })}>
        Restore…
      </Button>
      <Button variant="primary" onPress={backToNow}>
        Back to now
      </Button>
    </section>
  );
}
