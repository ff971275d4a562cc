import type { Document } from "../documents.ts";

/** A state that a store can compare with and go back to, by the name the store itself gives it. */
export type State = string;

/**
 * A store that is measured. An operation that a store does not have is absent and its cell stays empty. Whatever is
 * done at once returns plainly; a promise is awaited.
 */
export interface OpenPeer {
  /** Fills an empty store. On disk when done. */
  load(documents: Iterable<Document>): void | Promise<void>;
  /** One document, acknowledged with the durability that the peer states. */
  set(document: Document): void | Promise<void>;
  /** Several documents in the one transaction or file write that the store offers for it. */
  setMany(documents: readonly Document[]): void | Promise<void>;
  /** Makes the state exactly these documents. */
  replaceAll?(documents: readonly Document[]): void | Promise<void>;
  /** The value, parsed. */
  get(key: string): unknown;
  /** Names the present state. */
  commit?(): State | Promise<State>;
  /** How many keys differ, with the differing values read. */
  compare?(from: State, to: State): number | Promise<number>;
  /** Makes the present what it was. */
  restore?(state: State): void | Promise<void>;
  /** How many versions of one key the store lists, with their values. */
  history?(key: string): number | Promise<number>;
  /** The store's own way to take less room. */
  compact?(): void | Promise<void>;
  /** For a store that lives in another process: microseconds of each `get`, measured there. */
  timeGets?(keys: readonly string[]): Promise<number[]>;
  /** For a store that lives in other processes: the most memory one of them had, in bytes. Null: not known. */
  peakMemory?(): Promise<number | null>;
  close(): void | Promise<void>;
}

/** What each file in this folder exports as `peer`. */
export interface Peer {
  /** Opens the store in this directory; makes it when the directory is empty. */
  open(directory: string): OpenPeer | Promise<OpenPeer>;
}
