import type { Moment, SnapshotMetadata } from "../../../shared/model/index.ts";
import type { App } from "../../state/app.ts";
import { momentName, type Side } from "../../state/moments.ts";

/** Whether to ask first. What is pinned was meant to stay, so it is asked about in any case. */
export function asksBeforeDeleting(app: App, snapshot: SnapshotMetadata): boolean {
  return snapshot.pinned || app.getState().preferences.confirmations !== "never";
}

/** Deletes a snapshot, says so, and offers it back for a while; rejects with the contract's failure. */
export async function deleteSnapshot(app: App, snapshot: SnapshotMetadata): Promise<void> {
  const { client, store, refresh, notify } = app.getState();
  if (store === null) return;
  await client.engine.snapshots.delete({ store, versions: [snapshot.version] });
  showRevisionInstead(app, snapshot);
  await refresh();
  const name = momentName({ kind: "snapshot", version: snapshot.version }, [snapshot]);
  notify({
    message: `Deleted snapshot ${name}`,
    undo: () => {
      client.engine.snapshots
        .undelete({ store, versions: [snapshot.version] })
        .then(() => app.getState().refresh())
        .catch(app.getState().fail);
    },
  });
}

/** Restores the last deleted snapshot of the open store, and says so. */
export async function undeleteLast(app: App): Promise<void> {
  const { client, store, refresh, notify } = app.getState();
  if (store === null) return;
  const [last] = await client.engine.snapshots.deleted({ store });
  if (last === undefined) {
    notify({ message: "No deleted snapshot can be restored" });
    return;
  }
  await client.engine.snapshots.undelete({ store, versions: [last.version] });
  await refresh();
  notify({
    message: `Restored snapshot ${momentName({ kind: "snapshot", version: last.version }, [last])}`,
  });
}

/** What is on show stays on show: the revision that the snapshot named is still there. */
function showRevisionInstead(app: App, { version, revision }: SnapshotMetadata): void {
  const { view, viewAt, compare } = app.getState();
  const replaced = <S extends Side>(moment: S): S | Moment =>
    moment.kind === "snapshot" && moment.version === version ? { kind: "revision", revision } : moment;
  if (view.kind === "browse" && view.at !== replaced(view.at)) viewAt(replaced(view.at));
  if (view.kind === "compare" && (view.from !== replaced(view.from) || view.to !== replaced(view.to)))
    compare(replaced(view.from), replaced(view.to));
}
