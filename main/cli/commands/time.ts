import type { Command } from "commander";
import {
  type DifferenceTotals,
  type Key,
  type Moment,
  NOW,
  PRUNED_MEANWHILE,
  type Revision,
} from "../../../shared/model/index.ts";
import { NotFoundError } from "../../engine/errors.ts";
import { toKey } from "../../engine/key.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { type BeyondUndo, beyondUndo } from "../../service/beyondUndo.ts";
import { countsOf, UNKNOWN_COUNTS } from "../../service/changeCounts.ts";
import { restoreTo, totalsTo } from "../../service/largeChanges.ts";
import { MOMENT_HELP, toMoment } from "../../service/moments.ts";
import type { Context } from "../context.ts";
import { describeStep } from "../describe.ts";
import { EXIT } from "../exitCodes.ts";
import { amount, counted } from "../output.ts";
import { safetyLines, safetyOf } from "../safety.ts";
import { MESSAGE_HELP, type MessageOption } from "./options.ts";

export function addTimeCommands(program: Command, context: Context): void {
  addRestore(program, context);
  addUndo(program, context);
}

/** What undo did not undo, and which command does. */
function beyondLines(beyond: BeyondUndo | null, isUndone: boolean): string[] {
  const lines: string[] = [];
  const deleted = beyond?.deletedSince ?? [];
  if (deleted.length > 0) {
    lines.push(
      `Undo does not restore deleted snapshots: ${counted(deleted.length, "snapshot was", "snapshots were")} deleted after the last change. ` +
        `\`strata snapshot undelete ${deleted.join(" ")}\` does, until the next prune.`,
    );
  }
  if (beyond?.prunedBefore != null && !isUndone) {
    lines.push(`A prune cannot be undone: this store's history begins with r${beyond.prunedBefore}.`);
  }
  return lines;
}

interface RestoreOptions extends MessageOption {
  readonly key: readonly string[];
  readonly dryRun?: boolean;
}

function addRestore(program: Command, context: Context): void {
  program
    .command("restore")
    .summary("restore a moment")
    .description(
      "Restores the state of a moment, or only the given keys, as one revision that can be undone.",
    )
    .argument("<moment>", MOMENT_HELP)
    .option(
      "-k, --key <key>",
      "only this key; may be given several times",
      (key, keys: string[]) => [...keys, key],
      [],
    )
    .option("-n, --dry-run", "only say what would change")
    .option("-m, --message <text>", MESSAGE_HELP)
    .action(async (word: string, options: RestoreOptions, command: Command) => {
      const keys = options.key.map(toKey);
      const answer = await context.withStore(command, async (store) => {
        const to = await toMoment(store, word);
        await assertKeys(store, keys, to, word);
        const some = keys.length > 0 && { keys };
        if (options.dryRun === true) {
          return { revision: null, safety: null, counts: await totalsTo(store, to, { ...some }) };
        }
        const { done, safety } = await context.job("Restoring", "things", (job) =>
          restoreTo(store, safetyOf(store, context.terminal), to, {
            ...job,
            ...some,
            message: options.message,
          }),
        );
        return { ...done, safety, counts: await countsOf(store, done) };
      });
      const { counts, revision, safety } = answer;
      await context
        .output(command)
        .answer({ revision, ...(counts ?? UNKNOWN_COUNTS), safetySnapshot: safety }, [
          restoreLine(word, revision, counts),
          ...safetyLines(safety),
        ]);
    });
}

function restoreLine(word: string, revision: Revision | null, counts: DifferenceTotals | null): string {
  if (counts === null) return `Restored ${word} (r${revision}). ${PRUNED_MEANWHILE}.`;
  const { added, removed, changed } = counts;
  const said = `${amount(added)} added, ${amount(removed)} removed, ${amount(changed)} changed`;
  if (revision !== null) return `Restored ${word} (r${revision}): ${said}. \`strata undo\` undoes it.`;
  if (added + removed + changed === 0) return "Nothing to restore: the present is that already.";
  return `Would change: ${said}.`;
}

/** @throws {NotFoundError} for a key that is neither there now nor was there then: it is mistyped. */
async function assertKeys(
  store: EnhancedPersistence,
  keys: readonly Key[],
  then: Moment,
  word: string,
): Promise<void> {
  const known = new Set<string>();
  for (const at of [then, NOW])
    for (const key of await store.keys(at, { among: keys }, keys.length)) known.add(key);
  const key = keys.find((wanted) => !known.has(wanted));
  if (key === undefined) return;
  throw new NotFoundError(
    `The key ${JSON.stringify(key)} exists neither now nor at ${word}. Nothing was changed.`,
    { key },
  );
}

function addUndo(program: Command, context: Context): void {
  for (const name of ["undo", "redo"] as const) {
    program
      .command(name)
      .summary(name === "undo" ? "undo the last change" : "redo what was undone")
      .description(
        `${name === "undo" ? "Undoes the last change" : "Redoes what was undone last"}. Exit code 1 if there is none.`,
      )
      .action(async (_: unknown, command: Command) => {
        const { step, beyond } = await context.withStore(command, async (store) => {
          const taken = await store[name]();
          return { step: taken, beyond: name === "undo" ? await beyondUndo(store) : null };
        });
        if (step === null) context.exitCode = EXIT.no;
        const line =
          step === null
            ? `There is nothing to ${name}.`
            : `${name === "undo" ? "Undid" : "Redid"}: ${describeStep(step)}.`;
        const output = context.output(command);
        await output.answer(step, [line]);
        for (const message of beyondLines(beyond, step !== null)) await output.warn("NOT_UNDONE", message);
      });
  }
}
