import { createWriteStream, existsSync, statSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { EXPORT_FORMAT_IDS, type ExportFormat, exportFormatFor } from "../../../shared/json/index.ts";
import { countsInWords, cutText, type DifferenceTotals } from "../../../shared/model/index.ts";
import { NotFoundError } from "../../engine/errors.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import {
  type ExportResult,
  exportBundle,
  exportFile,
  exportPatch,
  type ImportPlan,
  makeTemporaryFolder,
  previewImport,
} from "../../engine/transfer/index.ts";
import { descriptorOf } from "../../engine/transfer/target.ts";
import { countsOf, UNKNOWN_COUNTS, type Written } from "../../service/changeCounts.ts";
import { importOver } from "../../service/largeChanges.ts";
import { MOMENT_HELP, toMoment, toSnapshot } from "../../service/moments.ts";
import { storeForImport } from "../../service/storePlaces.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../exitCodes.ts";
import { amount, bytes, counted } from "../output.ts";
import { oneLine, textFor } from "../printable.ts";
import { safetyLines, safetyOf } from "../safety.ts";
import { write } from "../terminal.ts";
import { MESSAGE_HELP, type MessageOption, toCount } from "./options.ts";

export function addTransferCommands(program: Command, context: Context): void {
  addImport(program, context);
  addExport(program, context);
}

interface ImportCommandOptions extends MessageOption {
  readonly format: NonNullable<ImportPlan["format"]>;
  readonly depth: number;
  readonly separator: string;
  readonly keyField?: string;
  readonly valueField?: string;
  readonly merge?: boolean;
  readonly preview?: boolean;
}

function addImport(program: Command, context: Context): void {
  program
    .command("import")
    .summary("import a file")
    .description(
      "Replaces the state by the entries of a file, as one revision, with a snapshot tagged import. Reads a JSON object or array, NDJSON, the export format, a .strata bundle, and the folder of a store that Framework0's Python wrote. Creates the store if there is none: in this folder if it is empty, else in <file>.store beside the file.",
    )
    .argument("<file>", "a file or a folder; - for stdin")
    .addOption(
      new Option("-f, --format <format>", "the format of the file")
        .choices(["auto", "json", "export", "ndjson"])
        .default("auto"),
    )
    .option("-d, --depth <levels>", "object: how many levels of members become keys", toCount, 1)
    .option("--separator <text>", "object: the separator between the levels in a key", ".")
    .option(
      "-k, --key-field <name>",
      "array, NDJSON: the member of each item that is its key; default: its position",
    )
    .option(
      "--value-field <name>",
      "array, NDJSON: the member of each item that is the value; default: the whole item",
    )
    .option("-m, --merge", "merge the entries into the state instead of replacing it")
    .option("-n, --preview", "only show what the import would make of it")
    .option("--message <text>", MESSAGE_HELP)
    .action(async (word: string, options: ImportCommandOptions, command: Command) => {
      if (options.depth < 1 || options.depth > 20)
        throw new UsageError("Expected --depth to be from 1 to 20.");
      if (options.separator === "")
        throw new UsageError("Expected --separator to be at least one character.");
      const file = word === "-" ? null : context.path(word);
      // Checked before anything is created: a mistyped name must leave nothing behind.
      if (file !== null && !existsSync(file)) {
        throw new NotFoundError(`There is no file or folder ${file}.`, { path: file });
      }
      await withInput(context, file, async (path, name) => {
        if (options.preview === true) await showPreview(context, command, path, name, options);
        else {
          const ownFile = file !== null && isOnDisk(file) ? file : null;
          const store = storeForImport(context.directory, ownFile, options.merge === true);
          await importInto(context, command, store, path, name, options);
        }
      });
    });
}

async function importInto(
  context: Context,
  command: Command,
  fallback: string,
  path: string,
  name: string,
  options: ImportCommandOptions,
): Promise<void> {
  const mode = options.merge === true ? "merge" : "replace";
  const folder = context.storeFolder(command, fallback);
  const { done, safety, counts } = await context.withStore(
    command,
    async (store) => {
      const { done, safety } = await context.job("Importing", "bytes", (job) =>
        importOver(store, safetyOf(store, context.terminal), path, toPlan(options), mode, {
          ...job,
          name,
          message: options.message,
        }),
      );
      return { done, safety, counts: await countsOf(store, done) };
    },
    { create: true, fallback },
  );
  const { revision, entries, snapshot, snapshots, problems } = done;
  const change = revision === null ? "nothing changed" : `r${revision}`;
  const kept = snapshots > 0 ? counted(snapshots, "snapshot") : snapshot && `snapshot ${snapshot.version}`;
  await context.output(command).answer(
    {
      revision,
      entries,
      ...(counts ?? UNKNOWN_COUNTS),
      snapshot: snapshot?.version ?? null,
      snapshots,
      problems,
      safetySnapshot: safety,
      store: folder,
    },
    [
      `${counted(entries, "entry", "entries")} imported from ${oneLine(name)} into ${relative(context.directory, folder) || "this folder"} (${[change, kept].filter(Boolean).join(", ")}).`,
      ...(revision === null ? [] : [changeLine(counts, done)]),
      ...safetyLines(safety),
      ...problems.map(({ part, reason }) => `Not imported as it was: ${part}: ${reason}`),
    ],
  );
}

/** Undo undoes one revision; an imported history has several. A prune may have ended what can be undone. */
function changeLine(counts: DifferenceTotals | null, { revisions = 1 }: Written): string {
  const line = `${countsInWords(counts)}.`;
  if (counts === null) return line;
  return revisions === 1
    ? `${line} \`strata undo\` undoes it.`
    : `${line} \`strata undo\` undoes the last of its ${amount(revisions)} revisions.`;
}

