import type { EnhancedPersistenceOptions } from "../persistence.ts";
import type { Directed } from "./commands.fixture.ts";

/** Minimised sequences that failed once. */
export const regressions: readonly {
  readonly name: string;
  readonly options: EnhancedPersistenceOptions;
  readonly commands: readonly Directed[];
}[] = [
  {
    name: "prune after a snapshot beyond the limit was unpinned",
    options: { maxSnapshots: 3 },
    commands: [
      { call: "snapshot", tag: null, base: null, pinned: true } as const,
      { call: "snapshot", tag: null, base: null, pinned: false } as const,
      { call: "snapshot", tag: null, base: null, pinned: false } as const,
      { call: "snapshot", tag: null, base: null, pinned: false } as const,
      { call: "label", snapshot: 0, tags: [], pinned: false } as const,
      { call: "prune", keep: 0, dryRun: false } as const,
    ].map((command) => ({ command, via: 0 })),
  },
];
