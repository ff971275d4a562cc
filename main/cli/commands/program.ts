import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Argument, type Command } from "commander";
import { VERSION } from "../../api/shell/version.ts";
import { holdsStore } from "../../engine/index.ts";
import { storeIn } from "../../service/storePlaces.ts";
import type { Context } from "../context.ts";
import { manPage } from "../manPage.ts";
import { write } from "../terminal.ts";

/** What is about the program itself, not about a store. */
export function addProgramCommands(program: Command, context: Context): void {
  addVersion(program, context);
  addMan(program, context);
  addCompletion(program, context);
}

function addVersion(program: Command, context: Context): void {
  program
    .command("version")
    .summary("print the version of Strata")
    .description("Prints the version of Strata, and what it runs on.")
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

/** False where there is no program `man`. */
async function shownByMan(page: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "strata-man-"));
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
    .summary("print what makes a shell complete commands, tags and keys")
    .description('Prints a script for a shell to load, as in: eval "$(strata completion bash)".')
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish", "powershell"]))
    .action(async (shell: string) => {
      // Loaded only here and below: no other command needs them.
      const { printScript } = await import("../completion.ts");
      printScript(program.name(), shell);
    });
  program
    .command("complete", { hidden: true })
    .description("Answers a shell that asks how a command line goes on.")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: readonly string[], _: unknown, command: Command) => {
      const { NO_OFFERS, offersOf, printCompletions } = await import("../completion.ts");
      // A shell that completes must not show errors: without a store that can be read nothing of it is offered.
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
