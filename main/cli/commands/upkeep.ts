import type { Command } from "commander";
import { append } from "../../../shared/model/index.ts";
import { toSnapshot } from "../../service/moments.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exitCodes.ts";
import { RECOVER } from "../failure.ts";
import { bytes, counted } from "../output.ts";
import { oneLine } from "../printable.ts";
import { toCount } from "./options.ts";

export function addUpkeepCommands(program: Command, context: Context): void {
  addVerify(program, context);
  addPack(program, context);
  addPrune(program, context);
  addMetrics(program, context);
}

function addVerify(program: Command, context: Context): void {
  program
    .command("verify")
    .summary("check every value against its checksum")
    .description(
      "Recomputes the checksums of one snapshot, or of everything. Exit code 6 if something is damaged.",
    )
    .argument("[snapshot]")
    .action(async (word: string | undefined, _: unknown, command: Command) => {
      const report = await context.withStore(command, async (store) => {
        const version = word === undefined ? undefined : (await toSnapshot(store, word)).version;
        return context.job("Verifying", "things", (job) => store.verify(version, job));
      });
      if (!report.ok) context.exitCode = EXIT.damaged;
      const lines = report.damaged.map(
        ({ key, since, reason }) => `damaged: ${oneLine(key)} (r${since}): ${reason}`,
      );
      append(
        lines,
        report.states.map((name) => `damaged: the checksum of ${name}`),
      );
      append(
        lines,
        report.contradictions.map((what) => `contradiction: ${what}`),
      );
      lines.push(`${counted(report.checkedValues, "value")} checked, ${report.damaged.length} damaged.`);
      if (!report.ok) lines.push(RECOVER);
      await context.output(command).answer(report, lines);
    });
}

function addPack(program: Command, context: Context): void {
  program
    .command("pack")
    .summary("compress superseded values")
    .description("Applies the delta strategy to superseded values. Reads and writes continue meanwhile.")
    .action(async (_: unknown, command: Command) => {
      const report = await context.withStore(command, (store) =>
        context.job("Packing", "things", (job) => store.pack(job)),
      );
      const { values, bytesBefore, bytesAfter } = report;
      const line = `${counted(values, "value")} packed, ${bytes(bytesBefore)} to ${bytes(bytesAfter)}.`;
      await context.output(command).answer(report, [line]);
    });
}

function addPrune(program: Command, context: Context): void {
  program
    .command("prune")
    .summary("delete old history")
    .description("Deletes history that no snapshot and no kept revision can see.")
    .requiredOption("--keep <count>", "keep this many revisions before the present one", toCount)
    .option("-n, --dry-run", "only report what would be deleted")
    .action(async ({ keep, dryRun = false }: { keep: number; dryRun?: boolean }, command: Command) => {
      const report = await context.withStore(command, (store) =>
        store.prune({ keepRevisions: keep, dryRun }),
      );
      const {
        deletedSnapshots,
        revisions,
        values,
        unrecoverableKeys,
        unrecoverableKeyCount,
        bytes: freed,
      } = report;
      const lines = [
        `${dryRun ? "Would drop" : "Dropped"} ${counted(revisions, "revision")} and ${counted(values, "superseded value")}, ${bytes(freed)}.`,
      ];
      if (deletedSnapshots.length > 0) {
        const gone = counted(deletedSnapshots.length, "deleted snapshot");
        lines.push(`${gone} ${dryRun ? "could" : "can"} not be restored any more.`);
      }
      if (unrecoverableKeyCount > 0) {
        lines.push(
          `${counted(unrecoverableKeyCount, "key")} ${dryRun ? "would be" : "exist"} in no remaining moment:`,
        );
        append(
          lines,
          unrecoverableKeys.map((key) => `  ${oneLine(key)}`),
        );
      }
      if (!dryRun) lines.push("This can't be undone.");
      await context.output(command).answer(report, lines);
    });
}

function addMetrics(program: Command, context: Context): void {
  program
    .command("metrics")
    .summary("print the store's metrics")
    .description("Prints the result of `getMetrics`, and the store's size.")
    .action(async (_: unknown, command: Command) => {
      const figures = await context.withStore(command, async (store) => {
        const { revision, entryCount, sizeBytes, snapshotCount } = await store.status();
        return { store: { revision, entryCount, sizeBytes, snapshotCount }, ...(await store.getMetrics()) };
      });
      await context.output(command).answer(figures, flatten("", figures));
    });
}

function flatten(prefix: string, value: object): string[] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === "object" && member !== null
      ? flatten(`${prefix}${name}.`, member)
      : [`${prefix}${name}\t${String(member)}`],
  );
}
