import type { Command } from "commander";
import { append } from "../../../shared/model/index.ts";
import { recoverStore } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exitCodes.ts";
import { counted } from "../output.ts";
import { oneLine } from "../printable.ts";

/** The most lost keys that the answer for people lists. */
const MOST_NAMED = 50;

export function addRecoverCommand(program: Command, context: Context): void {
  program
    .command("recover")
    .summary("copy the readable part of a damaged store")
    .description(
      "Reads a damaged store page by page and copies its present and its snapshots to a new one, only values with a correct " +
        "checksum. The damaged store stays as it is. Exit code 6 if something is lost.",
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
        if (exact === true) return `${name}: ${counted(entries, "entry", "entries")}, exact`;
        const gone = missing > 0 ? `, ${missing} missing` : "";
        return `${name}: ${counted(entries, "entry", "entries")}${gone}, ${exact === null ? "its checksum is lost" : "incomplete"}`;
      });
      if (lostRevisions !== null) {
        lines.push(`lost: revisions ${lostRevisions.from} to ${lostRevisions.to}, which were in the log`);
      }
      if (lostSnapshotChanges !== null) {
        const { from, to } = lostSnapshotChanges;
        lines.push(
          `lost: ${counted(to - from + 1, "change", "changes")} of snapshots, which were in the log`,
        );
      }
      append(
        lines,
        lostKeys.slice(0, MOST_NAMED).map((key) => `lost: ${oneLine(key)}`),
      );
      if (lostKeys.length > MOST_NAMED)
        lines.push(`lost: ${lostKeys.length - MOST_NAMED} more keys; --json lists all`);
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
