import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import Conf from "conf";
import { EngineHost } from "../api/host.ts";
import { PAGE_DIRECTORY } from "../api/page/assets.ts";
import { takeForImport } from "../api/shell/importFile.ts";
import { openUserData } from "../api/shell/privateFiles.ts";
import { SETTINGS_FILE, Settings } from "../api/shell/settings.ts";
import { Shell } from "../api/shell/shell.ts";
import { VERSION } from "../api/shell/version.ts";
import { Admission } from "./admission.ts";
import { answerText } from "./answer.ts";
import { engineRoute } from "./engineSocket.ts";
import { ownAddress, ownName, SHARED_ADDRESS } from "./hosts.ts";
import { Requests } from "./requests.ts";
import { LIMITS, type Limits, listen } from "./server.ts";
import { shellRoute } from "./shellSocket.ts";
import { Sockets } from "./sockets.ts";
import { TemporaryFiles } from "./temporaryFiles.ts";
import { TransferRoutes } from "./transferRoutes.ts";

export interface BrowserShellOptions {
  /** 0, the default, uses any free port. */
  readonly port?: number;
  /** The folder for preferences and new stores. */
  readonly dataDirectory: string;
  /** A folder to open as a store, or a file to import. */
  readonly open?: string | undefined;
  /** Called with errors that no client caused. */
  readonly report?: (error: unknown) => void;
  /** The folder of the built page. */
  readonly page?: string;
  /** Smaller limits are for tests. */
  readonly limits?: Partial<Limits>;
  /** This server's own loopback address; tests use the shared one, as on macOS. */
  readonly ownAddress?: string;
}

export interface BrowserShell {
  /** Admits one browser, once. Its host is a name that only this server has. */
  readonly address: string;
  /** The same for a browser that does not resolve that name: the host is a loopback address. */
  readonly fallback: string;
  readonly port: number;
  /** Waits for calls in progress, closes every store, and frees the port, within seconds (`EngineHost.stop`). */
  close(): Promise<void>;
  /** Whether a thread could not be ended. Then only the end of the process ends it. */
  readonly leftBehind: boolean;
}

/**
 * Serves the app to a browser on this machine, over the loopback interface.
 *
 * @throws if the port is in use, or if the path to open does not exist.
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const report = options.report ?? (() => {});
  openUserData(options.dataDirectory, report);
  const settings = new Settings(
    new Conf({
      cwd: options.dataDirectory,
      configName: SETTINGS_FILE.fileName,
      clearInvalidConfig: SETTINGS_FILE.clearInvalidConfig,
      accessPropertiesByDotNotation: SETTINGS_FILE.accessPropertiesByDotNotation,
      configFileMode: SETTINGS_FILE.configFileMode,
    }),
  );
  const host = new EngineHost({
    dataDirectory: options.dataDirectory,
    onRestart: (message) => shell.tellAll({ kind: "engineRestarted", message }),
    onStall: (stall) => shell.tellStall(stall),
    onFailure: report,
  });
  const shell = new Shell({
    kind: "browser",
    host,
    settings,
    report,
    dataDirectory: options.dataDirectory,
    version: VERSION,
    versions: { node: process.versions.node, v8: process.versions.v8 },
  });

  try {
    if (options.open !== undefined) await openAtStart(shell, resolve(options.open));
    return await serve(shell, options, report);
  } catch (error) {
    await host.stop();
    throw error;
  }
}

async function openAtStart(shell: Shell, path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found) {
    const message = `There is no file or folder ${path}.`;
    throw Object.assign(new Error(message), { code: "NOT_FOUND" });
  }
  const file = await takeForImport(shell.host, path);
  if (file === null) {
    await shell.host.open(path, { showLocation: shell.showLocation });
    shell.settings.noteOpened(path);
    return;
  }
  shell.settings.lastStore = null;
  shell.tellOne({ kind: "openFile", ...file });
}

async function serve(
  shell: Shell,
  options: BrowserShellOptions,
  report: (error: unknown) => void,
): Promise<BrowserShell> {
  const limits = { ...LIMITS, ...options.limits };
  const files = new TemporaryFiles(shell.host, report);
  const transfers = new TransferRoutes(files, limits.upload);
  const own = options.ownAddress ?? ownAddress();
  // Last, so that an earlier failure leaves no server behind.
  const listening = await listen(options.port ?? 0, [SHARED_ADDRESS, own], limits);
  const { port, strangers } = listening;
  const names = [ownName(), listening.addresses.includes(own) ? own : SHARED_ADDRESS];
  const admission = new Admission(names, port);
  const admitted = (connection: object) => strangers.admit(connection);
  const requests = new Requests({
    admission,
    transfers,
    admitted,
    page: options.page ?? PAGE_DIRECTORY,
    theme: () => shell.settings.preferences.theme,
  });
  const routes = { engine: engineRoute(shell.host), shell: shellRoute(shell, report) };
  const sockets = new Sockets(admission, routes, admitted);
  listening.answer({
    request: (request, response) => {
      requests.answer(request, response).catch((error: unknown) => {
        report(error);
        if (response.headersSent) response.destroy();
        else answerText(response, 500, "Internal error of Strata.");
      });
    },
    upgrade: (request, connection, head) => sockets.upgrade(request, connection, head),
  });

  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = listening.close();
    shell.end();
    await shell.host.stop();
    sockets.close();
    listening.closeAllConnections();
    await closed;
    files.removeAll();
  };
  const [address = "", fallback = ""] = admission.addresses;
  return {
    address,
    fallback,
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
    get leftBehind() {
      return shell.host.leftBehind;
    },
  };
}
