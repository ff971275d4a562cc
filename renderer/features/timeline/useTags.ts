import { useMemo } from "react";
import type { SnapshotMetadata } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";

/** Tags in use: those used lately first, because a release follows a release; `auto`, `import` and `cleanup` last. */
export function tagsInUse(snapshots: readonly SnapshotMetadata[]): string[] {
  const tags = new Set(snapshots.flatMap((snapshot) => snapshot.tags));
  const own = new Set(["auto", "import", "cleanup"]);
  return [...[...tags].filter((tag) => !own.has(tag)), ...[...tags].filter((tag) => own.has(tag))];
}

/** `tagsInUse` of the open store. */
export function useTags(): readonly string[] {
  const snapshots = useApp((state) => state.snapshots);
  return useMemo(() => tagsInUse(snapshots), [snapshots]);
}
