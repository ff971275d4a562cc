import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type {
  Key,
  Moment,
  Revision,
  RevisionRecord,
  SnapshotMetadata,
} from "../../../../shared/model/index.ts";
import { entriesOf } from "../../domain/read/among.ts";
import { SnapshotNotFoundError } from "../../errors.ts";
import type { EnhancedPersistence, JobOptions } from "../../persistence.ts";
import { type ExportResult, writeWhole } from "../exportFile.ts";
import type { OutputFile } from "../outputFile.ts";
import { paced } from "../pace.ts";
import type { BundleHeader, BundleKind, BundleRevision } from "./format.ts";
import { FORMAT } from "./format.ts";

/** Characters passed to the compressor at once. */
const BLOCK = 1 << 18;

/** Revisions per request. */
const PAGE = 1000;

/**
 * Writes a bundle of one snapshot, or of the whole store with its history: every retained revision, every snapshot with
 * its name, tags, description, pin and checksum. Progress is in revisions.
 *
 * @returns The number of entries and deletions, and the size of the file.
 * @throws {SnapshotNotFoundError}
 * @throws {StorageError} if the file cannot be written; the previous file is then still there.
 */
export async function exportBundle(
  store: EnhancedPersistence,
  path: string,
  what: { readonly kind: "store" } | { readonly kind: "snapshot"; readonly version: string },
  options: JobOptions = {},
): Promise<ExportResult> {
  const lines = new BundleLines(store, options);
  const steps = what.kind === "store" ? lines.store() : lines.snapshot(await find(store, what.version));
  return writeWhole(path, { store: store.path, signal: options.signal }, async (file) => {
    await pipeline(
      () => inBlocks(lines.sealed(what.kind, steps)),
      createGzip(),
      (source) => drain(source, file),
    );
    return lines.entries;
  });
}

async function find(store: EnhancedPersistence, version: string): Promise<SnapshotMetadata> {
  const found = await store.findSnapshot(version);
  if (found === undefined) throw new SnapshotNotFoundError(version);
  return found;
}

async function drain(source: AsyncIterable<Buffer>, file: OutputFile): Promise<void> {
  for await (const bytes of source) await file.writeBytes(bytes);
}

async function* inBlocks(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let parts: string[] = [];
  let length = 0;
  for await (const line of lines) {
    parts.push(line);
    length += line.length;
    if (length < BLOCK) continue;
    yield Buffer.from(parts.join(""), "utf8");
    parts = [];
    length = 0;
  }
  if (parts.length > 0) yield Buffer.from(parts.join(""), "utf8");
}

class BundleLines {
  readonly #store: EnhancedPersistence;
  readonly #options: JobOptions;
  entries = 0;

