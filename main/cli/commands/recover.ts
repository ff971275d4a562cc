import type { Command } from "commander";
import { append } from "../../../shared/model/index.ts";
import { recoverStore } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exitCodes.ts";
import { counted } from "../output.ts";
import { oneLine } from "../printable.ts";

/** How many lost keys are named when a person reads the answer. */
const MOST_NAMED = 50;

export function addRecoverCommand(program: Command, context: Context): void {
  program
    .command("recover")
    .summary("save what can be saved of a damaged store")
    .description(
      "Reads a damaged store page by page and puts its present and its snapshots into a new one, values with the right " +
        "checksum only. The damaged store stays as it is. Exit code 6 when something could not be saved.",
    )
    .argument("<folder>", "an empty or missing folder for the new store")
    .action(async (folder: string, _: unknown, command: Command) => {
      const report = await recoverStore(context.storeFolder(command), context.path(folder));
      const { present, snapshots, lostKeys, lostValues, lostRevisions, lostSnapshotChanges, path } = report;
      const states = [
        { name: "the present", ...present },
        ...snapshots.map((one) => ({ name: one.version, ...one })),
      ];
      const lines = states.map(({ name, entries, exact, missing }) => {
        if (exact === true) return `${name}: ${counted(entries, "entry", "entries")}, exactly as it was`;
        const gone = missing > 0 ? `, ${missing} missing` : "";
        return `${name}: ${counted(entries, "entry", "entries")}${gone}, ${exact === null ? "its checksum is lost" : "not all of it"}`;
      });
      if (lostRevisions !== null) {
        lines.push(`lost: revisions ${lostRevisions.from} to ${lostRevisions.to}, which the log held`);
      }
      if (lostSnapshotChanges !== null) {
        const { from, to } = lostSnapshotChanges;
        lines.push(`lost: ${counted(to - from + 1, "change", "changes")} of snapshots, which the log held`);
      }
      append(
        lines,
        lostKeys.slice(0, MOST_NAMED).map((key) => `lost: ${oneLine(key)}`),
      );
      if (lostKeys.length > MOST_NAMED)
        lines.push(`lost: ${lostKeys.length - MOST_NAMED} more keys; --json names all`);
      lines.push(`Recovered into ${path}.`);
      if (
        states.some(({ exact }) => exact !== true) ||
        lostKeys.length > 0 ||
        lostValues > 0 ||
        lostRevisions !== null ||
        lostSnapshotChanges !== null
      ) {
        context.exitCode = EXIT.damaged;
      }
      await context.output(command).answer(report, lines);
    });
}
