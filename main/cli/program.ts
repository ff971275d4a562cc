import { Command, CommanderError, Option } from "commander";
import { VERSION } from "../api/shell/version.ts";
import { addAppCommands } from "./commands/apps.ts";
import { addCompareCommands } from "./commands/compare.ts";
import { addEntryCommands } from "./commands/entries.ts";
import { addHistoryCommands } from "./commands/history.ts";
import { addProgramCommands } from "./commands/program.ts";
import { addRecoverCommand } from "./commands/recover.ts";
import { addSearchCommands } from "./commands/search.ts";
import { addSnapshotCommands } from "./commands/snapshots.ts";
import { addTimeCommands } from "./commands/time.ts";
import { addTransferCommands } from "./commands/transfer.ts";
import { addUpkeepCommands } from "./commands/upkeep.ts";
import { addWatchCommand } from "./commands/watch.ts";
import { Context } from "./context.ts";
import { EXIT, type ExitCode, exitCodeOf, UsageError } from "./exitCodes.ts";
import { failureText } from "./failure.ts";
import { textFor } from "./printable.ts";
import { flush, type Terminal, writeNow } from "./terminal.ts";

/**
 * Runs one command line.
 *
 * @param args The arguments after the program's name.
 * @returns The exit code. Errors have been printed on stderr.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const context = new Context(terminal);
  const json = wantsJson(args);
  try {
    if (terminal.notUtf8) throw new UsageError(`${terminal.notUtf8} Nothing was changed.`);
    await createProgram(context, json).parseAsync(args, { from: "user" }).catch(unlessHelp);
    await flush(terminal.stdout);
    return context.exitCode;
  } catch (caught) {
    if (isClosedPipe(caught)) return EXIT.done;
    const error = reasonOf(caught, terminal);
    const code = exitCodeOf(error);
    const text = failureText(error, code, json);
    if (text !== null) terminal.stderr.write(textFor(terminal.stderr, `${text}\n`));
    return code;
  }
}

/** Commander throws an error even after it has shown the help or the version on request. */
function unlessHelp(error: unknown): void {
  if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
}

/** Whether --json is among the arguments. It is needed even if the command line cannot be parsed. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--json");
}

/** Any abort has the same reason: what stopped the command. */
function reasonOf(error: unknown, { signal }: Terminal): unknown {
  return signal.aborted && error instanceof Error && error.name === "AbortError" ? signal.reason : error;
}

function createProgram(context: Context, json: boolean): Command {
  const { stdout, stderr } = context.terminal;
  const program = new Command("strata")
    .description("Snapshots of JSON data: edit, snapshot, compare and go back.")
    .version(VERSION)
    .option(
      "-s, --store <folder>",
      "the store's folder; default: STRATA_STORE, else the store of the current folder",
    )
    .option("-C, --directory <folder>", "run as if called in this folder")
    .option("--read-only", "read a copy of the store, and refuse every change")
    .option("--json", "answer in JSON")
    .addOption(
      new Option("--color <when>", "colours; auto: on a terminal, unless NO_COLOR is set")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--no-pager", "do not page long output on a terminal")
    .showHelpAfterError("strata --help lists the commands.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => writeNow(stdout, textFor(stdout, text)),
      writeErr: (text) => json || stderr.write(textFor(stderr, text)),
    })
    .hook("preAction", (_, command) => context.begin(command));
  program.configureHelp({ showGlobalOptions: true });
  addEntryCommands(program, context);
  addSnapshotCommands(program, context);
  addCompareCommands(program, context);
  addTimeCommands(program, context);
  addHistoryCommands(program, context);
  addSearchCommands(program, context);
  addTransferCommands(program, context);
  addUpkeepCommands(program, context);
  addRecoverCommand(program, context);
  addWatchCommand(program, context);
  addAppCommands(program, context);
  addProgramCommands(program, context);
  inheritSettings(program);
  return program;
}

/** Commander passes settings on only to commands made by `command()`; these have subcommands of their own. */
function inheritSettings(program: Command): void {
  for (const command of program.commands) {
    command.copyInheritedSettings(program);
    inheritSettings(command);
  }
}

/** The reader of a pipe stopped reading: `strata list | head`. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
