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
  openStore(opened: { readonly store: StoreId; readonly name: string }): Promise<void>;
  /** Back to the welcome page. Drafts stay for the next time. */
  closeStore(): Promise<void>;
  /** Asks for the status and the snapshots anew. */
  refresh(): Promise<void>;
}

export const session =
  (client: StrataClient): Slice<Session> =>
  (set, get) => {
    let stopFeed = () => {};

    const read = async () => {
      const { store } = get();
      if (!store) return;
      const [status, snapshots] = await Promise.all([
        client.engine.stores.status({ store }),
        client.engine.snapshots.list({ store }),
      ]);
      if (get().store !== store) return;
      set(({ revisionTick }) => ({ status, snapshots, revisionTick: revisionTick + 1 }));
    };

    // Changes that arrive while an answer is on its way share the next question.
    const refresh = coalesce(read);
    const refreshOrTell = () => void refresh().catch((error: unknown) => get().fail(error));

    return {
      client,
      store: null,
      status: null,
      revisionTick: 0,

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
          dialog: null,
          revisionTick: revisionTick + 1,
        }));
        stopFeed = follow(
          client.connection,
          (signal) => client.engine.stores.changes({ store }, { signal }),
          {
            onEvent: refreshOrTell,
            onResume: refreshOrTell,
            onFailure: (error) => get().fail(error),
          },
        );
        await refresh();
        if (get().store === store) await get().recoverDrafts(get().status?.location ?? name);
      },

      async closeStore() {
        const { store } = get();
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
        if (store) await client.shell.stores.close({ store });
      },
    };
  };
