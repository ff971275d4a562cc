import type { Command } from "commander";
import { patchOperations } from "../../../shared/json/index.ts";
import type { Key, KeyDifference, Moment, RevisionRecord, UndoStep } from "../../../shared/model/index.ts";
import { NOW } from "../../../shared/model/index.ts";
import { NotFoundError } from "../../engine/errors.ts";
import { toKey } from "../../engine/key.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { isoTime, toReport } from "../../service/records.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exitCodes.ts";
import { MOMENT_HELP, toMoment } from "../moments.ts";
import { counted } from "../output.ts";
import { oneLine } from "../printable.ts";
import { toCount } from "./entries.ts";

/** Revisions and versions asked for at once. */
const PAGE = 1000;

export function addTimeCommands(program: Command, context: Context): void {
  addDiff(program, context);
  addRestore(program, context);
  addUndo(program, context);
  addHistory(program, context);
}

const SIGNS = { added: "+", removed: "-", changed: "~" } as const;

interface DiffOptions {
  readonly patch?: boolean;
  readonly exitCode?: boolean;
}

function addDiff(program: Command, context: Context): void {
  program
    .command("diff")
    .summary("compare two moments")
    .description(
      "Lists the keys that differ: + added, - removed, ~ changed. With --json with their values before and after.",
    )
    .argument("<from>", MOMENT_HELP)
    .argument("[to]", "as <from>", "now")
    .option("--patch", "print a JSON Patch (RFC 6902) that makes <to> of <from>")
    .option("--exit-code", "end with 1 when anything differs")
    .action(async (from: string, to: string, options: DiffOptions, command: Command) => {
      const output = context.output(command);
      const count = await context.withStore(command, async (store) => {
        const [a, b] = [await toMoment(store, from), await toMoment(store, to)];
        const differences = await context.job("Comparing", "things", (job) => store.difference(a, b, job));
        if (options.patch === true) await printPatch(store, a, b, differences, (line) => output.line(line));
        else await output.rows(differenceRows(store, a, b, differences, output.json));
        return differences.length;
      });
      if (options.exitCode === true && count > 0) context.exitCode = EXIT.no;
    });
}

async function* differenceRows(
  store: EnhancedPersistence,
  from: Moment,
  to: Moment,
  differences: readonly KeyDifference[],
  withValues: boolean,
): AsyncGenerator<{ json: string; line: string }> {
  for (const { key, kind } of differences) {
    const line = `${SIGNS[kind]} ${oneLine(key)}`;
    if (!withValues) {
      yield { json: "", line };
      continue;
    }
    const before = (await store.read(key, from))?.text;
    const after = (await store.read(key, to))?.text;
    const members = [`"key":${JSON.stringify(key)}`, `"kind":"${kind}"`];
    if (before !== undefined) members.push(`"before":${before}`);
    if (after !== undefined) members.push(`"after":${after}`);
    yield { json: `{${members.join(",")}}`, line };
  }
}

async function printPatch(
  store: EnhancedPersistence,
  from: Moment,
  to: Moment,
  differences: readonly KeyDifference[],
  print: (line: string) => Promise<void>,
): Promise<void> {
  let previous: string | undefined;
  await print("[");
  for (const { key } of differences) {
    const before = await store.read(key, from);
    const after = await store.read(key, to);
    for (const operation of patchOperations(before?.text ?? null, after?.text ?? null, [key])) {
      if (previous !== undefined) await print(`${previous},`);
      previous = operation;
    }
  }
  if (previous !== undefined) await print(previous);
  await print("]");
}

interface RestoreOptions {
  readonly key: readonly string[];
  readonly dryRun?: boolean;
}

function addRestore(program: Command, context: Context): void {
  program
    .command("restore")
    .summary("go back to a moment")
    .description(
      "Makes the state, or only the given keys of it, what it was then, as one revision that can be undone.",
    )
    .argument("<moment>", MOMENT_HELP)
    .option(
      "-k, --key <key>",
      "only this key; may be given several times",
      (key, keys: string[]) => [...keys, key],
      [],
    )
    .option("-n, --dry-run", "only say what would change")
    .action(async (word: string, options: RestoreOptions, command: Command) => {
      const keys = options.key.map(toKey);
      const answer = await context.withStore(command, async (store) => {
        const to = await toMoment(store, word);
        const wanted = new Set<Key>(keys);
        const differing = await store.difference(NOW, to);
        await assertKeys(store, keys, to, word);
        const chosen = keys.length === 0 ? differing : differing.filter(({ key }) => wanted.has(key));
        const totals = { added: 0, removed: 0, changed: 0 };
        for (const { kind } of chosen) totals[kind] += 1;
        if (options.dryRun === true) return { revision: null, ...totals };
        const revision = await context.job("Restoring", "things", (job) =>
          store.restore(to, { ...job, detail: word, ...(keys.length > 0 && { keys }) }),
        );
        return { revision, ...totals };
      });
      const { added, removed, changed, revision } = answer;
      const counts = `${added} added, ${removed} removed, ${changed} changed`;
      const nothing = added + removed + changed === 0;
      const line = nothing
        ? "Nothing to restore: the present is that already."
        : revision === null
          ? `Would change: ${counts}.`
          : `Restored ${word} (r${revision}): ${counts}. \`strata undo\` takes it back.`;
      await context.output(command).answer(answer, [line]);
    });
}

