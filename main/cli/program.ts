import { Command, CommanderError } from "commander";
import { VERSION } from "../api/shell/version.ts";
import { addAppCommands } from "./commands/apps.ts";
import { addEntryCommands } from "./commands/entries.ts";
import { addRecoverCommand } from "./commands/recover.ts";
import { addSnapshotCommands } from "./commands/snapshots.ts";
import { addTimeCommands } from "./commands/time.ts";
import { addTransferCommands } from "./commands/transfer.ts";
import { addUpkeepCommands } from "./commands/upkeep.ts";
import { addWatchCommand } from "./commands/watch.ts";
import { Context } from "./context.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exitCodes.ts";
import { textFor } from "./printable.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs one command line.
 *
 * @param args What follows the program's name.
 * @returns The exit code. What went wrong has been said on stderr.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const context = new Context(terminal);
  const program = createProgram(context);
  try {
    await program.parseAsync(args, { from: "user" });
    return context.exitCode;
  } catch (error) {
    if (isClosedPipe(error)) return EXIT.done;
    const code = exitCodeOf(error);
    // Commander has said what is wrong with the command line.
    if (!(error instanceof CommanderError)) {
      terminal.stderr.write(textFor(terminal.stderr, `${message(error, code, args.includes("--json"))}\n`));
    }
    return code;
  }
}

function createProgram(context: Context): Command {
  const { stdout, stderr } = context.terminal;
  const program = new Command("strata")
    .description("Snapshots of JSON data: edit, snapshot, compare and go back.")
    .version(VERSION)
    .option("-s, --store <folder>", "the store's folder; default STRATA_STORE, else the current folder")
    .option("--json", "answer in JSON")
    .showHelpAfterError("strata --help lists the commands.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(textFor(stdout, text)),
      writeErr: (text) => stderr.write(textFor(stderr, text)),
    });
  program.configureHelp({ showGlobalOptions: true });
  addEntryCommands(program, context);
  addSnapshotCommands(program, context);
  addTimeCommands(program, context);
  addTransferCommands(program, context);
  addUpkeepCommands(program, context);
  addRecoverCommand(program, context);
  addWatchCommand(program, context);
  addAppCommands(program, context);
  inheritSettings(program);
  return program;
}

/** Commander hands settings on only to the commands that `command()` made directly; these have commands of their own. */
function inheritSettings(program: Command): void {
  for (const command of program.commands) {
    command.copyInheritedSettings(program);
    inheritSettings(command);
  }
}

function message(error: unknown, code: ExitCode, json: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (json) {
    const { key, pointer, path, line, column } = error as unknown as Readonly<Record<string, unknown>>;
    const kind = "code" in error ? error.code : error.name;
    return JSON.stringify({
      error: { code: kind, message: error.message, key, pointer, path, line, column },
    });
  }
  if (code === EXIT.interrupted) return "Stopped. Nothing was changed.";
  return code === EXIT.defect ? `This is a defect in Strata: ${error.stack}` : error.message;
}

/** The reader of a pipe has what it wanted: `strata list | head`. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
