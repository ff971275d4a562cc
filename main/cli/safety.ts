import type { SnapshotVersion } from "../../shared/model/index.ts";
import { userDataDirectory } from "../api/shell/userData.ts";
import type { EnhancedPersistence } from "../engine/persistence.ts";
import { SafetySnapshots } from "../service/safetySnapshots.ts";
import type { Terminal } from "./terminal.ts";

/** The safety snapshots of a command, with the share of keys from the app's preferences. */
export function safetyOf(store: EnhancedPersistence, { env }: Terminal): SafetySnapshots {
  return new SafetySnapshots(store, async () => {
    // Loaded on demand: most commands change too little to need it.
    const { storedPreferences } = await import("../api/shell/storedPreferences.ts");
    return storedPreferences(userDataDirectory(env)).tripwirePercent;
  });
}

/** The line that names the safety snapshot; none if none was made. */
export function safetyLines(version: SnapshotVersion | null): string[] {
  return version === null ? [] : [`A safety snapshot has the previous state: ${version}.`];
}
