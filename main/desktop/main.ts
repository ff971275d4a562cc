import { app, dialog, nativeTheme } from "electron";
import Store from "electron-store";
import { EngineHost } from "../api/host.ts";
import { openUserData } from "../api/shell/privateFiles.ts";
import { SETTINGS_FILE, Settings } from "../api/shell/settings.ts";
import { Shell } from "../api/shell/shell.ts";
import { userDataDirectory } from "../api/shell/userData.ts";
import { RELEASES, VERSION } from "../api/shell/version.ts";
import { versions } from "./about.ts";
import { AppWindows } from "./appWindows.ts";
import { pathsIn } from "./commandLine.ts";
import { acceptConnections } from "./connections.ts";
import { refuseDebugging } from "./debugging.ts";
import { claimInstance, startAfterThis } from "./instance.ts";
import { LogFile } from "./logFile.ts";
import { updateMenu } from "./menu.ts";
import { openPath } from "./openPath.ts";
import { OpenRequests } from "./openRequests.ts";
import { declareScheme, servePage } from "./protocol.ts";
import { secureApp } from "./security.ts";
import { showRecents } from "./systemRecents.ts";

refuseDebugging();
const dataDirectory = userDataDirectory();
app.setPath("userData", dataDirectory);
app.setName("Strata");
declareScheme();

const log = new LogFile(dataDirectory);
const report = (error: unknown) => log.add(error);

function start(hasReplaced: boolean): void {
  openUserData(dataDirectory, report);
  const settings = new Settings(
    new Store({
      cwd: dataDirectory,
      name: SETTINGS_FILE.fileName,
      clearInvalidConfig: SETTINGS_FILE.clearInvalidConfig,
      accessPropertiesByDotNotation: SETTINGS_FILE.accessPropertiesByDotNotation,
      configFileMode: SETTINGS_FILE.configFileMode,
    }),
  );
  const host = new EngineHost({
    dataDirectory,
    onRestart: (message) => {
      report(message);
      shell.tellAll({ kind: "engineRestarted", message });
    },
    onStall: (stall) => shell.tellStall(stall),
    onFailure: (error) => {
      report(error);
      dialog.showErrorBox("Strata cannot continue", error.message);
    },
    report,
  });
  // An installed copy uses its publisher's address. A source tree has none, except in tests.
  const releases = app.isPackaged ? RELEASES : (process.env["STRATA_RELEASES"] ?? null);
  const showMenu = () => updateMenu({ shell, windows, log: log.path, releases });
  const { electron, chrome, node } = process.versions;
  log.note(`Started: ${versions().join(", ")}`);
  const shell = new Shell({
    kind: "desktop",
    host,
    settings,
    report,
    dataDirectory,
    version: VERSION,
    versions: { electron: electron ?? "", chrome: chrome ?? "", node },
    onSettings: () => {
      nativeTheme.themeSource = settings.preferences.theme;
      showMenu();
      showRecents(settings);
    },
  });
  if (hasReplaced) {
    report("Strata was open already and did not answer. It was ended.");
    shell.tellOne({ kind: "replaced" });
  }
  const windows = new AppWindows(shell, showMenu);
  const asked = new OpenRequests(app, pathsIn(process.argv, app.isPackaged, process.cwd()));

  app.on("second-instance", (_event, argv, directory) => {
    const paths = pathsIn(argv, app.isPackaged, directory);
    if (isQuitting) {
      // This one is on its way out: the start that was handed to it is made after it.
      startAfterThis(paths);
      return;
    }
    for (const path of paths) void openPath(shell, windows, path);
    // Also while a store waits for an engine that does not answer: the window says so, and offers to stop it.
    if (paths.length === 0 || shell.host.stall !== null) (windows.current ?? windows.open()).focus();
  });
  let isQuitting = false;
  app.on("will-quit", () => {
    isQuitting = true;
  });
  app.on("activate", () => {
    if (!windows.current) windows.open();
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  stopEngineBeforeQuit(host);

  void app.whenReady().then(async () => {
    nativeTheme.themeSource = settings.preferences.theme;
    secureApp();
    servePage();
    acceptConnections({ shell, windows, report });
    showMenu();
    showRecents(settings);
    await asked.begin((path) => openPath(shell, windows, path));
    if (!windows.current) windows.open();
  });
}

/** The app ends only after every store is closed, or after 10 s (`EngineHost.stop`). */
function stopEngineBeforeQuit(host: EngineHost): void {
  let stopped = false;
  app.on("will-quit", (event) => {
    if (stopped) return;
    event.preventDefault();
    host
      .stop()
      .catch(report)
      .finally(() => {
        stopped = true;
        // A normal exit would wait for the thread that cannot be ended.
        if (host.leftBehind) process.kill(process.pid, "SIGKILL");
        app.quit();
      });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => app.quit());
}

const claim = claimInstance();
if (claim !== "handed over") start(claim === "replaced");
else {
  process.stdout.write("Strata is already open; its window is brought to the front.\n");
  app.quit();
}
