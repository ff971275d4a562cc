import { z } from "zod";
import { type Preferences, preferences } from "../../shared/contract/index.ts";
import type { StoreConfiguration } from "../engine/persistence.ts";

const { maxSnapshots, cacheStrategy, deltaStrategy, tripwirePercent } = preferences.shape;

/** The preferences that the engine uses, for every store. */
export const engineSettings = z.object({
  /** Seconds; null is off. */
  autoSnapshotInterval: z.number().positive().nullable(),
  maxSnapshots: maxSnapshots.unwrap(),
  cacheStrategy: cacheStrategy.unwrap(),
  deltaStrategy: deltaStrategy.unwrap(),
  tripwirePercent: tripwirePercent.unwrap(),
});
export type EngineSettings = z.infer<typeof engineSettings>;

/** The engine's part of the preferences. */
export function engineSettingsOf(preferences: Preferences): EngineSettings {
  const { autoSnapshotMinutes, maxSnapshots, cacheStrategy, deltaStrategy, tripwirePercent } = preferences;
  const autoSnapshotInterval = autoSnapshotMinutes === null ? null : autoSnapshotMinutes * 60;
  return { autoSnapshotInterval, maxSnapshots, cacheStrategy, deltaStrategy, tripwirePercent };
}

/** The part that applies to an open store. */
export function configurationOf({
  tripwirePercent: _,
  ...configuration
}: EngineSettings): StoreConfiguration {
  return configuration;
}
