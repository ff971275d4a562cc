import type { Command } from "commander";
import { preview } from "../../../shared/json/index.ts";
import { type Key, largest, type RevisionRecord } from "../../../shared/model/index.ts";
import { toKey } from "../../engine/key.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { blameLeaves } from "../../service/blame.ts";
import { log } from "../../service/log.ts";
import { MOMENT_HELP, toMoment } from "../../service/moments.ts";
import { isoTime, toReport } from "../../service/records.ts";
import type { Context } from "../context.ts";
import { authorPart, revisionLine, snapshotName } from "../describe.ts";
import { oneLine } from "../printable.ts";
import { type Line, painted } from "../styled.ts";
import { atMost, toCount } from "./options.ts";

/** Revisions and versions per request. */
const PAGE = 1000;

/** The default number of revisions or versions that `history` lists. */
const SHOWN = 50;

/** Characters of a value on a terminal line. */
const PREVIEW = 80;

interface Row {
  readonly json: string;
  readonly line: Line;
}

export function addHistoryCommands(program: Command, context: Context): void {
  addLog(program, context);
  addHistory(program, context);
  addBlame(program, context);
}

function addLog(program: Command, context: Context): void {
  program
    .command("log")
    .summary("show all revisions with their snapshots")
    .description("Lists every revision with its snapshots, newest first; with a key, its versions.")
    .argument("[key]")
    .option("-n, --limit <count>", "at most this many", toCount)
    .action(async (name: string | undefined, { limit }: { limit?: number }, command: Command) => {
      await context.withStore(command, async (store) => {
        if (name !== undefined && !(await hasVersions(context, command, store, name))) return;
        const { signal } = context.terminal;
        const rows = name === undefined ? logRows(store, signal) : versionRows(store, toKey(name), signal);
        const most = limit ?? Number.POSITIVE_INFINITY;
        await context.paged(command, (output) => output.rows(atMost(rows, most)));
      });
    });
}

async function* logRows(store: EnhancedPersistence, signal: AbortSignal): AsyncGenerator<Row> {
  for await (const { record, snapshots } of log(store, signal)) {
    const named = snapshots.map(({ version, createdAt, tags, description, revision }) => ({
      version,
      createdAt,
      tags,
      description,
      revision,
    }));
    const revision = record === null ? (snapshots[0]?.revision ?? null) : record.revision;
    const first: Line = record === null ? [painted("yellow", `r${revision}`)] : revisionLine(record);
    const lines = snapshots.flatMap((snapshot) => ["\n    ", painted("cyan", snapshotName(snapshot))]);
    yield {
      json: JSON.stringify({ ...(record === null ? { revision } : toReport(record)), snapshots: named }),
      line: [...(typeof first === "string" ? [first] : first), ...lines],
    };
  }
}

function addHistory(program: Command, context: Context): void {
  program
    .command("history")
    .summary("show revisions, or the versions of one key")
    .description("Lists the newest revisions or, with a key, its retained versions.")
    .argument("[key]")
    .option("-n, --limit <count>", `at most this many, by default ${SHOWN}; 0: all`, toCount)
    .action(async (name: string | undefined, { limit }: { limit?: number }, command: Command) => {
      const most = limit === 0 ? Number.POSITIVE_INFINITY : (limit ?? SHOWN);
      const { signal } = context.terminal;
      const end = { isReached: true };
      await context.withStore(command, async (store) => {
        if (name !== undefined && !(await hasVersions(context, command, store, name))) return;
        const rows =
          name === undefined ? revisionRows(store, signal) : versionRows(store, toKey(name), signal);
        await context.paged(command, (output) => output.rows(atMost(rows, most, end)));
      });
      if (limit === undefined && !end.isReached) {
        await context.output(command).warn("MORE", `These are the newest ${SHOWN}. --limit 0 lists all.`);
      }
    });
}

/** Whether a key ever existed; says so if it did not. */
async function hasVersions(
  context: Context,
  command: Command,
  store: EnhancedPersistence,
  name: string,
): Promise<boolean> {
  if ((await store.history(toKey(name), { limit: 1 })).length > 0) return true;
  await context.no(command, `There is no version of ${JSON.stringify(name)} in this store.`);
  return false;
}

async function* revisionRows(store: EnhancedPersistence, signal: AbortSignal): AsyncGenerator<Row> {
  let before: RevisionRecord["revision"] | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await store.revisions({ limit: PAGE, ...(before !== undefined && { before }) });
    for (const record of page) yield { json: JSON.stringify(toReport(record)), line: revisionLine(record) };
    before = page.at(-1)?.revision;
    if (page.length < PAGE) return;
  }
}

async function* versionRows(store: EnhancedPersistence, key: Key, signal: AbortSignal): AsyncGenerator<Row> {
  let before: RevisionRecord["revision"] | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await store.history(key, { limit: PAGE, ...(before !== undefined && { before }) });
    for (const { text, revision, until } of page) {
      yield {
        json: `{${JSON.stringify(toReport(revision)).slice(1, -1)},"until":${until},"deleted":${text === null},"value":${text ?? "null"}}`,
        line: [...revisionLine(revision), `  ${text ?? "(deleted)"}`],
      };
    }
    before = page.at(-1)?.revision.revision;
    if (page.length < PAGE) return;
  }
}

function addBlame(program: Command, context: Context): void {
  program
    .command("blame")
    .summary("which revision last wrote each part of a value")
    .description(
      "Lists every leaf of a key's value with the revision that last wrote it. Exit code 1 if there is no such key.",
    )
    .argument("<key>")
    .option("--at <moment>", MOMENT_HELP, "now")
    .action(async (name: string, { at }: { at: string }, command: Command) => {
      await context.withStore(command, async (store) => {
        const moment = await toMoment(store, at);
        const found = await context.job("Reading versions", "things", (job) =>
          blameLeaves(store, toKey(name), moment, job),
        );
        if (found === undefined) {
          await context.no(command, `There is no key ${JSON.stringify(name)} at ${at}.`);
          return;
        }
        const { leaves, complete } = found;
        const width = largest(
          leaves.map(({ revision }) => `r${revision?.revision ?? "?"}`.length),
          0,
        );
        await context.paged(command, (output) =>
          output.answer(
            {
              complete,
              leaves: leaves.map(({ revision, ...leaf }) => ({
                ...leaf,
                ...(revision && toReport(revision)),
              })),
            },
            leaves.map(({ pointer, text, revision }) => [
              painted("yellow", `r${revision?.revision ?? "?"}`.padEnd(width)),
              `  ${revision === null ? "" : isoTime(revision.at)}  ${authorPart(revision?.author ?? null)}${pointer === "" ? "" : `${oneLine(pointer)}  `}${preview(text as Parameters<typeof preview>[0], PREVIEW)}`,
            ]),
          ),
        );
        if (!complete) {
          await context
            .output(command)
            .warn("MORE", "Only the newest versions were read: the oldest listed revision may be too new.");
        }
      });
    });
}
