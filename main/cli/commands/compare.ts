import type { Command } from "commander";
import type { PlaceChange } from "../../../shared/diff/index.ts";
import { formatJson } from "../../../shared/json/index.ts";
import type { Key, KeyDifference, Moment, SnapshotMetadata } from "../../../shared/model/index.ts";
import { largest, NOW } from "../../../shared/model/index.ts";
import { toKey } from "../../engine/key.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { patchLines } from "../../engine/transfer/index.ts";
import { changeOf, differences, placesOf, type Sides, sidesOf } from "../../service/comparison.ts";
import { MOMENT_HELP, revisionOf, toMoment } from "../../service/moments.ts";
import { toReport } from "../../service/records.ts";
import { unsnapshottedTotals } from "../../service/unsnapshotted.ts";
import type { Context } from "../context.ts";
import { describeStep, differenceLine, revisionLine, sign, snapshotName } from "../describe.ts";
import { EXIT } from "../exitCodes.ts";
import { bytes, counted, type Output } from "../output.ts";
import { oneLine } from "../printable.ts";
import { type Line, painted } from "../styled.ts";
import { notTogether, severalTimes } from "./options.ts";

/** The most keys that `status` lists. */
const MOST_NAMED = 20;

/** The most characters of a value that a comparison shows. */
const MOST_SHOWN = 2000;

export function addCompareCommands(program: Command, context: Context): void {
  addStatus(program, context);
  addDiff(program, context);
  addShow(program, context);
}

function addStatus(program: Command, context: Context): void {
  program
    .command("status")
    .summary("what changed since the last snapshot")
    .description("Shows the store, its last snapshot, and the keys that changed since.")
    .action(async (_: unknown, command: Command) => {
      const output = context.output(command);
      await context.withStore(command, async (store) => {
        const { revision, entryCount, sizeBytes, snapshotCount, latestSnapshot, undo, redo } =
          await store.status();
        const changes = await unsnapshottedTotals(store, revision, latestSnapshot);
        const changed =
          latestSnapshot === null || output.json
            ? []
            : await differences(store, await sidesOf(store), [], {});
        const steps = { undo, redo };
        const counts = { revision, entryCount, sizeBytes, snapshotCount };
        await output.answer({ store: store.path, ...counts, latestSnapshot, changes, ...steps }, [
          [painted("bold", store.path ?? "in memory")],
          `r${revision}, ${counted(entryCount, "key")}, ${bytes(sizeBytes)}, ${counted(snapshotCount, "snapshot")}`,
          ...(latestSnapshot === null ? ["No snapshot yet."] : sinceLines(latestSnapshot, changed)),
          ...(undo === null ? [] : [`strata undo undoes: ${describeStep(undo)}`]),
          ...(redo === null ? [] : [`strata redo redoes: ${describeStep(redo)}`]),
        ]);
      });
    });
}

function sinceLines(latest: SnapshotMetadata, changed: readonly KeyDifference[]): Line[] {
  const rest = changed.length - MOST_NAMED;
  return [
    `Last snapshot: ${snapshotName(latest)}  ${latest.createdAt}`,
    changed.length === 0 ? "Nothing changed since." : `${counted(changed.length, "key")} changed since:`,
    ...changed.slice(0, MOST_NAMED).map(differenceLine),
    ...(rest > 0 ? [`… and ${rest} more; strata diff lists all`] : []),
  ];
}

interface DiffOptions {
  readonly key: readonly string[];
  readonly patch?: boolean;
  readonly stat?: boolean;
  readonly values?: boolean;
  readonly exitCode?: boolean;
}

function addDiff(program: Command, context: Context): void {
  const command = program
    .command("diff")
    .summary("compare two moments")
    .description(
      "Lists the keys that differ: + added, - removed, ~ changed. Without moments, compares the last snapshot with the present. With --json, includes the values before and after.",
    )
    .argument("[from]", MOMENT_HELP)
    .argument("[to]", "as <from>; default: now")
    .option("-p, --values", "show every place that differs, before and after")
    .option("--stat", "show sizes, and totals at the end")
    .option("--patch", "print a JSON Patch (RFC 6902) that makes <to> of <from>")
    .option("--exit-code", "exit with 1 if anything differs");
  severalTimes(command, "-k, --key <key>", "only this key").action(
    async (from: string | undefined, to: string | undefined, options: DiffOptions, command: Command) => {
      const { patch, stat, values, exitCode } = options;
      notTogether({ "--values": values, "--stat": stat, "--patch": patch });
      const keys = options.key.map(toKey);
      await context.withStore(command, async (store) => {
        const sides = await sidesOf(store, from, to);
        const found = await context.job("Comparing", "things", (job) => differences(store, sides, keys, job));
        await context.paged(command, async (output) => {
          if (patch === true) await printPatch(store, sides, found, output);
          else if (output.json) await output.rows(withValues(store, sides, found));
          else if (values === true) await printPlaces(store, sides, found, output);
          else if (stat === true) for (const line of statLines(found)) await output.line(line);
          else for (const difference of found) await output.line(differenceLine(difference));
        });
        if (exitCode === true && found.length > 0) context.exitCode = EXIT.no;
      });
    },
  );
}

async function* withValues(
  store: EnhancedPersistence,
  { from, to }: Sides,
  found: readonly KeyDifference[],
): AsyncGenerator<{ json: string; line: string }> {
  for (const { key, kind } of found) {
    const before = (await store.read(key, from))?.text;
    const after = (await store.read(key, to))?.text;
    const members = [`"key":${JSON.stringify(key)}`, `"kind":"${kind}"`];
    if (before !== undefined) members.push(`"before":${before}`);
    if (after !== undefined) members.push(`"after":${after}`);
    yield { json: `{${members.join(",")}}`, line: "" };
  }
}

