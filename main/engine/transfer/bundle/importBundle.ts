import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { memberOf } from "../../../../shared/json/index.ts";
import type {
  JsonText,
  Key,
  Operation,
  SaidOfSnapshot,
  SnapshotMetadata,
} from "../../../../shared/model/index.ts";
import { reasonOf } from "../../../../shared/model/index.ts";
import { isAuthor } from "../../author.ts";
import { isTime } from "../../calls/expect.ts";
import { digestOf, StateChecksum } from "../../checksum.ts";
import { toKey } from "../../key.ts";
import type { EnhancedPersistence, EntryChange, JobOptions } from "../../persistence.ts";
import { paced } from "../pace.ts";
import type { Problem } from "../problem.ts";
import { type ReplayedStep, replay } from "../replay.ts";
import { BundleReader } from "./bundleReader.ts";
import { isDescribed } from "./describedSnapshot.ts";
import { type BundleKind, FORMAT } from "./format.ts";

/** The result of importing a bundle. */
export interface BundleReport {
  readonly kind: BundleKind;
  readonly revisions: number;
  readonly snapshots: number;
  /** Snapshots that were renamed because their name was taken. */
  readonly problems: readonly Problem[];
}

const isText = (value: unknown): value is string => typeof value === "string" && value.isWellFormed();

const OPERATIONS: ReadonlySet<string> = new Set<Operation>([
  "set",
  "delete",
  "rename",
  "save",
  "clear",
  "import",
  "restore",
  "undo",
  "redo",
]);

/**
 * Imports a bundle: one state with its snapshot, or a whole history with all snapshots, on top of the store's own
 * history. Every checksum is compared. Progress is in bytes of the file.
 *
 * @throws {ImportError} if the file is not a bundle, is newer than this version, truncated or damaged; the store is
 * then unchanged.
 * @throws {DataIntegrityError} if a snapshot does not have its original checksum.
 */
export async function importBundle(
  store: EnhancedPersistence,
  path: string,
  options: JobOptions & { readonly name?: string | undefined } = {},
): Promise<BundleReport> {
  const bundle = new Bundle(store, path, options);
  try {
    const kind = await bundle.open();
    const { revisions, snapshots } = await replay(store, bundle.steps(kind), options.signal);
    return { kind, revisions, snapshots, problems: bundle.problems };
  } finally {
    await bundle.close();
  }
}

class Bundle {
  readonly #store: EnhancedPersistence;
  readonly #path: string;
  readonly #name: string;
  readonly #options: JobOptions;
  readonly #reader: BundleReader;
  readonly #lines: AsyncGenerator<JsonText, void, void>;
  readonly problems: Problem[] = [];
  /** A line that was read but belongs to the next part. */
  #ahead: JsonText | undefined;

  constructor(
    store: EnhancedPersistence,
    path: string,
    options: JobOptions & { readonly name?: string | undefined },
  ) {
    this.#store = store;
    this.#path = path;
    this.#name = options.name ?? basename(path);
    this.#options = options;
    this.#reader = new BundleReader(path, this.#name);
    this.#lines = this.#reader.lines();
  }

