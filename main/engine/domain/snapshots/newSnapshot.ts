import type { NewSnapshot } from "../../backends/backend.ts";
import { show } from "../../calls/expect.ts";
import { InvalidOptionError } from "../../errors.ts";
import type { SnapshotOptions } from "../../persistence.ts";
import { toJsonText } from "../../values.ts";
import { checkNote } from "./notes.ts";
import { checkTags } from "./tags.ts";

const VERSION = /^v\d{1,15}-[0-9a-f]{8}$/;

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
