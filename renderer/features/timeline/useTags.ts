import { useMemo } from "react";
import type { SnapshotMetadata } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";

/** The tags that Strata gives by itself. */
const AUTOMATIC: ReadonlySet<string> = new Set(["auto", "import", "cleanup", "safety", "watch"]);

/** Tags in use: those used lately first, because a release follows a release; what Strata itself gave comes last. */
export function tagsInUse(snapshots: readonly SnapshotMetadata[]): string[] {
  const tags = new Set(snapshots.flatMap((snapshot) => snapshot.tags));
  const isAutomatic = (tag: string) => AUTOMATIC.has(tag);
  return [...[...tags].filter((tag) => !isAutomatic(tag)), ...[...tags].filter(isAutomatic)];
}

const NONE: readonly string[] = [];

/** `tagsInUse` of the open store, to be offered where a tag is typed; none for a person who wants none offered. */
export function useTags(): readonly string[] {
  const snapshots = useApp((state) => state.snapshots);
  const isWanted = useApp((state) => state.preferences.tagSuggestions);
  return useMemo(() => (isWanted ? tagsInUse(snapshots) : NONE), [snapshots, isWanted]);
}
