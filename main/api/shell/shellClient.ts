import type { Key, StoreId } from "../../../shared/model/index.ts";
import { ShellEvents } from "./shellEvents.ts";

/** One window, for the shell. It survives a reload of its page. */
export class ShellClient {
  readonly events = new ShellEvents();
  /** Its open stores. */
  readonly stores = new Set<StoreId>();
  /** The window ids under which its page keeps drafts. */
  readonly windows = new Set<string>();
  /** The keys selected in it that are not yet in the settings, by the store's directory. */
  readonly selections = new Map<string, Key | null>();
  /** The directory of its store; null for none, undefined before it showed any. */
  place: string | null | undefined;

  /** The window shows the store in this directory first; undefined means the store that was open last. */
  constructor(place?: string | null) {
    this.place = place;
  }
}
