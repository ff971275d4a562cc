import {
  type Key,
  type KeySeparator,
  NOW,
  type SnapshotMetadata,
  type StoreChange,
  type StoreId,
  type StoreStatus,
} from "../../../shared/model/index.ts";
import { type EngineClient, failureOf, follow, type StrataClient } from "../../client/index.ts";
import { ChangeReports } from "../changeReports.ts";
import { coalesce } from "../coalesce.ts";
import type { Slice } from "../slice.ts";
import { takeStoredSeparator } from "./remembered.ts";

export interface OpenedStore {
  readonly store: StoreId;
  readonly name: string;
  readonly selectedKey?: Key | null;
  readonly keySeparator?: KeySeparator | null;
}

export interface Session {
  readonly client: StrataClient;
  readonly store: StoreId | null;
  /** Null until the first answer after a store was opened. */
  readonly status: StoreStatus | null;
  /** Grows with each change of the open store; lists then request their visible rows again. */
  readonly revisionTick: number;
  /** The keys that changed with the latest tick; null if any key may have changed. */
  readonly touchedKeys: ReadonlySet<string> | null;
  /** Shows a store, with its last selected key if that still exists. */
  openStore(opened: OpenedStore): Promise<void>;
  /** Shows later writes of others to a read-only store. */
  reloadStore(): Promise<void>;
  /** Returns to the welcome page. Drafts stay for the next time. */
  closeStore(): Promise<void>;
  /** The same, if the store is already closed. */
  abandonStore(): void;
  /**
   * Requests everything that this change touches: any key unless it lists some, and the snapshots if it says so. With
   * its revision, the change feed's report of it asks no second time. Without a change, asks for everything.
   */
  refresh(change?: Partial<StoreChange>): Promise<void>;
}

export const session =
  (client: StrataClient): Slice<Session> =>
  (set, get) => {
    let stopFeed = () => {};

    let touched: Set<string> | null = new Set();
    const touch = (keys: readonly string[] | null | undefined) => {
      touched = keys && touched ? new Set([...touched, ...keys]) : null;
    };

    /** Identifies the shown list of snapshots, so that only differences are sent. */
    let mark: string | null = null;
    let asksSnapshots = true;
    const readSnapshots = async (store: StoreId) => {
      asksSnapshots = false;
      try {
        return await client.engine.snapshots.since({ store, mark });
      } catch (error) {
        asksSnapshots = true;
        throw error;
      }
    };

    // Changes during a request share the next one.
    const read = coalesce(async () => {
      const { store } = get();
      if (!store) return;
      const touchedKeys = touched;
      touched = new Set();
      const [status, since] = await Promise.all([
        client.engine.stores.status({ store }),
        asksSnapshots ? readSnapshots(store) : null,
      ]);
      if (get().store !== store) return;
      mark = since?.mark ?? mark;
      set(({ revisionTick, snapshots }) => ({
        status,
        touchedKeys,
        revisionTick: revisionTick + 1,
        ...(since === null ? {} : { snapshots: broughtUpToDate(snapshots, since) }),
      }));
    });
    const ask = (keys: readonly string[] | null, snapshots: boolean) => {
      touch(keys);
      asksSnapshots ||= snapshots;
      return read();
    };
    const reports = new ChangeReports();
    const refresh = (change?: Partial<StoreChange>) => {
      if (change === undefined) return ask(null, true);
      const { revision, keys = null, snapshots = false } = change;
      const begin = () => ask(keys, snapshots);
      return revision === undefined ? begin() : reports.once("call", { revision, keys, snapshots }, begin);
    };
    const hear = (change: StoreChange) => {
      const read = reports.once("feed", change, () => ask(change.keys, change.snapshots));
      read.catch((error: unknown) => get().fail(error));
    };

    const chooseAgain = async (store: StoreId, key: Key) => {
      const entry = await client.engine.entries.get({ store, at: NOW, key, cut: { over: 1, to: 1 } });
      const { store: shown, selectedKey, drafts, selectKey } = get();
      if (shown === store && selectedKey === null && (entry !== null || drafts.has(key))) selectKey(key);
    };

    return {
      client,
      store: null,
      status: null,
      revisionTick: 0,
      touchedKeys: null,

      refresh,

      async openStore({ store, selectedKey, keySeparator = null }) {
        stopFeed();
        reports.clear();
        mark = null;
        // Unsaved edits belong to the store in which they were typed.
        if (get().store !== null && get().store !== store) get().forgetDrafts();
        get().clearForms();
        set(({ revisionTick }) => ({
          store,
          status: null,
          snapshots: [],
          view: { kind: "browse", at: { kind: "now" } },
          selectedKey: null,
          keySeparator,
          filter: "",
          filterMode: "text",
          dialog: null,
          revisionTick: revisionTick + 1,
        }));
        stopFeed = follow(
          client.connection,
          (signal) => client.engine.stores.changes({ store }, { signal }),
          {
            onEvent: hear,
            onResume: () => void refresh().catch((error: unknown) => get().fail(error)),
            onFailure: (error) => {
              get().fail(error);
              // The engine was stopped in it and left it closed: every call of this page would fail from here on.
              if (get().store === store && failureOf(error)?.code === "NOT_FOUND") get().abandonStore();
            },
          },
        );
        await refresh();
        const location = get().client.desktop ? (get().status?.location ?? null) : null;
        const stored = location === null ? null : takeStoredSeparator(location);
        if (stored !== null && get().store === store) get().splitKeys(stored);
        if (get().store === store) await get().recoverDrafts(store);
        if (selectedKey) await chooseAgain(store, selectedKey);
      },

      async reloadStore() {
        const { store, status } = get();
        if (!store) return;
        await client.shell.stores.reload({ store });
        await refresh();
        const { status: now } = get();
        const isSame = now?.revision === status?.revision && now?.snapshotCount === status?.snapshotCount;
        const message =
          now?.readOnly == null
            ? "This store can be changed now"
            : isSame
              ? "Nothing has changed in this store"
              : "This store is shown as it is now";
        get().notify({ message });
      },

      async closeStore() {
        const { store } = get();
        get().abandonStore();
        if (store) await client.shell.stores.close({ store });
      },

      abandonStore() {
        stopFeed();
        stopFeed = () => {};
        set({
          store: null,
          status: null,
          snapshots: [],
          selectedKey: null,
          view: { kind: "welcome" },
          dialog: null,
        });
        get().forgetDrafts();
        get().clearForms();
      },
    };
  };

type SnapshotsSince = Awaited<ReturnType<EngineClient["snapshots"]["since"]>>;

/** The list, newest first, with the changes since. */
function broughtUpToDate(
  known: readonly SnapshotMetadata[],
  { whole, snapshots, removed }: SnapshotsSince,
): readonly SnapshotMetadata[] {
  if (whole) return snapshots;
  if (snapshots.length === 0 && removed.length === 0) return known;
  const gone = new Set(removed);
  const changed = new Map(snapshots.map((snapshot) => [snapshot.version, snapshot]));
  const kept = known
    .filter(({ version }) => !gone.has(version))
    .map((snapshot) => {
      const successor = changed.get(snapshot.version);
      changed.delete(snapshot.version);
      return successor ?? snapshot;
    });
  return [...changed.values(), ...kept];
}
