import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";
import type { RunningApp } from "../shells/shell.ts";

test.skip(
  ({ shell }) => shell !== "electron",
  "only a desktop has a task bar, notifications and a thread to end",
);

interface Seen {
  questions: string[];
  notifications: string[];
  progress: number[];
  engine?: import("node:worker_threads").Worker;
}
type Spied = { seen: Seen };

/** Records the calls to the system, answers every question with No, and reports that the window has no focus. */
function spy(app: RunningApp): Promise<void> {
  return app.inMain(({ BrowserWindow, dialog, Notification }) => {
    const seen: Seen = { questions: [], notifications: [], progress: [] };
    (globalThis as unknown as Spied).seen = seen;
    dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
      seen.questions.push(message);
      return { response: 1, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      seen.notifications.push(this.body);
    };
    const window = BrowserWindow.getAllWindows()[0];
    if (!window) throw new Error("Expected a window.");
    window.isFocused = () => false;
    window.setProgressBar = (value) => {
      seen.progress.push(value);
    };
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function postMessage(...args) {
      seen.engine = this;
      post.apply(this, args);
    };
  });
}

test("an engine that dies comes back; long work shows in the task bar, holds up quitting and tells its end", async ({
  strata,
  dataDirectory,
}) => {
  const { app, page, explorer, editor } = strata;
  await strata.welcome.heading.waitFor();
  await spy(app);
  const seen = <Part extends keyof Seen>(part: Part) =>
    app
      .inMain(() => JSON.stringify((globalThis as unknown as Spied).seen))
      .then((text) => (JSON.parse(text) as Seen)[part]);

  await test.step("an engine that dies", async () => {
    await strata.welcome.createStore("Work");
    await explorer.add("balance");
    await editor.change("balance", '{"paid":1}');
    await editor.write("balance", '{"paid":2}');
    // Main speaks to the thread when a page asks for another port.
    await page.evaluate(() => window.postMessage("strata:connect:engine", location.origin));
    await expect
      .poll(() => app.inMain(() => (globalThis as unknown as Spied).seen.engine !== undefined))
      .toBe(true);
    await app.inMain(() => {
      void (globalThis as unknown as Spied).seen.engine?.terminate();
    });
    await expect(strata.alert("No saved data is lost.")).toBeVisible();
    expect(await stateOnDisk(dataDirectory)).toEqual({ balance: { paid: 1 } });
    await editor.expectValue("balance", '{"paid":2}');
    await page.keyboard.press("ControlOrMeta+s");
    await expect(editor.save).toBeDisabled();
    await expect.poll(() => stateOnDisk(dataDirectory)).toEqual({ balance: { paid: 2 } });
  });

  await test.step("versions to copy", async () => {
    await app.inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("copyVersions")?.click());
    expect(await app.inMain(({ clipboard }) => clipboard.readText())).toMatch(
      /^Strata \d+\.\d+\.\d+, Electron \d+\S*, Chromium \d+\S*, Node \d+\S*, \w+ \w+$/,
    );
  });

  await test.step("long work", async () => {
    const file = join(dataDirectory, "long.json");
    const members = Array.from({ length: 300_000 }, (_, index) => `"key${index}":{"index":${index}}`);
    await writeFile(file, `{${members.join(",")}}`);
    await strata.chooseToImport(file);
    await strata.importDialog.confirm();
    await expect.poll(() => seen("progress")).not.toEqual([]);
    await app.inMain(({ app: running }) => running.quit());
    await expect.poll(() => seen("questions")).toEqual(["Close and cancel the running job?"]);
    await expect(strata.notice(/^Imported /)).toBeVisible({ timeout: 90_000 });
    await expect.poll(() => seen("notifications")).toEqual(["Importing long.json: ended"]);
    expect((await seen("progress")).at(-1)).toBe(-1);
  });
});
