import type { StoreId, StoreStatus } from "../../../shared/model/index.ts";
import { follow, type StrataClient } from "../../client/index.ts";
import { coalesce } from "../coalesce.ts";
import type { Slice } from "../slice.ts";

export interface Session {
  readonly client: StrataClient;
  readonly store: StoreId | null;
  /** Null until the first answer after a store was opened. */
  readonly status: StoreStatus | null;
  /** Grows with each change of the open store; lists ask anew for what is in view. */
  readonly revisionTick: number;
  /** The keys that changed with the latest tick; null when that may be any. */
  readonly touchedKeys: ReadonlySet<string> | null;
  openStore(opened: { readonly store: StoreId; readonly name: string }): Promise<void>;
  /** Back to the welcome page. Drafts stay for the next time. */
  closeStore(): Promise<void>;
  /** The same, when the store is gone already. */
  abandonStore(): void;
  /** Asks for the status and the snapshots anew, after a change of these keys; of any, when they are left out. */
  refresh(touched?: readonly string[]): Promise<void>;
}

export const session =
  (client: StrataClient): Slice<Session> =>
  (set, get) => {
    let stopFeed = () => {};

    let touched: Set<string> | null = new Set();
    const touch = (keys: readonly string[] | null | undefined) => {
      touched = keys && touched ? new Set([...touched, ...keys]) : null;
    };

    // Changes that arrive while an answer is on its way share the next question.
    const read = coalesce(async () => {
      const { store } = get();
      if (!store) return;
      const touchedKeys = touched;
      touched = new Set();
      const [status, snapshots] = await Promise.all([
        client.engine.stores.status({ store }),
        client.engine.snapshots.list({ store }),
      ]);
      if (get().store !== store) return;
      set(({ revisionTick }) => ({ status, snapshots, touchedKeys, revisionTick: revisionTick + 1 }));
    });
    const refresh = (keys?: readonly string[]) => {
      touch(keys);
      return read();
    };
    const readOrTell = (keys: readonly string[] | null) => {
      touch(keys);
      read().catch((error: unknown) => get().fail(error));
    };

    return {
      client,
      store: null,
      status: null,
      revisionTick: 0,
      touchedKeys: null,

      refresh,

      async openStore({ store, name }) {
        stopFeed();
        set(({ revisionTick }) => ({
          store,
          status: null,
          snapshots: [],
          view: { kind: "browse", at: { kind: "now" } },
          selectedKey: null,
          filter: "",
          filterMode: "text",
          dialog: null,
          revisionTick: revisionTick + 1,
        }));
        stopFeed = follow(
          client.connection,
          (signal) => client.engine.stores.changes({ store }, { signal }),
          {
            onEvent: ({ keys }) => readOrTell(keys),
            onResume: () => readOrTell(null),
            onFailure: (error) => get().fail(error),
          },
        );
        await refresh();
        if (get().store === store) await get().recoverDrafts(get().status?.location ?? name);
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
      },
    };
  };