/** @throws {NotFoundError} for a key that is neither there now nor was there then: it is mistyped. */
async function assertKeys(
  store: EnhancedPersistence,
  keys: readonly Key[],
  then: Moment,
  word: string,
): Promise<void> {
  for (const key of keys) {
    if ((await store.read(key, then)) !== undefined || (await store.read(key)) !== undefined) continue;
    throw new NotFoundError(
      `There is no key ${JSON.stringify(key)}, neither now nor at ${word}. Nothing was changed.`,
      {
        key,
      },
    );
  }
}

function addUndo(program: Command, context: Context): void {
  for (const name of ["undo", "redo"] as const) {
    program
      .command(name)
      .summary(name === "undo" ? "take back the last change" : "bring back what was undone")
      .description(
        `${name === "undo" ? "Takes back the last change" : "Brings back what was undone last"}. Exit code 1 when there is none.`,
      )
      .action(async (_: unknown, command: Command) => {
        const step = await context.withStore(command, (store) => store[name]());
        if (step === null) context.exitCode = EXIT.no;
        const line =
          step === null
            ? `There is nothing to ${name}.`
            : `${name === "undo" ? "Undid" : "Redid"}: ${describe(step)}.`;
        await context.output(command).answer(step, [line]);
      });
  }
}

interface HistoryOptions {
  readonly limit?: number;
}

/** Revisions or versions that are listed when it is not said how many. */
const SHOWN = 50;

function addHistory(program: Command, context: Context): void {
  program
    .command("history")
    .summary("show revisions, or the versions of one key")
    .description("Lists the newest revisions, or, with a key, every retained version of it.")
    .argument("[key]")
    .option("-n, --limit <count>", `at most this many, ${SHOWN} unless given; 0: all`, toCount)
    .action(async (name: string | undefined, { limit }: HistoryOptions, command: Command) => {
      const output = context.output(command);
      const most = limit === 0 ? Number.POSITIVE_INFINITY : (limit ?? SHOWN);
      const { signal } = context.terminal;
      const end = { isReached: true };
      await context.withStore(command, async (store) => {
        if (name !== undefined && (await store.history(toKey(name), { limit: 1 })).length === 0) {
          await context.no(command, `There is no version of ${JSON.stringify(name)} in this store.`);
          return;
        }
        // One more is asked for, which says whether there is more.
        const rows =
          name === undefined
            ? revisionRows(store, most + 1, signal)
            : versionRows(store, toKey(name), most + 1, signal);
        await output.rows(atMost(rows, most, end));
      });
      if (limit === undefined && !end.isReached) {
        await output.warn("MORE", `These are the newest ${SHOWN}. --limit 0 lists all.`);
      }
    });
}

/** The first of some rows. Notes whether these were all. */
async function* atMost<Row>(rows: AsyncIterable<Row>, most: number, end: { isReached: boolean }) {
  let count = 0;
  for await (const row of rows) {
    if (count === most) {
      end.isReached = false;
      return;
    }
    count += 1;
    yield row;
  }
}

async function* revisionRows(store: EnhancedPersistence, most: number, signal: AbortSignal) {
  let before: RevisionRecord["revision"] | undefined;
  for (let left = most; left > 0; ) {
    signal.throwIfAborted();
    const limit = Math.min(PAGE, left);
    const page = await store.revisions({ limit, ...(before !== undefined && { before }) });
    for (const record of page) yield { json: JSON.stringify(toReport(record)), line: revisionLine(record) };
    before = page.at(-1)?.revision;
    left -= page.length;
    if (page.length < limit) return;
  }
}

async function* versionRows(store: EnhancedPersistence, key: Key, most: number, signal: AbortSignal) {
  let before: RevisionRecord["revision"] | undefined;
  for (let left = most; left > 0; ) {
    signal.throwIfAborted();
    const limit = Math.min(PAGE, left);
    const page = await store.history(key, { limit, ...(before !== undefined && { before }) });
    for (const { text, revision, until } of page) {
      yield {
        json: `{${JSON.stringify(toReport(revision)).slice(1, -1)},"until":${until},"deleted":${text === null},"value":${text ?? "null"}}`,
        line: `${revisionLine(revision)}  ${text ?? "(deleted)"}`,
      };
    }
    before = page.at(-1)?.revision.revision;
    left -= page.length;
    if (page.length < limit) return;
  }
}

function revisionLine(record: RevisionRecord): string {
  return `r${record.revision}  ${isoTime(record.at)}  ${describe(record)}`;
}

/** `set of user:1`, `import of 12 keys (cities.json)`. */
function describe({ operation, key, touched, detail }: RevisionRecord | UndoStep): string {
  const what = key === null ? counted(touched, "key") : oneLine(key);
  return `${operation} of ${what}${detail === null ? "" : ` (${oneLine(detail)})`}`;
}
