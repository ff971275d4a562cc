import { basename } from "node:path";
import type { Revision } from "../../shared/model/index.ts";
import {
  type EnhancedPersistence,
  FileWatch,
  type FileWatchOptions,
  type SnapshotRule,
  type WatchBindings,
} from "../engine/index.ts";
import type { SafetySnapshots } from "./safetySnapshots.ts";

/** Binds a store to a file, whose content replaces the store's state, after a safety snapshot. */
export async function startWatch(
  store: EnhancedPersistence,
  safety: SafetySnapshots,
  bindings: WatchBindings,
  file: string,
  rule: SnapshotRule,
  options: FileWatchOptions = {},
): Promise<FileWatch> {
  const { done } = await safety.before({ what: `watching of ${basename(file)}` }, async () => {
    let revision: Revision | null = null;
    const watch = await FileWatch.bind(store, bindings, file, rule, {
      ...options,
      onEvent: (event) => {
        revision ??= event.revision;
        options.onEvent?.(event);
      },
    });
    return { watch, revision };
  });
  return done.watch;
}
