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
  /** The address that announces the newest version; null if there is none. */
  readonly releases: string | null;
}

const NOTHING: Commands = new Map();

/** Updates the menu for the window in use. */
export function updateMenu(menu: MenuContext): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(menu)));
}

function template({ shell, windows, log, releases }: MenuContext): MenuItemConstructorOptions[] {
  const commands = windows.current?.commands ?? NOTHING;
  /** An item that the page carries out. The page listens for its keys itself, where the focus may need them. */
  const command = (id: string): MenuItemConstructorOptions => {
    const { label = id, shortcut = null, isEnabled = false } = commands.get(id) ?? {};
    return {
      id,
      label: inMenu(label),
      enabled: isEnabled,
      // Hidden until the page has sent its name.
      visible: commands.has(id),
      click: () => windows.current?.client.events.tell({ kind: "command", command: id }),
      ...(shortcut?.startsWith("Mod+") && {
        accelerator: shortcut.replace("Mod", "CmdOrCtrl"),
        registerAccelerator: false,
      }),
    };
  };
  const isMac = process.platform === "darwin";
  const preferences = command("preferences");

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
        command("open"),
        { id: "openRecent", label: "Open Recent", submenu: recents(shell, windows) },
        command("reload"),
        command("showInFolder"),
        { type: "separator" },
        command("import"),
        command("export"),
        command("watch"),
        { type: "separator" },
        command("closeStore"),
        { id: "closeWindow", role: "close", label: "Close Window" },
        ...(isMac ? [] : [{ type: "separator" } as const, { id: "quit", role: "quit" } as const]),
      ],
    },
    {
      label: "&Edit",
      id: "edit",
      submenu: [
        command("undo"),
        command("redo"),
        { type: "separator" },
        { id: "cut", role: "cut" },
        { id: "copy", role: "copy" },
        { id: "paste", role: "paste" },
        { id: "selectAll", role: "selectAll" },
        { type: "separator" },
        command("newKey"),
        command("find"),
        ...(isMac ? [] : [{ type: "separator" } as const, preferences]),
      ],
    },
    {
      label: "&Snapshot",
      id: "snapshots",
      submenu: [
        command("snapshot"),
        command("compareLatest"),
        command("backToNow"),
        { type: "separator" },
        command("searchHistory"),
      ],
    },
    {
      label: "&View",
      id: "view",
      submenu: [
        command("toggleTheme"),
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
        command("shortcuts"),
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

/** A name for a menu, in which a single ampersand would underline the letter after it. */
const inMenu = (text: string): string => text.replaceAll("&", "&&");

function recents(shell: Shell, windows: AppWindows): MenuItemConstructorOptions[] {
  const known = openable(shell.settings.recents(true));
  if (known.length === 0) return [{ label: "No recent stores", enabled: false }];
  return known.map(({ id, name, location }) => ({
    id: `recent:${id}`,
    label: inMenu(name),
    toolTip: location,
    click: () => void openPath(shell, windows, location),
  }));
}