async function showPreview(
  context: Context,
  command: Command,
  path: string,
  name: string,
  options: ImportCommandOptions,
): Promise<void> {
  const found = await previewImport(path, toPlan(options), { name });
  const lines = [
    `${name}: ${found.root}, ${bytes(found.bytes)}`,
    ...found.levels.map(({ depth, example }) => `--depth ${depth}: ${example}`),
    ...found.keyFields.map((field) => `--key-field ${field}`),
    ...found.sample.map(
      ({ key, type, size, preview }) =>
        `${type.padEnd(7)} ${String(size).padStart(9)}  ${oneLine(key)}  ${cutText(preview, 60)}`,
    ),
  ];
  await context.output(command).answer(found, lines);
}

function toPlan({ format, depth, separator, keyField, valueField }: ImportCommandOptions): ImportPlan {
  return { format, depth, separator, keyField: keyField ?? null, valueField: valueField ?? null };
}

/** Whether a path is a file or folder on disk, beside which a store can be created; a pipe or a device is not. */
function isOnDisk(path: string): boolean {
  const found = statSync(path);
  return descriptorOf(path) === null && (found.isFile() || found.isDirectory());
}

/** Calls `run` with the path of the input. Stdin is first copied to a temporary file, because it may be read twice. */
async function withInput(
  context: Context,
  file: string | null,
  run: (path: string, name: string) => Promise<void>,
): Promise<void> {
  if (file !== null && descriptorOf(file) !== 0) {
    await run(file, basename(file));
    return;
  }
  await withTemporary(async (path) => {
    await pipeline(context.terminal.stdin, createWriteStream(path), { signal: context.terminal.signal });
    await run(path, "stdin");
  });
}

interface ExportCommandOptions {
  readonly format?: ExportFormat | "bundle" | "patch";
  readonly at: string;
  readonly from?: string;
  readonly snapshot?: string;
}

function addExport(program: Command, context: Context): void {
  program
    .command("export")
    .summary("export a moment, a difference or everything to a file")
    .description(
      "Writes a file, whole or not at all. bundle contains the whole store with its history, or one snapshot with --snapshot; patch is the JSON Patch (RFC 6902) from one moment to another.",
    )
    .argument("<file>", "- for stdout")
    .addOption(
      new Option(
        "-f, --format <format>",
        "default: bundle for *.strata, ndjson for *.ndjson and *.jsonl, else export",
      ).choices([...EXPORT_FORMAT_IDS, "bundle", "patch"]),
    )
    .option("--at <moment>", MOMENT_HELP, "now")
    .option("--from <moment>", "patch: the moment to which the patch applies")
    .option("--snapshot <snapshot>", "bundle: only this snapshot")
    .action(async (word: string, options: ExportCommandOptions, command: Command) => {
      const format = options.format ?? formatOf(word);
      if ((format === "patch") !== (options.from !== undefined)) {
        throw new UsageError("Expected --from together with --format patch, and only then.");
      }
      if (options.snapshot !== undefined && format !== "bundle") {
        throw new UsageError(
          "Expected --snapshot with --format bundle only. --at names the moment for the other formats.",
        );
      }
      const toStandard = word === "-" || descriptorOf(context.path(word)) === 1;
      const result = await context.withStore(command, (store) =>
        toStandard
          ? toStdout(context, (path) => exportTo(context, store, path, format, options))
          : exportTo(context, store, context.path(word), format, options),
      );
      const line = `${counted(result.entries, "entry", "entries")} exported to ${basename(word)}, ${bytes(result.bytes)}.`;
      // On stdout the data itself is the answer.
      if (!toStandard) await context.output(command).answer(result, [line]);
    });
}

async function exportTo(
  context: Context,
  store: EnhancedPersistence,
  path: string,
  format: NonNullable<ExportCommandOptions["format"]>,
  { at, from = "now", snapshot }: ExportCommandOptions,
): Promise<ExportResult> {
  const moment = await toMoment(store, at);
  if (format === "patch") {
    const start = await toMoment(store, from);
    return context.job("Exporting", "things", (job) => exportPatch(store, path, start, moment, job));
  }
  if (format === "bundle") {
    const what =
      snapshot === undefined
        ? ({ kind: "store" } as const)
        : ({ kind: "snapshot", version: (await toSnapshot(store, snapshot)).version } as const);
    return context.job("Exporting", "things", (job) => exportBundle(store, path, what, job));
  }
  return context.job("Exporting", "things", (job) => exportFile(store, path, moment, format, job));
}

function formatOf(file: string): NonNullable<ExportCommandOptions["format"]> {
  if (file.endsWith(".strata")) return "bundle";
  return exportFormatFor(file) ?? "export";
}

/** Writes a temporary file and then copies it to stdout, so that the output of a pipe is whole too. */
async function toStdout(
  context: Context,
  run: (path: string) => Promise<ExportResult>,
): Promise<ExportResult> {
  let result: ExportResult = { entries: 0, bytes: 0 };
  await withTemporary(async (path) => {
    result = await run(path);
    const handle = await open(path, "r");
    try {
      const { stdout } = context.terminal;
      // A terminal gets safe text; anything else gets the bytes.
      const encoding = stdout.isTTY === true ? "utf8" : undefined;
      for await (const chunk of handle.createReadStream({ autoClose: false, encoding })) {
        await write(stdout, typeof chunk === "string" ? textFor(stdout, chunk) : (chunk as Buffer));
      }
    } finally {
      await handle.close();
    }
  });
  return result;
}

async function withTemporary(run: (path: string) => Promise<void>): Promise<void> {
  const folder = makeTemporaryFolder("strata-");
  try {
    await run(join(folder, "file"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
