import type { Moment, SnapshotMetadata, SnapshotVersion } from "../../../shared/model/index.ts";
import type { StoreCore } from "../core/core.ts";
import { encode } from "../delta/encode.ts";
import { SnapshotNotFoundError } from "../errors.ts";
import type { JsonState, JsonValue, SnapshotComparison } from "../persistence.ts";
import { toMetadata } from "../snapshots/metadata.ts";
import { compareMoments } from "./difference.ts";

/** What differs between two snapshots (rule N9). Its cost follows what was changed, not the size of the store. */
export async function compareSnapshots(
  core: StoreCore,
  version1: string,
  version2: string,
): Promise<SnapshotComparison> {
  const [metadata1, metadata2] = await core.consistent((statements): [SnapshotMetadata, SnapshotMetadata] => {
    const metadataOf = (version: string) => {
      const row = statements.snapshot.get(version);
      if (row === undefined) throw new SnapshotNotFoundError(version);
      return toMetadata(row);
    };
    return [metadataOf(version1), metadataOf(version2)];
  });
  const changes: JsonState = Object.create(null) as JsonState;
  const removedKeys: string[] = [];
  const addedKeys: string[] = [];
  const modifiedKeys: string[] = [];
  let originalSize = 0;
  let compressedSize = 0;
  await compareMoments(core, moment(version1), moment(version2), undefined, ({ key, before, after }) => {
    if (after === undefined) {
      removedKeys.push(key);
      return;
    }
    (before === undefined ? addedKeys : modifiedKeys).push(key);
    changes[key] = JSON.parse(after.text) as JsonValue;
    originalSize += Buffer.byteLength(after.text);
    compressedSize += encode(core.options, after.text, before?.text).size;
  });
  const difference = Date.parse(metadata2.createdAt) - Date.parse(metadata1.createdAt);
  return {
    version1: metadata1.version,
    version2: metadata2.version,
    timestamp1: metadata1.createdAt,
    timestamp2: metadata2.createdAt,
    timeDifferenceSeconds: difference / 1000,
    deltaInfo: {
      changes,
      removedKeys,
      addedKeys,
      modifiedKeys,
      strategy: core.options.deltaStrategy,
      originalSize,
      compressedSize,
      compressionRatio: compressedSize === 0 ? 1 : originalSize / compressedSize,
    },
    isDifferent: removedKeys.length + addedKeys.length + modifiedKeys.length > 0,
    metadata1,
    metadata2,
  };
}

function moment(version: string): Moment {
  return { kind: "snapshot", version: version as SnapshotVersion };
}
