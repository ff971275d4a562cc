import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type ExactValue,
  isExactArray,
  isExactObject,
  parseExact,
  toPlain,
} from "../../../../shared/json/index.ts";
import type { Problem } from "../problem.ts";

/** What a Framework0 store says about one of its snapshots. */
export interface SnapshotRecord {
  readonly version: string;
  /** ISO 8601, UTC; null when it can't be read. */
  readonly createdAt: string | null;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly userInfo: Readonly<Record<string, unknown>>;
  /** SHA-256 of the state, in hex. */
  readonly checksum: string | null;
  /** The snapshot that this one is stored as a change of. */
  readonly base: string | null;
}

export interface Registry {
  /** In order of creation. */
  readonly records: readonly SnapshotRecord[];
  readonly problems: readonly Problem[];
}

/**
 * The registry of a Framework0 store; where it is missing or damaged, the same told by the metadata file of each
 * snapshot. Null when the folder is no such store.
 */
export async function readRegistry(folder: string): Promise<Registry | null> {
  const snapshots = join(folder, "snapshots");
  const problems: Problem[] = [];
  try {
    const registry = parseExact(await readFile(join(snapshots, "registry.json"), "utf8"));
    const listed = isExactObject(registry) ? registry.get("snapshots") : undefined;
    if (listed !== undefined && isExactObject(listed)) {
      const records: SnapshotRecord[] = [];
      for (const [version, value] of listed) collect(version, value, records, problems);
      return { records, problems };
    }
    problems.push({ part: "snapshots/registry.json", reason: "it lists no snapshots" });
  } catch (error) {
    problems.push({ part: "snapshots/registry.json", reason: reasonOf(error) });
  }
  const records = await readMetadata(join(snapshots, "metadata"), problems);
  if (records.length > 0) return { records, problems };
  const present = await readFile(join(folder, "data", "current_data.json")).catch(() => null);
  return present === null ? null : { records, problems };
}

async function readMetadata(folder: string, problems: Problem[]): Promise<SnapshotRecord[]> {
  const files = await readdir(folder).catch(() => []);
  const records: SnapshotRecord[] = [];
  for (const file of files.filter((name) => name.endsWith(".json"))) {
    try {
      const value = parseExact(await readFile(join(folder, file), "utf8"));
      collect(file.slice(0, -".json".length), value, records, problems);
    } catch (error) {
      problems.push({ part: `snapshots/metadata/${file}`, reason: reasonOf(error) });
    }
  }
  // Only the registry knows the order of creation; their clocks are the next best.
  return records.sort((a, b) => ((a.createdAt ?? "") < (b.createdAt ?? "") ? -1 : 1));
}

function collect(version: string, value: ExactValue, records: SnapshotRecord[], problems: Problem[]): void {
  if (!isExactObject(value) || !/^[\w-]+$/.test(version)) {
    problems.push({
      part: `snapshot ${version}`,
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

/** Python writes a time without a zone where it means UTC. */
function toUtc(text: string | null): string | null {
  if (text === null) return null;
  const time = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return "it is missing";
  return error instanceof Error ? error.message : String(error);
}
