import { writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { userDataDirectory } from "../api/shell/userData.ts";
import { type BrowserShell, startBrowserShell } from "./browserShell.ts";

const USAGE = "Usage: strata serve [--port N] [--data DIRECTORY] [file or folder]";

/** The exit codes of a server that cannot start, as in the command line (docs/cli.md). */
const ENDS_WITH = { usage: 2, notFound: 4, storage: 7 } as const;

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { port: { type: "string" }, data: { type: "string" } },
  });

/** Parses the command line. Exits if it is invalid. */
function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parse(args);
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new Error(`Expected --port to be a number from 0 to 65535, found “${values.port}”.`);
    }
    if (positionals.length > 1) throw new Error("Expected one file or folder to open, found more.");
    return { port, dataDirectory: values.data ?? userDataDirectory(), open: positionals[0] };
  } catch (error) {
    return endWith(error, ENDS_WITH.usage, USAGE);
  }
}

/** Exits at once, because started work may keep the process alive and ignore Ctrl+C. */
function endWith(error: unknown, code: number, hint = ""): never {
  writeSync(process.stderr.fd, `${error instanceof Error ? error.message : error}\n${hint && `${hint}\n`}`);
  process.exit(code);
}

/** The first signal closes the app cleanly, a second one exits at once. */
function closeOnSignals(shell: BrowserShell): void {
  const end = async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
    try {
      await shell.close();
      // A normal exit would wait for the thread that cannot be ended.
      if (shell.leftBehind) process.kill(process.pid, "SIGKILL");
      process.exit(0);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      process.exit(1);
    }
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

const wanted = readArguments(process.argv.slice(2));
try {
  const shell = await startBrowserShell({
    ...wanted,
    report: (error) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`),
  });
  closeOnSignals(shell);
  process.stdout.write(`Strata is at ${shell.address}\nIf a browser does not find it: ${shell.fallback}\n`);
} catch (error) {
  const isMissing = error instanceof Error && "code" in error && error.code === "NOT_FOUND";
  endWith(error, isMissing ? ENDS_WITH.notFound : ENDS_WITH.storage);
}
