import { app, Menu, type MenuItemConstructorOptions, shell as system } from "electron";
import type { Shell } from "../api/shell/shell.ts";
import { aboutItem, copyVersions } from "./about.ts";
import type { Commands } from "./appWindow.ts";
import type { AppWindows } from "./appWindows.ts";
import { openable } from "./jumpList.ts";
import { openPath } from "./openPath.ts";
import { updatesItem } from "./updates.ts";

export interface MenuContext {
  readonly shell: Shell;
  readonly windows: AppWindows;
  /** The path of the log. */
  readonly log: string;
  /** Where the newest version can be asked for, if anywhere. */
  readonly releases: string | null;
}

const NOTHING: Commands = { enabled: new Set(), undoLabel: null, redoLabel: null };

/** Updates the menu for the window in use. */
export function updateMenu(menu: MenuContext): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(menu)));
}

function template({ shell, windows, log, releases }: MenuContext): MenuItemConstructorOptions[] {
  const commands = windows.current?.commands ?? NOTHING;
  /**
   * A menu item that the page carries out. The page handles its keys itself, because the focused element may need them.
   */
  const command = (id: string, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    enabled: commands.enabled.has(id),
    click: () => windows.current?.client.events.tell({ kind: "command", command: id }),
    ...(accelerator && { accelerator, registerAccelerator: false }),
  });
  const isMac = process.platform === "darwin";
  const preferences = command("preferences", "Preferences…", "CmdOrCtrl+,");

  return [
    ...(isMac ? [macAppMenu(preferences)] : []),
    {
      label: "&File",
      id: "file",
      submenu: [
        {
          id: "newWindow",
          label: "New Window",
          accelerator: "CmdOrCtrl+Alt+N",
          click: () => void windows.open(null),
        },
        { type: "separator" },
        command("open", "Open Folder…", "CmdOrCtrl+O"),
        { id: "openRecent", label: "Open Recent", submenu: recents(shell, windows) },
        command("showInFolder", isMac ? "Show in Finder" : "Show in File Manager"),
        { type: "separator" },
        command("import", "Import…", "CmdOrCtrl+I"),
        command("export", "Export…", "CmdOrCtrl+E"),
        command("watch", "Watch File…", "CmdOrCtrl+Shift+O"),
        { type: "separator" },
        command("closeStore", "Close Store", "CmdOrCtrl+Shift+X"),
        { id: "closeWindow", role: "close", label: "Close Window" },
        ...(isMac ? [] : [{ type: "separator" } as const, { id: "quit", role: "quit" } as const]),
      ],
    },
    {
      label: "&Edit",
      id: "edit",
      submenu: [
        command("undo", commands.undoLabel ?? "Undo", "CmdOrCtrl+Z"),
        command("redo", commands.redoLabel ?? "Redo", isMac ? "Cmd+Shift+Z" : "Ctrl+Y"),
        { type: "separator" },
        { id: "cut", role: "cut" },
        { id: "copy", role: "copy" },
        { id: "paste", role: "paste" },
        { id: "selectAll", role: "selectAll" },
        { type: "separator" },
        command("newKey", "New Key…", "CmdOrCtrl+Shift+N"),
        command("find", "Find…", "CmdOrCtrl+K"),
        ...(isMac ? [] : [{ type: "separator" } as const, preferences]),
      ],
    },
    {
      label: "&Snapshot",
      id: "snapshots",
      submenu: [
        command("snapshot", "Take Snapshot…", "CmdOrCtrl+Enter"),
        command("compareLatest", "Compare Latest with Now", "CmdOrCtrl+Shift+D"),
        command("backToNow", "Back to Now", "CmdOrCtrl+Shift+H"),
        { type: "separator" },
        command("searchHistory", "Search Through History…", "CmdOrCtrl+Shift+F"),
      ],
    },
    {
      label: "&View",
      id: "view",
      submenu: [
        command("toggleTheme", "Light or Dark"),
        { type: "separator" },
        { id: "resetZoom", role: "resetZoom" },
        { id: "zoomIn", role: "zoomIn" },
        { id: "zoomOut", role: "zoomOut" },
        { type: "separator" },
        { id: "fullScreen", role: "togglefullscreen" },
        { id: "developerTools", role: "toggleDevTools" },
      ],
    },
    { id: "window", role: "windowMenu" },
    {
      role: "help",
      id: "help",
      submenu: [
        command("shortcuts", "Keyboard Shortcuts"),
        { id: "showLog", label: "Show Log File", click: () => system.showItemInFolder(log) },
        ...(releases === null ? [] : [updatesItem(releases)]),
        { id: "copyVersions", label: "Copy Versions", click: copyVersions },
        ...(isMac ? [] : [aboutItem()]),
      ],
    },
  ];
}

function macAppMenu(preferences: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    label: app.name,
    id: "app",
    submenu: [
      aboutItem(),
      { type: "separator" },
      preferences,
      { type: "separator" },
      { role: "services" },
      { type: "separator" },
      { role: "hide" },
      { role: "hideOthers" },
      { role: "unhide" },
      { type: "separator" },
      { id: "quit", role: "quit" },
    ],
  };
}

function recents(shell: Shell, windows: AppWindows): MenuItemConstructorOptions[] {
  const known = openable(shell.settings.recents(true));
  if (known.length === 0) return [{ label: "No recent stores", enabled: false }];
  return known.map(({ id, name, location }) => ({
    id: `recent:${id}`,
    // An ampersand would underline the letter after it.
    label: name.replaceAll("&", "&&"),
    toolTip: location,
    click: () => void openPath(shell, windows, location),
  }));
}
