import { DRAFT_PIECE, LARGEST_DRAFT } from "../../../shared/contract/index.ts";
import type { Key, StoreId } from "../../../shared/model/index.ts";
import { failed } from "../failures.ts";
import type { DraftFiles } from "./draftFiles.ts";

/** Identifies a draft. */
export interface DraftAddress {
  readonly store: StoreId;
  readonly window: string;
  readonly key: Key;
}

interface Pieces {
  readonly texts: string[];
  length: number;
}

/** Sends and receives drafts in pieces, so that no message is large. */
export class Drafts {
  readonly #files: DraftFiles;
  readonly #placeOf: (store: StoreId) => string | undefined;
  /** The drafts being received, and the one being sent, by address. */
  readonly #incoming = new Map<string, Pieces>();
  readonly #outgoing = new Map<string, string>();

  /**
   * @param placeOf The path of a store, even if it was closed since, because the last edit is written a moment later.
   */
  constructor(files: DraftFiles, placeOf: (store: StoreId) => string | undefined) {
    this.#files = files;
    this.#placeOf = placeOf;
  }

  async list(store: StoreId, window: string, open: readonly string[]): Promise<Key[]> {
    return (await this.#files.list(this.#place(store), window, new Set(open))) as Key[];
  }

  async read(address: DraftAddress, from: number): Promise<string | null> {
    const id = idOf(address);
    const known = from === 0 ? undefined : this.#outgoing.get(id);
    const text = known ?? (await this.#files.read(this.#place(address.store), address.window, address.key));
    if (text === null || from >= text.length) {
      this.#outgoing.delete(id);
      return null;
    }
    this.#outgoing.set(id, text);
    return text.slice(from, from + DRAFT_PIECE);
  }

  async write(
    address: DraftAddress,
    { from, piece, isLast }: { readonly from: number; readonly piece: string; readonly isLast: boolean },
  ): Promise<void> {
    const id = idOf(address);
    const pieces = from === 0 ? { texts: [], length: 0 } : this.#incoming.get(id);
    this.#incoming.delete(id);
    if (pieces?.length !== from) {
      throw failed("CONFLICT", "A part of this unsaved edit is missing. It is sent again.", {
        key: address.key,
      });
    }
    pieces.texts.push(piece);
    pieces.length += piece.length;
    if (pieces.length > LARGEST_DRAFT) {
      throw failed("INVALID_VALUE", "This edit is too large to be kept outside this window. Save it.", {
        key: address.key,
      });
    }
    if (!isLast) {
      this.#incoming.set(id, pieces);
      return;
    }
    await this.#files.write(this.#place(address.store), address.window, address.key, pieces.texts.join(""));
  }

  async remove(address: DraftAddress): Promise<void> {
    this.#incoming.delete(idOf(address));
    await this.#files.remove(this.#place(address.store), address.window, address.key);
  }

  /** A window has closed: drops the drafts that it sent only in part. */
  forget(window: string): void {
    for (const pending of [this.#incoming, this.#outgoing]) {
      for (const id of pending.keys()) if (id.startsWith(`${window} `)) pending.delete(id);
    }
  }

  #place(store: StoreId): string {
    const place = this.#placeOf(store);
    if (place === undefined) throw failed("NOT_FOUND", "This store is no longer open. Open it again.");
    return place;
  }
}

const idOf = ({ store, window, key }: DraftAddress) => `${window} ${store} ${key}`;
