import { expect, type Page } from "@playwright/test";
import type { RunningApp, ShellName } from "../shells/shell.ts";
import { Compare } from "./compare.ts";
import { Editor } from "./editor.ts";
import { Explorer } from "./explorer.ts";
import { ImportDialog } from "./importDialog.ts";
import { Restore } from "./restore.ts";
import { Scrubber } from "./scrubber.ts";
import { Timeline } from "./timeline.ts";
import { Welcome } from "./welcome.ts";

/** The running app as a person sees it: its pages, its messages, its file dialogs. */
export class Strata {
  readonly app: RunningApp;
  readonly shell: ShellName;
  readonly page: Page;
  readonly welcome: Welcome;
  readonly importDialog: ImportDialog;
  readonly explorer: Explorer;
  readonly editor: Editor;
  readonly timeline: Timeline;
  readonly compare: Compare;
  readonly restore: Restore;
  readonly scrubber: Scrubber;

  constructor(app: RunningApp, shell: ShellName) {
    this.app = app;
    this.shell = shell;
    this.page = app.page;
    this.welcome = new Welcome(app.page);
    this.importDialog = new ImportDialog(app.page);
    this.explorer = new Explorer(app.page);
    this.editor = new Editor(app.page);
    this.timeline = new Timeline(app.page);
    this.compare = new Compare(app.page);
    this.restore = new Restore(app.page);
    this.scrubber = new Scrubber(app.page);
  }

  /** Chooses a file by the app's own command, from the welcome page or over an open store, and waits for its preview. */
  async chooseToImport(path: string): Promise<void> {
    await this.page.getByRole("main").waitFor();
    await this.app.choosingFile(path, () => this.page.keyboard.press("ControlOrMeta+i"));
    await expect(this.importDialog.dialog).toBeVisible();
  }

  /** Imports a file with the plan that the preview suggests, or at this depth, and waits until it is done. */
  async importFile(path: string, depth?: number): Promise<void> {
    await this.chooseToImport(path);
    if (depth !== undefined) await this.importDialog.chooseDepth(depth);
    await this.importDialog.confirm();
    await expect(this.notice(/^Imported /)).toBeVisible({ timeout: 60_000 });
  }

  /** A notification that says this. */
  notice(text: string | RegExp) {
    return this.page.getByLabel("Notifications").getByRole("status").filter({ hasText: text });
  }

  /** An error, wherever it is shown. */
  alert(text: string | RegExp) {
    return this.page.getByRole("alert").filter({ hasText: text });
  }

  /** Takes back the last step by the button of its notification. */
  async undoFrom(text: string | RegExp): Promise<void> {
    await this.notice(text).getByRole("button", { name: "Undo" }).click();
  }
}
