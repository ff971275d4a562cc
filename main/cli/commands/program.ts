import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Argument, type Command } from "commander";
import { VERSION } from "../../api/shell/version.ts";
import { holdsStore } from "../../engine/index.ts";
import { makeTemporaryFolder } from "../../engine/transfer/index.ts";
import { storeIn } from "../../service/storePlaces.ts";
import type { Context } from "../context.ts";
import { manPage } from "../manPage.ts";
import { write } from "../terminal.ts";

/** The commands about the program itself, not about a store. */
export function addProgramCommands(program: Command, context: Context): void {
  addVersion(program, context);
  addMan(program, context);
  addCompletion(program, context);
}

function addVersion(program: Command, context: Context): void {
  program
    .command("version")
    .summary("print the versions of Strata and its platform")
    .description("Prints the versions of Strata and of its platform.")
    .action((_: unknown, command: Command) => {
      const { version: node, platform, arch } = process;
      return context
        .output(command)
        .answer({ version: VERSION, node: node.slice(1), platform, arch }, [
          `strata ${VERSION} (Node ${node.slice(1)}, ${platform} ${arch})`,
        ]);
    });
}

function addMan(program: Command, context: Context): void {
  program
    .command("man")
    .summary("show the manual page")
    .description("Shows the manual page on a terminal; into a file or a pipe it prints its source (troff).")
    .action(async () => {
      const page = manPage(program, VERSION);
      const { stdout } = context.terminal;
      if (stdout.isTTY === true && (await shownByMan(page))) return;
      await write(stdout, page);
    });
}

/** False if there is no program `man`. */
async function shownByMan(page: string): Promise<boolean> {
  const folder = makeTemporaryFolder("strata-man-");
  try {
    const file = join(folder, "strata.1");
    await writeFile(file, page);
    const man = spawn("man", [file], { stdio: "inherit" });
    await once(man, "spawn");
    await once(man, "exit");
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function addCompletion(program: Command, context: Context): void {
  program
    .command("completion")
    .summary("print a completion script for a shell")
    .description('Prints a script for a shell to load, as in: eval "$(strata completion bash)".')
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish", "powershell"]))
    .action(async (shell: string) => {
      // Loaded on demand: no other command needs it.
      const { printScript } = await import("../completion.ts");
      printScript(program.name(), shell);
    });
  program
    .command("complete", { hidden: true })
    .description("Completes a command line, for a shell.")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: readonly string[], _: unknown, command: Command) => {
      const { NO_OFFERS, offersOf, printCompletions } = await import("../completion.ts");
      // Completion must not print errors, so an unreadable store offers nothing.
      const offers = await readable(context, command)
        .then((folder) =>
          folder === null ? NO_OFFERS : context.withStore(command, offersOf, { fallback: folder }),
        )
        .catch(() => NO_OFFERS);
      printCompletions(program, words, offers, context.directory);
    });
}

async function readable(context: Context, command: Command): Promise<string | null> {
  const folder = context.namedStore(command) ?? storeIn(context.directory);
  return holdsStore(folder) ? folder : null;
}
