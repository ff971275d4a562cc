import type {
  JsonText,
  Key,
  Moment,
  SnapshotMetadata,
  SnapshotVersion,
} from "../../../../shared/model/index.ts";
import type { Backend } from "../../backends/backend.ts";
import { SnapshotNotFoundError } from "../../errors.ts";
import type { JsonState, SnapshotComparison } from "../../persistence.ts";
import { parseStored } from "../read/parseStored.ts";
import { DeltaSize } from "./deltaSize.ts";
import { compareMoments } from "./difference.ts";

/**
 * The difference of two snapshots (rule N9). Its cost depends on the number of changes, not on the size of the store.
 */
export async function compareSnapshots(
  backend: Backend,
  version1: string,
  version2: string,
): Promise<SnapshotComparison> {
  const view = await backend.view("short", []);
  const metadataOf = async (version: string): Promise<SnapshotMetadata> => {
    const [metadata] = await view.snapshots({ version });
    if (metadata === undefined) throw new SnapshotNotFoundError(version);
    return metadata;
  };
  const metadata1 = await metadataOf(version1);
  const metadata2 = await metadataOf(version2);
  const states = [metadata1.checksum, metadata2.checksum] as const;
  const { deltaStrategy, enableCompression } = backend.options;
  const variant = `${deltaStrategy} ${enableCompression}`;
  const kept = backend.comparisons.comparison(states, variant);
  const found = kept === undefined ? await compare(backend, version1, version2) : (JSON.parse(kept) as Found);
  if (kept === undefined) backend.comparisons.keepComparison(states, variant, JSON.stringify(found));
  const { texts, removedKeys, addedKeys, modifiedKeys, originalSize, compressedSize } = found;
  const changes: JsonState = Object.create(null) as JsonState;
  for (const [key, text] of texts) changes[key] = parseStored(key, text);
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
      strategy: deltaStrategy,
      originalSize,
      compressedSize,
      compressionRatio: compressedSize === 0 ? 1 : originalSize / compressedSize,
    },
    isDifferent: removedKeys.length + addedKeys.length + modifiedKeys.length > 0,
    metadata1,
    metadata2,
  };
}

/** A comparison as it is cached: values as exact texts. */
interface Found {
  /** Every added or modified key with its text in the second snapshot. */
  readonly texts: [Key, JsonText][];
  readonly removedKeys: Key[];
  readonly addedKeys: Key[];
  readonly modifiedKeys: Key[];
  originalSize: number;
  compressedSize: number;
}

async function compare(backend: Backend, version1: string, version2: string): Promise<Found> {
  const found: Found = {
    texts: [],
    removedKeys: [],
    addedKeys: [],
    modifiedKeys: [],
    originalSize: 0,
    compressedSize: 0,
  };
  const deltaSize = new DeltaSize(backend.options);
  await compareMoments(backend, moment(version1), moment(version2), undefined, ({ key, before, after }) => {
    if (after === null) {
      found.removedKeys.push(key);
      return;
    }
    (before === null ? found.addedKeys : found.modifiedKeys).push(key);
    const { text } = after.stored;
    found.texts.push([key, text as JsonText]);
    found.originalSize += Buffer.byteLength(text);
    deltaSize.add(text, before?.stored.text);
  });
  found.compressedSize = deltaSize.total();
  return found;
}

function moment(version: string): Moment {
  return { kind: "snapshot", version: version as SnapshotVersion };
}
