import type { Key, StoreId } from "../../../shared/model/index.ts";
import { ShellEvents } from "./shellEvents.ts";

/** One window, as the shell knows it. It outlives a reload of its page. */
export class ShellClient {
  readonly events = new ShellEvents();
  /** The stores that it has open. */
  readonly stores = new Set<StoreId>();
  /** The names under which its page keeps drafts. */
  readonly windows = new Set<string>();
  /** The keys chosen in it that the settings don't have yet, by the directory of the store. */
  readonly selections = new Map<string, Key | null>();
  /** The directory of the store that it shows; null for none, undefined before it showed any. */
  place: string | null | undefined;

  /** A window shows the store in this directory first; undefined means the one that was open last. */
  constructor(place?: string | null) {
    this.place = place;
  }
}
