import { stat } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { resolve } from "node:path";
import Conf from "conf";
import { EngineHost } from "../api/host.ts";
import { PAGE_DIRECTORY } from "../api/page/assets.ts";
import { takeForImport } from "../api/shell/importFile.ts";
import { SETTINGS_FILE, Settings } from "../api/shell/settings.ts";
import { Shell } from "../api/shell/shell.ts";
import { VERSION } from "../api/shell/version.ts";
import { Admission } from "./admission.ts";
import { answerText } from "./answer.ts";
import { engineRoute } from "./engineSocket.ts";
import { Requests } from "./requests.ts";
import { LIMITS, type Limits, listen } from "./server.ts";
import { shellRoute } from "./shellSocket.ts";
import { Sockets } from "./sockets.ts";
import { TemporaryFiles } from "./temporaryFiles.ts";
import { TransferRoutes } from "./transferRoutes.ts";

export interface BrowserShellOptions {
  /** 0, the default, takes any port that is free. */
  readonly port?: number;
  /** Where preferences and new stores are kept. */
  readonly dataDirectory: string;
  /** A folder to open as a store, or a file to import. */
  readonly open?: string | undefined;
  /** Called with errors that no client is to blame for. */
  readonly report?: (error: unknown) => void;
  /** Where the built page is. */
  readonly page?: string;
  /** Smaller ones are for tests. */
  readonly limits?: Partial<Limits>;
}

export interface BrowserShell {
  /** Lets one browser in, once. */
  readonly address: string;
  readonly port: number;
  /** Lets everything under way end, closes every store, and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves the app to a browser on this machine, over the loopback interface.
 *
 * @throws when the port is taken, or when what is to be opened isn't there.
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const report = options.report ?? (() => {});
  const host = new EngineHost({
    onRestart: (message) => shell.tellAll({ kind: "engineRestarted", message }),
    onFailure: report,
  });
  const settings = new Settings(
    new Conf({
      cwd: options.dataDirectory,
      configName: SETTINGS_FILE.fileName,
      clearInvalidConfig: SETTINGS_FILE.clearInvalidConfig,
      accessPropertiesByDotNotation: SETTINGS_FILE.accessPropertiesByDotNotation,
    }),
  );
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
  if (!found) throw new Error(`There is no file or folder ${path}.`);
  const file = await takeForImport(shell.host, path);
  if (file === null) {
    await shell.host.open(path, { showLocation: shell.showLocation });
    shell.settings.remember(path);
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
  const answer: RequestListener = (request, response) => {
    requests.answer(request, response).catch((error: unknown) => {
      report(error);
      if (response.headersSent) response.destroy();
      else answerText(response, 500, "Something went wrong in Strata.");
    });
  };
  const { server, port } = await listen(options.port ?? 0, answer, limits);
  const admission = new Admission(port);
  const files = new TemporaryFiles(shell.host);
  const transfers = new TransferRoutes(files, limits.upload);
  const requests = new Requests({ admission, transfers, page: options.page ?? PAGE_DIRECTORY });
  const sockets = new Sockets(admission, {
    engine: engineRoute(shell.host),
    shell: shellRoute(shell, report),
  });
  server.on("upgrade", (request, connection, head) => sockets.upgrade(request, connection, head));

  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = new Promise((resolveClosed) => server.close(resolveClosed));
    shell.end();
    await shell.host.stop();
    sockets.close();
    server.closeAllConnections();
    await closed;
    files.removeAll();
  };
  return {
    address: admission.address,
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
