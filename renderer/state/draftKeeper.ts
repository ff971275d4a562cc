import { ORPCError } from "@orpc/client";
import { DRAFT_PIECE } from "../../shared/contract/index.ts";
import type { Key, StoreId } from "../../shared/model/index.ts";
import { ConnectionLostError, messageOf, type StrataClient } from "../client/index.ts";
import { visibleName } from "../ui/visibleName.ts";
import { moveIndexedDrafts } from "./indexedDrafts.ts";
import { keptDraft } from "./keptDraft.ts";
import type { Draft } from "./slices/drafts.ts";
import { claimWindowId, openWindows } from "./windowId.ts";

/** Stores unsaved edits outside the page, by store. */
export interface DraftKeeper {
  /**
   * This window's drafts, and those adopted from closed windows. `onUnreadable` is called for each unreadable one, with
   * an error for people; the others are loaded all the same.
   */
  load(place: string, onUnreadable: (error: unknown) => void): Promise<ReadonlyMap<Key, Draft>>;
  put(place: string, key: Key, draft: Draft): Promise<void>;
  remove(place: string, key: Key): Promise<void>;
  /** The number of drafts that are only on this page, because the connection is lost; they are sent when it returns. */
  readonly unkept?: Unkept;
}

/** Fits React's `useSyncExternalStore`. */
export interface Unkept {
  readonly current: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Drafts read concurrently, so that one does not wait for the others' answers. */
const AT_ONCE = 64;

interface Change {
  readonly store: StoreId;
  readonly key: Key;
  /** Null if it no longer exists. */
  readonly draft: Draft | null;
}

/** Drafts in the shell, which writes each to disk. The key of a store is its handle. */
export function shellDrafts(client: StrataClient): DraftKeeper {
  const claimed = claimWindowId();
  const outbox = new Outbox((change) => send(client, change, claimed));
  client.connection.subscribe(() => {
    if (client.connection.current() === "connected") void outbox.sendAll();
  });
  const keeper: Required<DraftKeeper> = {
    unkept: outbox,
    async load(place, onUnreadable) {
      const store = place as StoreId;
      const window = await claimed;
      const open = [...(await openWindows())].filter((other) => other !== window);
      const drafts = new Map<Key, Draft>();
      const readOne = async (key: Key): Promise<Draft | null> => {
        try {
          return await read(client, { store, window, key });
        } catch (error) {
          if (error instanceof ConnectionLostError) throw error;
          const why = messageOf(error);
          onUnreadable(new Error(`The unsaved edit of ${visibleName(key)} could not be read. ${why}`));
          return null;
        }
      };
      const keys = await client.shell.drafts.list({ store, window, open });
      for (let from = 0; from < keys.length; from += AT_ONCE) {
        const some = keys.slice(from, from + AT_ONCE);
        const found = await Promise.all(some.map(readOne));
        for (const [at, key] of some.entries()) {
          const draft = found[at];
          if (draft) drafts.set(key, draft);
        }
      }
      const { location } = client.desktop ? await client.engine.stores.status({ store }) : { location: null };
      if (location === null) return drafts;
      await moveIndexedDrafts(location, async (key, draft) => {
        if (drafts.has(key)) return;
        await send(client, { store, key, draft }, claimed);
        drafts.set(key, draft);
      });
      return drafts;
    },
    put: (place, key, draft) => outbox.add({ store: place as StoreId, key, draft }),
    remove: (place, key) => outbox.add({ store: place as StoreId, key, draft: null }),
  };
  return keeper;
}

/** The drafts to send, the latest of each. Those that a lost connection delayed wait for the next one. */
class Outbox implements Unkept {
  readonly #send: (change: Change) => Promise<void>;
  readonly #waiting = new Map<string, Change>();
  readonly #sending = new Map<string, Promise<void>>();
  readonly #listeners = new Set<() => void>();
  #late = 0;

  constructor(send: (change: Change) => Promise<void>) {
    this.#send = send;
  }

  readonly current = (): number => this.#late;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves when the change is kept, or when it must wait for a connection; rejects if it is refused. */
  add(change: Change): Promise<void> {
    const id = `${change.store} ${change.key}`;
    this.#waiting.set(id, change);
    const sending = (this.#sending.get(id) ?? Promise.resolve()).then(
      () => this.#sendOne(id),
      () => this.#sendOne(id),
    );
    this.#sending.set(id, sending);
    return sending;
  }

  async sendAll(): Promise<void> {
    for (const change of [...this.#waiting.values()]) {
      // Its caller was answered already; after a refusal now it stays on this page, as before.
      await this.add(change).catch(() => {});
    }
  }

  async #sendOne(id: string): Promise<void> {
    const change = this.#waiting.get(id);
    if (change === undefined) return;
    try {
      await this.#send(change);
      if (this.#waiting.get(id) === change) this.#waiting.delete(id);
      this.#count(false);
    } catch (error) {
      if (error instanceof ORPCError) {
        if (this.#waiting.get(id) === change) this.#waiting.delete(id);
        throw error;
      }
      // The connection was lost. The change may have been kept, but is sent again in any case.
      this.#count(true);
    }
  }

  /** A change that is being sent does not count as late yet. */
  #count(isLate: boolean): void {
    const drafts = [...this.#waiting.values()].filter(({ draft }) => draft !== null);
    const late = isLate || this.#late > 0 ? drafts.length : 0;
    if (late === this.#late) return;
    this.#late = late;
    for (const listener of this.#listeners) listener();
  }
}

async function send(
  { shell }: StrataClient,
  { store, key, draft }: Change,
  claimed: Promise<string>,
): Promise<void> {
  const address = { store, key, window: await claimed };
  if (draft === null) return shell.drafts.remove(address);
  const text = JSON.stringify(draft);
  for (let from = 0; from < text.length; from += DRAFT_PIECE) {
    const piece = text.slice(from, from + DRAFT_PIECE);
    await shell.drafts.write({ ...address, from, piece, isLast: from + piece.length === text.length });
  }
}

async function read(
  { shell }: StrataClient,
  address: { readonly store: StoreId; readonly window: string; readonly key: Key },
): Promise<Draft | null> {
  const pieces: string[] = [];
  for (let from = 0; ; ) {
    const piece = await shell.drafts.read({ ...address, from });
    if (piece === null) break;
    pieces.push(piece);
    from += piece.length;
  }
  if (pieces.length === 0) return null;
  const draft = keptDraft(pieces.join(""));
  if (draft === null) {
    throw new Error("Its file is damaged. It stays in the user data until this key is edited again.");
  }
  return draft;
}
