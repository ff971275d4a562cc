import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { BrowserWindow, dialog, Notification, nativeTheme } from "electron";
import type { MenuCommand } from "../../shared/contract/index.ts";
import type { Settings } from "../api/shell/settings.ts";
import type { Shell } from "../api/shell/shell.ts";
import { ShellClient } from "../api/shell/shellClient.ts";
import { ADDRESS } from "./page.ts";
import { offerTextMenu } from "./textMenu.ts";
import { placeFor, rememberPlace } from "./windowPlace.ts";

const PRELOAD = join(import.meta.dirname, "../preload/bridge.cjs");

/** The commands that the page in a window has reported, by id. */
export type Commands = ReadonlyMap<string, MenuCommand>;

/** A long job in a window. */
export interface Work {
  readonly label: string;
  /** Between 0 and 1; null while the end is not known. */
  readonly value: number | null;
}

/** The system's value for a bar without a known end. */
const INDETERMINATE = 2;
const NO_BAR = -1;
/** Milliseconds. */
const AFTER_CRASH = 200;

/** One window with its page. */
export class AppWindow {
  readonly window: BrowserWindow;
  readonly client: ShellClient;
  /** Whether closing would lose unsaved edits. */
  unsaved = false;
  commands: Commands = new Map();
  #work: Work | null = null;
  #mayClose = false;

  readonly #stayed: () => void;

  /**
   * Shows the store in this directory first; undefined means the one that was open last, null none. `stayed` is called
   * if a person was asked whether to close, and declined.
   */
  constructor(shell: Shell, place: string | null | undefined, stayed: () => void) {
    this.#stayed = stayed;
    this.client = new ShellClient(place);
    this.window = createWindow(shell.settings);
    shell.connect(this.client);
    this.window.on("closed", () => shell.disconnect(this.client));
    this.window.on("close", (event) => {
      if (this.#mayClose || (!this.unsaved && !this.#work)) return;
      event.preventDefault();
      void this.#askToClose();
    });
    offerTextMenu(this.window.webContents);
    this.window.webContents.on("render-process-gone", (_event, { reason }) => {
      if (reason !== "clean-exit") void this.#offerReload();
    });
    void this.window.loadURL(ADDRESS);
  }

  /** Shows the progress of a long job in the task bar, and notifies a person who uses another window when it ends. */
  showWork(work: Work | null): void {
    const ended = work === null ? this.#work : null;
    this.#work = work;
    this.window.setProgressBar(work ? (work.value ?? INDETERMINATE) : NO_BAR);
    if (!ended || this.window.isFocused() || !Notification.isSupported()) return;
    const notification = new Notification({ title: "Strata", body: `${ended.label}: ended`, silent: true });
    notification.on("click", () => this.focus());
    notification.show();
  }

  focus(): void {
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
    this.window.focus();
  }

  async #askToClose(): Promise<void> {
    const question = this.#work
      ? { message: "Close and cancel the running job?", detail: `${this.#work.label} will be cancelled.` }
      : {
          message: "Close with unsaved edits?",
          detail: "Unsaved edits are not part of the store.",
        };
    const { response } = await dialog.showMessageBox(this.window, {
      type: "warning",
      ...question,
      buttons: ["Close", "Cancel"],
      defaultId: 1,
      cancelId: 1,
    });
    if (response !== 0) {
      this.#stayed();
      return;
    }
    this.#mayClose = true;
    this.window.close();
  }

  async #offerReload(): Promise<void> {
    this.unsaved = false;
    this.showWork(null);
    const { response } = await dialog.showMessageBox(this.window, {
      type: "error",
      message: "This window stopped working.",
      detail: "All saved data is safe. Reload the window to continue.",
      buttons: ["Reload", "Close"],
      defaultId: 0,
      cancelId: 1,
    });
    // Chromium may still be closing the crashed page; a reload in the same turn would crash the whole app.
    await setTimeout(AFTER_CRASH);
    if (this.window.isDestroyed()) return;
    if (response === 0) this.window.reload();
    else this.window.close();
  }
}

function createWindow(settings: Settings): BrowserWindow {
  const place = settings.windowPlace;
  const window = new BrowserWindow({
    ...placeFor(place),
    title: "Strata",
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#17181b" : "#ffffff",
    webPreferences: {
      preload: PRELOAD,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (place?.maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  rememberPlace(window, settings);
  return window;
}
