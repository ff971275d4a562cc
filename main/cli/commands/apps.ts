import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Command } from "commander";
import { userDataDirectory } from "../../api/shell/userData.ts";
import { NotFoundError } from "../../engine/errors.ts";
import { holdsStore } from "../../engine/index.ts";
import { storeIn } from "../../service/storePlaces.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../exitCodes.ts";
import { stopped } from "../terminal.ts";
import { toCount } from "./options.ts";

export function addAppCommands(program: Command, context: Context): void {
  addServe(program, context);
  addOpen(program, context);
}

interface ServeOptions {
  readonly port: number;
  readonly data?: string;
}

function addServe(program: Command, context: Context): void {
  program
    .command("serve")
    .summary("serve the app to a browser on this machine")
    .description(
      "Serves the app over the loopback interface and prints its address, which admits one browser. Ctrl+C ends it.",
    )
    .argument("[path]", "a folder to open as a store, or a file to import")
    .option("-p, --port <number>", "the port; 0: any free one", toCount, 0)
    .option("--data <folder>", "the folder for preferences and new stores")
    .action((path: string | undefined, options: ServeOptions, command: Command) =>
      serve(context, wantedPath(context, command, path), options, command),
    );
}

async function serve(
  context: Context,
  path: string | undefined,
  { port, data }: ServeOptions,
  command: Command,
): Promise<void> {
  if (port > 65_535) throw new UsageError("Expected --port to be at most 65535.");
  const { terminal } = context;
  // Loaded on demand, because every other command starts faster without a web server.
  const { startBrowserShell } = await import("../../browser/browserShell.ts");
  const shell = await startBrowserShell({
    port,
    dataDirectory: data === undefined ? userDataDirectory() : context.path(data),
    open: path,
    report: (error) =>
      void context.output(command).warn("DEFECT", error instanceof Error ? `${error.stack}` : String(error)),
  });
  await context
    .output(command)
    .answer({ address: shell.address, fallback: shell.fallback, port: shell.port }, [
      `Strata is at ${shell.address}`,
      `If a browser does not find it: ${shell.fallback}`,
    ]);
  await stopped(terminal.signal);
  await shell.close();
  context.exitCode = context.stopCode;
}

/** The path to open: the named one, else the store of this folder, if there is one. */
function wantedPath(context: Context, command: Command, named: string | undefined): string | undefined {
  const path = named === undefined ? context.namedStore(command) : context.path(named);
  if (path === undefined) {
    const store = storeIn(context.directory);
    return holdsStore(store) ? store : undefined;
  }
  if (!existsSync(path)) throw new NotFoundError(`There is no file or folder ${path}.`, { path });
  return path;
}

function addOpen(program: Command, context: Context): void {
  program
    .command("open")
    .summary("open the app in a window")
    .description("Opens the desktop app; if it cannot run, serves it to a browser instead and says so.")
    .argument("[path]", "a folder to open as a store, or a file to import")
    .action(async (path: string | undefined, _: unknown, command: Command) => {
      const wanted = wantedPath(context, command, path);
      const reason = await openDesktop(context, wanted);
      if (reason === null) return;
      await context.output(command).warn("NO_WINDOW", `${reason} Serving Strata for a web browser instead.`);
      await serve(context, wanted, { port: 0 }, command);
    });
}

/** Opens the desktop app and waits until it is closed; or explains why it cannot be opened. */
async function openDesktop(context: Context, path: string | undefined): Promise<string | null> {
  const { env } = context.terminal;
  if (process.platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) {
    return "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).";
  }
  // An installed Strata runs the command line in the app's own executable.
  const isInstalled = process.versions["electron"] !== undefined;
  const electron = isInstalled ? process.execPath : findElectron(env["ELECTRON_OVERRIDE_DIST_PATH"]);
  if (electron === null) return "Electron is not installed here.";
  const args = isInstalled ? [] : [join(import.meta.dirname, "desktop.js")];
  if (path !== undefined) args.push(path);
  if (process.platform === "linux" && process.getuid?.() === 0) args.unshift("--no-sandbox");
  const child = spawn(electron, args, { stdio: "ignore" });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`Electron could not start here (${error.message}).`));
    child.once("exit", (code) => resolve(code === 0 ? null : `Electron ended with code ${code}.`));
  });
}

/** The executable of the `electron` package, if it is installed and its binary exists. */
function findElectron(override: string | undefined): string | null {
  const name = process.platform === "win32" ? "electron.exe" : "electron";
  if (override !== undefined) {
    const path = join(override, name);
    return existsSync(path) ? path : null;
  }
  try {
    const path: unknown = createRequire(import.meta.url)("electron");
    return typeof path === "string" && existsSync(path) ? path : null;
  } catch {
    // Not installed, or installed without its binary.
    return null;
  }
}
