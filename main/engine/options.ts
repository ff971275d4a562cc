import { InvalidOptionError } from "./errors.ts";
import type { EnhancedPersistenceOptions, StoreConfiguration } from "./persistence.ts";

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly basePath: string | null;
  readonly storageBackend: "file_system" | "memory";
  readonly cacheStrategy: "none" | "memory" | "persistent" | "tiered";
  readonly cacheEviction: "lru" | "lfu" | "fifo" | "ttl";
  readonly deltaStrategy: "none" | "compress" | "dict" | "binary" | "auto";
  readonly maxSnapshots: number;
  readonly enableCompression: boolean;
  /** Seconds; null is off. */
  readonly autoSnapshotInterval: number | null;
  readonly threadSafe: boolean;
  readonly durability: "full" | "normal";
}

const KNOWN = new Set([
  "basePath",
  "storageBackend",
  "cacheStrategy",
  "cacheEviction",
  "deltaStrategy",
  "maxSnapshots",
  "enableCompression",
  "autoSnapshotInterval",
  "threadSafe",
  "durability",
]);

/** The longest delay that a timer can have is 2^31 - 1 milliseconds. */
const MAX_INTERVAL_SECONDS = 2_147_483;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {InvalidOptionError} that names the option, what it expects and what it found.
 */
export function resolveOptions(options: EnhancedPersistenceOptions): ResolvedOptions {
  if (typeof options !== "object" || options === null) {
    throw new InvalidOptionError(`Expected the options to be an object, found ${String(options)}.`);
  }
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) {
      throw new InvalidOptionError(
        `There is no option ${JSON.stringify(name)}. The options are ${[...KNOWN].join(", ")}.`,
      );
    }
  }
  if ((options.storageBackend as unknown) === "database") {
    throw new InvalidOptionError(
      'The storage backend "database" is not available yet. Use "file_system" or "memory".',
    );
  }
  const { basePath, maxSnapshots = 50, autoSnapshotInterval = null } = options;
  if (basePath !== undefined && (typeof basePath !== "string" || basePath === "")) {
    throw new InvalidOptionError(
      `Expected the "basePath" option to be the path of a directory, found ${show(basePath)}.`,
    );
  }
  if (!Number.isSafeInteger(maxSnapshots) || maxSnapshots < 0) {
    throw new InvalidOptionError(
      `Expected the "maxSnapshots" option to be a whole number from 0 (no limit) on, found ${show(maxSnapshots)}.`,
    );
  }
  if (
    autoSnapshotInterval !== null &&
    !(
      typeof autoSnapshotInterval === "number" &&
      autoSnapshotInterval > 0 &&
      autoSnapshotInterval <= MAX_INTERVAL_SECONDS
    )
  ) {
    throw new InvalidOptionError(
      `Expected the "autoSnapshotInterval" option to be seconds, more than 0 and at most ${MAX_INTERVAL_SECONDS}, ` +
        `or null, found ${show(autoSnapshotInterval)}.`,
    );
  }
  return {
    basePath: basePath ?? null,
    storageBackend: oneOf(options, "storageBackend", ["file_system", "memory"]),
    cacheEviction: oneOf(options, "cacheEviction", ["lru", "lfu", "fifo", "ttl"]),
    cacheStrategy: oneOf(options, "cacheStrategy", ["tiered", "none", "memory", "persistent"]),
    deltaStrategy: oneOf(options, "deltaStrategy", ["auto", "none", "compress", "dict", "binary"]),
    maxSnapshots,
    enableCompression: flag(options, "enableCompression"),
    autoSnapshotInterval,
    threadSafe: flag(options, "threadSafe"),
    durability: oneOf(options, "durability", ["full", "normal"]),
  };
}

const CHANGEABLE: readonly string[] = [
  "cacheStrategy",
  "cacheEviction",
  "deltaStrategy",
  "maxSnapshots",
  "enableCompression",
  "autoSnapshotInterval",
] satisfies (keyof StoreConfiguration)[];

/**
 * The options of a store that is open, changed. Absent members stay.
 *
 * @throws {InvalidOptionError} as `resolveOptions` does, and for an option that only an opening can set.
 */
export function reconfigure(
  { basePath, ...current }: ResolvedOptions,
  change: StoreConfiguration,
): ResolvedOptions {
  if (typeof change !== "object" || change === null) {
    throw new InvalidOptionError(`Expected the options to be an object, found ${String(change)}.`);
  }
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    if (KNOWN.has(name) && !CHANGEABLE.includes(name)) {
      throw new InvalidOptionError(
        `The option "${name}" can't be changed while the store is open. Close it and open it with the other value.`,
      );
    }
  }
  return { ...resolveOptions({ ...current, ...Object.fromEntries(given) }), basePath };
}

/** The option's value; the first of the choices when it is absent. */
function oneOf<Name extends keyof EnhancedPersistenceOptions, Choice extends string>(
  options: EnhancedPersistenceOptions,
  name: Name,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value: unknown = options[name];
  if (value === undefined) return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    throw new InvalidOptionError(
      `Expected the "${name}" option to be one of ${choices.join(", ")}, found ${show(value)}.`,
    );
  }
  return found;
}

function flag(options: EnhancedPersistenceOptions, name: "enableCompression" | "threadSafe"): boolean {
  const value: unknown = options[name];
  if (value === undefined) return true;
  if (typeof value === "boolean") return value;
  throw new InvalidOptionError(`Expected the "${name}" option to be true or false, found ${show(value)}.`);
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