  constructor(store: EnhancedPersistence, options: JobOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** All lines, header and end included. */
  async *sealed(kind: BundleKind, body: AsyncIterable<string>): AsyncGenerator<string> {
    const hash = createHash("sha256");
    const header: BundleHeader = {
      strata: "bundle",
      format: FORMAT,
      kind,
      exported_at: new Date().toISOString(),
    };
    let lines = 0;
    const sealed = (line: string) => {
      hash.update(line);
      lines += 1;
      if (lines % PAGE === 0) this.#options.signal?.throwIfAborted();
      return line;
    };
    yield sealed(`${JSON.stringify(header)}\n`);
    for await (const line of body) yield sealed(line);
    yield `${JSON.stringify({ end: { lines, sha256: hash.digest("hex") } })}\n`;
  }

  async *snapshot(metadata: SnapshotMetadata): AsyncGenerator<string> {
    const { revision } = metadata;
    const record = (await this.#records(revision, 1)).find((found) => found.revision === revision);
    yield* this.#whole(revision, record, Date.parse(metadata.createdAt));
    yield `${JSON.stringify({ snapshot: metadata })}\n`;
  }

  async *store(): AsyncGenerator<string> {
    const { revision: head } = await this.#store.status();
    const snapshots = inOrderOfCreation(await this.#store.listSnapshots());
    const report = paced(this.#options);
    let previous: Revision | null = null;
    for await (const { revision, record } of this.#moments(head, snapshots)) {
      this.#options.signal?.throwIfAborted();
      const made = snapshots.filter((snapshot) => snapshot.revision === revision);
      const at = record?.at ?? Date.parse(made[0]?.createdAt ?? "");
      if (previous === null) yield* this.#whole(revision, record, at);
      else yield* this.#changes(previous, revision, record, at);
      for (const snapshot of made) yield `${JSON.stringify({ snapshot })}\n`;
      previous = revision;
      report(revision, head);
    }
  }

  /** Every readable revision, oldest first: the retained ones, and those that a snapshot names. */
  async *#moments(
    head: Revision,
    snapshots: readonly SnapshotMetadata[],
  ): AsyncGenerator<{ readonly revision: Revision; readonly record: RevisionRecord | undefined }> {
    const named = [...new Set(snapshots.map(({ revision }) => revision))];
    for (let start = 0; start <= head; start += PAGE) {
      const end = Math.min(start + PAGE - 1, head);
      const records = (await this.#records(end as Revision, PAGE)).filter(
        ({ revision }) => revision >= start,
      );
      const byRevision = new Map(records.map((record) => [record.revision, record]));
      const here = named.filter((revision) => revision >= start && revision <= end);
      const revisions = [...new Set([...here, ...byRevision.keys()])].sort((a, b) => a - b);
      for (const revision of revisions) yield { revision, record: byRevision.get(revision) };
    }
  }

  #records(upTo: Revision, limit: number): Promise<RevisionRecord[]> {
    return this.#store.revisions({ before: (upTo + 1) as Revision, limit });
  }

  async *#whole(revision: Revision, record: RevisionRecord | undefined, at: number): AsyncGenerator<string> {
    yield step(revision, record, at, true);
    const moment: Moment = { kind: "revision", revision };
    for await (const { key, text } of this.#store.scan(moment, { signal: this.#options.signal })) {
      this.entries += 1;
      yield `{"k":${JSON.stringify(key)},"v":${text}}\n`;
    }
  }

  async *#changes(
    previous: Revision,
    revision: Revision,
    record: RevisionRecord | undefined,
    at: number,
  ): AsyncGenerator<string> {
    yield step(revision, record, at, false);
    const to: Moment = { kind: "revision", revision };
    const keys = await this.#changedKeys(previous, revision, record);
    for await (const [key, entry] of entriesOf(this.#store, to, keys)) {
      this.entries += 1;
      yield entry === null
        ? `{"k":${JSON.stringify(key)}}\n`
        : `{"k":${JSON.stringify(key)},"v":${entry.text}}\n`;
    }
  }

  async #changedKeys(
    previous: Revision,
    revision: Revision,
    record: RevisionRecord | undefined,
  ): Promise<readonly Key[]> {
    // Most revisions are edits of one key, which the record names; a comparison costs far more.
    if (record !== undefined && record.key !== null && previous === revision - 1) return [record.key];
    const differences = await this.#store.difference(
      { kind: "revision", revision: previous },
      { kind: "revision", revision },
      { signal: this.#options.signal, exact: true },
    );
    return differences.map(({ key }) => key);
  }
}

function step(revision: Revision, record: RevisionRecord | undefined, at: number, whole: boolean): string {
  const line: BundleRevision = {
    revision,
    at,
    operation: record?.operation ?? "import",
    detail: record?.detail ?? null,
    author: record?.author ?? null,
    message: record?.message ?? null,
    whole,
  };
  return `${JSON.stringify(line)}\n`;
}

/** `listSnapshots` returns the newest first. */
function inOrderOfCreation(snapshots: readonly SnapshotMetadata[]): SnapshotMetadata[] {
  return [...snapshots].reverse().sort((a, b) => a.revision - b.revision);
}
