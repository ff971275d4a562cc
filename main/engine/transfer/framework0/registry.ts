import {
  type ExactValue,
  isExactArray,
  isExactObject,
  parseExact,
  toPlain,
} from "../../../../shared/json/index.ts";
import { reasonOf } from "../../../../shared/model/index.ts";
import type { Problem } from "../problem.ts";
import { MissingPart, type Parts } from "./parts.ts";

/** A Framework0 store's record of one of its snapshots. */
export interface SnapshotRecord {
  readonly version: string;
  /** ISO 8601, UTC; null if it cannot be read. */
  readonly createdAt: string | null;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly userInfo: Readonly<Record<string, unknown>>;
  /** SHA-256 of the state, in hex. */
  readonly checksum: string | null;
  /** The base of a delta snapshot. */
  readonly base: string | null;
}

export interface Registry {
  /** In order of creation. */
  readonly records: readonly SnapshotRecord[];
  readonly problems: readonly Problem[];
}

/**
 * The registry of a Framework0 store; if it is missing or damaged, rebuilt from the metadata file of each snapshot.
 * Null if the folder is not such a store.
 */
export async function readRegistry(parts: Parts): Promise<Registry | null> {
  const problems: Problem[] = [];
  try {
    const registry = parseExact(await parts.text(["snapshots", "registry.json"]));
    const listed = isExactObject(registry) ? registry.get("snapshots") : undefined;
    if (listed !== undefined && isExactObject(listed)) {
      const records: SnapshotRecord[] = [];
      for (const [version, value] of listed) collect(version, value, records, problems);
      return { records, problems };
    }
    problems.push({ part: "snapshots/registry.json", reason: "it lists no snapshots" });
  } catch (error) {
    problems.push({ part: "snapshots/registry.json", reason: reasonFor(error) });
  }
  const records = await readMetadata(parts, problems);
  if (records.length > 0) return { records, problems };
  return (await isHere(parts)) ? { records, problems } : null;
}

/** Whether the part exists, readable or not. */
async function isHere(parts: Parts): Promise<boolean> {
  return (
    (await parts.has(["snapshots", "registry.json"])) || (await parts.has(["data", "current_data.json"]))
  );
}

async function readMetadata(parts: Parts, problems: Problem[]): Promise<SnapshotRecord[]> {
  const records: SnapshotRecord[] = [];
  for (const file of await namesOf(parts, problems)) {
    try {
      const value = parseExact(await parts.text(["snapshots", "metadata", file]));
      collect(file.slice(0, -".json".length), value, records, problems);
    } catch (error) {
      problems.push({ part: `snapshots/metadata/${inWords(file)}`, reason: reasonFor(error) });
    }
  }
  // Only the registry has the order of creation; without it, the times are used.
  return records.sort((a, b) => ((a.createdAt ?? "") < (b.createdAt ?? "") ? -1 : 1));
}

async function namesOf(parts: Parts, problems: Problem[]): Promise<string[]> {
  try {
    return (await parts.names(["snapshots", "metadata"])).filter((name) => name.endsWith(".json"));
  } catch (error) {
    problems.push({ part: "snapshots/metadata", reason: reasonFor(error) });
    return [];
  }
}

function collect(version: string, value: ExactValue, records: SnapshotRecord[], problems: Problem[]): void {
  // Its name is part of its files' names.
  if (!isExactObject(value) || !/^[\w-]{1,100}$/.test(version)) {
    problems.push({
      part: `snapshot ${inWords(version)}`,
      reason: "what is said about it is not what a snapshot has",
    });
    return;
  }
  const text = (name: string) => {
    const found = value.get(name);
    return typeof found === "string" ? found : null;
  };
  const tags = value.get("tags") ?? [];
  const userInfo = value.get("user_info") ?? new Map();
  const base = isExactObject(userInfo) ? userInfo.get("delta_base_version") : undefined;
  records.push({
    version,
    createdAt: toUtc(text("created_at")),
    tags: isExactArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    description: text("description")?.toWellFormed() ?? null,
    userInfo: isExactObject(userInfo) ? (toPlain(userInfo) as Record<string, unknown>) : {},
    checksum: text("checksum"),
    base: typeof base === "string" ? base : null,
  });
}

/** Python writes a time without a zone for UTC. */
function toUtc(text: string | null): string | null {
  if (text === null) return null;
  const time = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function reasonFor(error: unknown): string {
  if (error instanceof MissingPart) return "it is missing";
  return reasonOf(error);
}

/** A foreign name, on one line. */
function inWords(name: string): string {
  return JSON.stringify(name.slice(0, 200)).slice(1, -1);
}