  async open(): Promise<BundleKind> {
    const header = await this.#next();
    if (header === undefined || memberOf(header, "strata") !== '"bundle"') {
      throw this.#reader.error("it is not a Strata bundle");
    }
    const format = Number(memberOf(header, "format"));
    if (format !== FORMAT) {
      throw this.#reader.error(
        `it is of format ${format}, which a newer Strata wrote; this one knows ${FORMAT}`,
      );
    }
    const kind = memberOf(header, "kind");
    if (kind === '"store"') return "store";
    if (kind === '"snapshot"') return "snapshot";
    throw this.#reader.error("it says neither that it holds a store nor that it holds a snapshot");
  }

  async close(): Promise<void> {
    await this.#lines.return();
  }

  async *steps(kind: BundleKind): AsyncGenerator<ReplayedStep> {
    const { size } = await stat(this.#path);
    const report = paced(this.#options);
    const { entryCount } = await this.#store.status();
    if (kind === "store" && entryCount > 0) {
      // An equal value would keep its old notation, and the checksums would not match.
      yield { change: { operation: "import", detail: this.#name, keep: false, source: [] } };
    }
    for (let line = await this.#next(); line !== undefined; line = await this.#next()) {
      this.#options.signal?.throwIfAborted();
      report(this.#reader.position, size);
      const snapshot = memberOf(line, "snapshot");
      if (snapshot !== undefined) {
        const step = await this.#snapshot(snapshot);
        yield kind === "store" ? step : { snapshot: { ...step.snapshot, checksum: undefined } };
      } else if (memberOf(line, "revision") !== undefined) {
        yield kind === "store" ? this.#revision(line) : this.#single(line);
      } else {
        throw this.#reader.error("it holds an entry outside of a revision");
      }
    }
  }

  #revision(line: JsonText): ReplayedStep {
    const operation = this.#member(line, "operation");
    const at = Number(memberOf(line, "at"));
    if (typeof operation !== "string" || !OPERATIONS.has(operation) || !isTime(at)) {
      throw this.#reader.error("one of its revisions is not what a revision is");
    }
    const detail = this.#member(line, "detail");
    const author = this.#member(line, "author") ?? null;
    const message = this.#member(line, "message") ?? null;
    if ((author !== null && !isAuthor(author)) || (message !== null && !isText(message))) {
      throw this.#reader.error("one of its revisions is not what a revision is");
    }
    const whole = memberOf(line, "whole") === "true";
    return {
      change: {
        operation: operation as Operation,
        detail: typeof detail === "string" ? detail : null,
        at,
        author,
        message,
        keep: !whole,
        source: this.#entries(whole),
      },
    };
  }

  /** A single moment becomes one import of today; its checksum is compared before the commit. */
  #single(line: JsonText): ReplayedStep {
    const { change } = this.#revision(line);
    if (change === undefined) return {};
    return {
      change: { operation: "import", detail: this.#name, keep: false, source: this.#checked(change.source) },
    };
  }

  async *#checked(source: AsyncIterable<EntryChange> | Iterable<EntryChange>): AsyncGenerator<EntryChange> {
    const sum = new StateChecksum();
    for await (const change of source) {
      if (change.text !== null) sum.add(digestOf(change.key, change.text));
      yield change;
    }
    const snapshot = this.#ahead === undefined ? undefined : memberOf(this.#ahead, "snapshot");
    if (snapshot === undefined || this.#member(snapshot, "checksum") !== sum.toHex()) {
      throw this.#reader.error("its data does not match the checksum of its snapshot");
    }
    // Only the end of the file shows whether it is complete.
    const more = await this.#lines.next();
    if (!more.done) throw this.#reader.error("it holds more than one snapshot");
  }

  /** @param whole Whether they are a state, in which every entry has a value. */
  async *#entries(whole: boolean): AsyncGenerator<EntryChange> {
    for (let line = await this.#next(); line !== undefined; line = await this.#next()) {
      const key = this.#member(line, "k");
      if (key === undefined) {
        this.#ahead = line;
        return;
      }
      const text = memberOf(line, "v") ?? null;
      if (whole && text === null)
        throw this.#reader.error("one of its states holds an entry without a value");
      yield { key: this.#key(key), text };
    }
  }

  #key(key: unknown): Key {
    try {
      return toKey(key);
    } catch (cause) {
      throw this.#reader.error(reasonOf(cause), cause);
    }
  }

  async #snapshot(text: JsonText): Promise<ReplayedStep> {
    const metadata = this.#metadata(text);
    const taken = (await this.#store.findSnapshot(metadata.version)) !== undefined;
    if (taken) {
      const reason = "its name is taken; it was given another";
      this.problems.push({ part: `snapshot ${metadata.version}`, reason });
    }
    const base =
      metadata.baseVersion === null ? undefined : await this.#store.findSnapshot(metadata.baseVersion);
    const { version, tags, description, userInfo, pinned, pinReason, createdAt, checksum } = metadata;
    const said: Omit<SaidOfSnapshot, "version"> = {
      tags,
      description,
      userInfo,
      pinned,
      pinReason,
      createdAt,
    };
    return {
      snapshot: {
        ...said,
        checksum,
        ...(!taken && { version }),
        ...(base !== undefined && { base: base.version }),
      },
    };
  }

  #metadata(text: JsonText): SnapshotMetadata {
    const metadata: unknown = JSON.parse(text);
    if (isDescribed(metadata)) return metadata;
    throw this.#reader.error("one of its snapshots is not described as a snapshot is");
  }

  /** A member that is a string or null, as a value. */
  #member(text: JsonText, name: string): unknown {
    const found = memberOf(text, name);
    return found === undefined ? undefined : JSON.parse(found);
  }

  async #next(): Promise<JsonText | undefined> {
    if (this.#ahead !== undefined) {
      const line = this.#ahead;
      this.#ahead = undefined;
      return line;
    }
    const next = await this.#lines.next();
    return next.done ? undefined : next.value;
  }
}