async function printPlaces(
  store: EnhancedPersistence,
  sides: Sides,
  found: readonly KeyDifference[],
  output: Output,
): Promise<void> {
  for (const difference of found) {
    await output.line(differenceLine(difference));
    const places = await placesOf(store, sides, difference.key);
    if (places === null) await output.line("    (too large to compare)");
    else for (const place of places) await output.line(placeLine(place));
  }
}

function placeLine({ kind, pointer, movedFrom, before, after }: PlaceChange): Line {
  const place = pointer === "" ? "" : ` ${oneLine(pointer)}`;
  const start: Line = ["    ", sign(kind), place];
  switch (kind) {
    case "moved":
      return [...start, `  moved from ${movedFrom}`];
    case "added":
      return [...start, "  ", painted("green", shown(after))];
    case "removed":
      return [...start, "  ", painted("red", shown(before))];
    case "changed":
      return [...start, "  ", painted("red", shown(before)), " → ", painted("green", shown(after))];
  }
}

function shown(text: string | null): string {
  const value = text ?? "";
  return value.length <= MOST_SHOWN
    ? value
    : `${value.slice(0, MOST_SHOWN).toWellFormed()}… (${counted(value.length, "character")})`;
}

function statLines(found: readonly KeyDifference[]): Line[] {
  const sizes = found.map(({ before, after }) => [before?.size ?? 0, after?.size ?? 0] as const);
  const totals = { added: 0, removed: 0, changed: 0 };
  for (const { kind } of found) totals[kind] += 1;
  const sum = (side: 0 | 1) => sizes.reduce((total, size) => total + size[side], 0);
  const width = largest(
    sizes.flat().map((size) => bytes(size).length),
    0,
  );
  const wide = (size: number) => bytes(size).padStart(width);
  return [
    ...found.map(({ key, kind }, index): Line => {
      const [before = 0, after = 0] = sizes[index] ?? [];
      return [sign(kind), `  ${wide(before)} → ${wide(after)}  ${oneLine(key)}`];
    }),
    `${counted(found.length, "key")}: ${totals.added} added, ${totals.removed} removed, ${totals.changed} changed; ${bytes(sum(0))} → ${bytes(sum(1))}`,
  ];
}

async function printPatch(
  store: EnhancedPersistence,
  { from, to }: Sides,
  found: readonly KeyDifference[],
  output: Output,
): Promise<void> {
  for await (const line of patchLines(store, from, to, found)) await output.line(line);
}

function addShow(program: Command, context: Context): void {
  program
    .command("show")
    .summary("show a moment and its changes, or a value at that moment")
    .description(
      "Shows a revision or a snapshot, and its changes since the previous one. With a key, prints its value at that moment, indented; exit code 1 if there was none.",
    )
    .argument("[moment]", MOMENT_HELP, "now")
    .argument("[key]", "the value of this key")
    .action(async (word: string, name: string | undefined, _: unknown, command: Command) => {
      await context.withStore(command, async (store) => {
        const moment = await toMoment(store, word);
        if (name === undefined) await showMoment(context, command, store, moment);
        else await showValue(context, command, store, moment, word, toKey(name));
      });
    });
}

async function showValue(
  context: Context,
  command: Command,
  store: EnhancedPersistence,
  moment: Moment,
  word: string,
  key: Key,
): Promise<void> {
  const entry = await store.read(key, moment);
  if (entry === undefined) {
    await context.no(command, `There is no key ${JSON.stringify(key)} at ${word}.`);
    return;
  }
  const json = `{"key":${JSON.stringify(key)},"value":${entry.text},"since":${entry.since}}`;
  await context.paged(command, (output) => output.line(output.json ? json : formatJson(entry.text)));
}

async function showMoment(
  context: Context,
  command: Command,
  store: EnhancedPersistence,
  moment: Moment,
): Promise<void> {
  const revision = await revisionOf(store, moment);
  const [newest] = await store.revisions({ before: (revision + 1) as typeof revision, limit: 1 });
  const record = newest?.revision === revision ? newest : null;
  const snapshots = (await store.listSnapshots()).filter((one) => one.revision === revision);
  const named = moment.kind === "snapshot" ? await store.findSnapshot(moment.version) : undefined;
  const sides = await changeOf(store, moment.kind === "now" ? { kind: "revision", revision } : moment);
  const found = await context.job("Comparing", "things", (job) => differences(store, sides, [], job));
  await context.paged(command, async (output) => {
    if (output.json) {
      const changes = found.map(({ key, kind }) => ({ key, kind }));
      const count = await store.count(moment === NOW ? NOW : sides.to);
      const report = record && toReport(record);
      await output.answer(
        { ...report, revision, entryCount: count, snapshot: named ?? null, snapshots, changes },
        [],
      );
      return;
    }
    for (const snapshot of named === undefined ? snapshots : [named]) {
      await output.line([painted("bold", `snapshot ${snapshotName(snapshot)}`)]);
      await output.line(
        `          ${snapshot.createdAt}, ${counted(snapshot.entryCount, "key")}, ${bytes(snapshot.sizeBytes)}, checksum ${snapshot.checksum}`,
      );
    }
    await output.line(
      record === null
        ? `r${revision}  ${revision === 0 ? "the empty store, before its first change" : "its record was pruned"}`
        : revisionLine(record),
    );
    await printPlaces(store, sides, found, output);
  });
}
