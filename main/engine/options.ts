import { author, defaultAuthor } from "./author.ts";
import {
  type Check,
  expect,
  flag,
  isPath,
  isPlainObject,
  members,
  nullable,
  oneOf,
  optional,
  refuse,
  wholeNumber,
} from "./calls/expect.ts";
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
  /** Seconds; null turns them off. */
  readonly autoSnapshotInterval: number | null;
  readonly threadSafe: boolean;
  readonly durability: "full" | "normal";
  /** Null: only if it cannot be written to. */
  readonly readOnly: boolean | null;
  /** The author of revisions. */
  readonly author: string;
}

/** The longest delay of a timer is 2^31 - 1 milliseconds. */
const MAX_INTERVAL_SECONDS = 2_147_483;

const storageBackend: Check = (value, place, of) => {
  if (value === "database") {
    throw new InvalidOptionError(
      'The storage backend "database" is not available yet. Use "file_system" or "memory".',
    );
  }
  oneOf("file_system", "memory")(value, place, of);
};

const CHECKS: { readonly [Name in keyof Required<EnhancedPersistenceOptions>]: Check } = {
  basePath: optional(expect("the path of a directory", isPath)),
  storageBackend: optional(storageBackend),
  cacheStrategy: optional(oneOf("none", "memory", "persistent", "tiered")),
  cacheEviction: optional(oneOf("lru", "lfu", "fifo", "ttl")),
  deltaStrategy: optional(oneOf("none", "compress", "dict", "binary", "auto")),
  maxSnapshots: optional(wholeNumber),
  enableCompression: optional(flag),
  autoSnapshotInterval: optional(
    nullable(
      expect(
        `seconds, more than 0 and at most ${MAX_INTERVAL_SECONDS}, or null`,
        (value) => typeof value === "number" && value > 0 && value <= MAX_INTERVAL_SECONDS,
      ),
    ),
  ),
  threadSafe: optional(flag),
  durability: optional(oneOf("full", "normal")),
  readOnly: optional(flag),
  author: optional(author),
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {InvalidOptionError} that names the option, the expected value and the given one.
 */
export function resolveOptions(options: EnhancedPersistenceOptions): ResolvedOptions {
  members(CHECKS)(options, "the options", "");
  return {
    basePath: options.basePath ?? null,
    storageBackend: options.storageBackend ?? "file_system",
    cacheEviction: options.cacheEviction ?? "lru",
    cacheStrategy: options.cacheStrategy ?? "tiered",
    deltaStrategy: options.deltaStrategy ?? "auto",
    maxSnapshots: options.maxSnapshots ?? 50,
    enableCompression: options.enableCompression ?? true,
    autoSnapshotInterval: options.autoSnapshotInterval ?? null,
    threadSafe: options.threadSafe ?? true,
    durability: options.durability ?? "full",
    readOnly: options.readOnly ?? null,
    author: options.author ?? defaultAuthor(),
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
 * The changed options of an open store. Absent members stay.
 *
 * @throws {InvalidOptionError} as `resolveOptions` does, and for an option that can only be set at the opening.
 */
export function reconfigure(
  { basePath, readOnly, ...current }: ResolvedOptions,
  change: StoreConfiguration,
): ResolvedOptions {
  if (!isPlainObject(change)) refuse("the options", "an object", change);
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    if (Object.hasOwn(CHECKS, name) && !CHANGEABLE.includes(name)) {
      throw new InvalidOptionError(
        `The option "${name}" can't be changed while the store is open. Close it and open it with the other value.`,
      );
    }
  }
  return { ...resolveOptions({ ...current, ...Object.fromEntries(given) }), basePath, readOnly };
}
