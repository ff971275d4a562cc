import { parseArgs } from "node:util";
import { userDataDirectory } from "../api/shell/userData.ts";
import { type BrowserShell, startBrowserShell } from "./browserShell.ts";

const USAGE = "Usage: strata serve [--port N] [--data DIRECTORY] [file or folder]";

/** The command line's wishes, or a sentence about what is wrong with them. */
function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { port: { type: "string" }, data: { type: "string" } },
  });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`Expected --port to be a number from 0 to 65535, found “${values.port}”.`);
  }
  if (positionals.length > 1) throw new Error("Expected one file or folder to open, found more.");
  return { port, dataDirectory: values.data ?? userDataDirectory(), open: positionals[0] };
}

/** Makes the first signal close the app cleanly, and a second one end it at once. */
function closeOnSignals(shell: BrowserShell): void {
  const end = async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
    try {
      await shell.close();
      process.exit(0);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      process.exit(1);
    }
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

try {
  const shell = await startBrowserShell({
    ...readArguments(process.argv.slice(2)),
    report: (error) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`),
  });
  closeOnSignals(shell);
  process.stdout.write(`Strata is at ${shell.address}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
  process.exitCode = 1;
}
