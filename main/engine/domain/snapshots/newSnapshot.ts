import type { Revision, SnapshotVersion } from "../../../../shared/model/index.ts";
import { show } from "../../calls/expect.ts";
import { InvalidOptionError } from "../../errors.ts";
import type { SnapshotOptions } from "../../persistence.ts";
import { toJsonText } from "../../values.ts";
import { checkNote } from "./notes.ts";
import { checkTags } from "./tags.ts";

const VERSION = /^v\d{1,15}-[0-9a-f]{8}$/;

/** A snapshot to be made, its options checked. */
export interface NewSnapshot {
  readonly tags: readonly string[];
  readonly description: string | null;
  /** JSON object. */
  readonly userInfo: string;
  /** The version of its base, or `"latest"`; null for a full one. */
  readonly base: string | null;
  /** The revision it names; the present one when absent. */
  readonly revision?: Revision;
  /** Milliseconds since 1970-01-01 UTC; now when absent. */
  readonly createdAt?: number;
  /** The name it had elsewhere; a new one when absent. */
  readonly version?: SnapshotVersion;
  readonly pinned?: boolean;
  readonly pinReason?: string | null;
  readonly beyondLimit?: boolean;
}

/** @throws {InvalidOptionError} */
export function checkSnapshotOptions(options: SnapshotOptions): NewSnapshot {
  const { tags = [], description = null, userInfo, base = null } = options;
  const text = userInfo === undefined ? "{}" : toJsonText("userInfo", userInfo);
  if (!text.startsWith("{"))
    throw new InvalidOptionError(`Expected the "userInfo" option to be an object, got ${show(userInfo)}.`);
  const { version, createdAt, pinned = false, pinReason = null, beyondLimit = false } = options;
  if (version !== undefined && !VERSION.test(version)) {
    throw new InvalidOptionError(
      `Expected the "version" option to be v<unix seconds>-<8 hex digits>, got ${show(version)}.`,
    );
  }
  const created = createdAt === undefined ? undefined : Date.parse(createdAt);
  if (created !== undefined && !Number.isFinite(created)) {
    throw new InvalidOptionError(
      `Expected the "createdAt" option to be a time in ISO 8601, got ${show(createdAt)}.`,
    );
  }
  return {
    tags: checkTags(tags),
    description: checkNote("description", description),
    userInfo: text,
    base,
    pinned,
    pinReason: checkNote("pinReason", pinReason),
    beyondLimit,
    ...(version !== undefined && { version }),
    ...(created !== undefined && { createdAt: created }),
  };
}
