import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";
import type { RunningApp } from "../shells/shell.ts";

test.skip(({ shell }) => shell !== "electron", "only a desktop has windows of its own and a menu");

/** The items of the native menu that can be chosen now, by id. */
function enabledItems(app: RunningApp): Promise<string[]> {
  return app.inMain(({ Menu }) => {
    const items = (menu: Electron.Menu | null | undefined): Electron.MenuItem[] =>
      (menu?.items ?? []).flatMap((item) => [item, ...items(item.submenu)]);
    return items(Menu.getApplicationMenu())
      .filter(({ id, enabled }) => id && enabled)
      .map(({ id }) => id);
  });
}

test("the menu can do what can be done now, and does it", async ({ strata }) => {
  const { app } = strata;
  await expect.poll(() => enabledItems(app)).toContain("import");
  expect(await enabledItems(app)).not.toContain("undo");
  expect(await enabledItems(app)).not.toContain("snapshot");

  await strata.welcome.createStore("Menu");
  await strata.explorer.add("balance");
  await expect.poll(() => enabledItems(app)).toEqual(expect.arrayContaining(["undo", "snapshot", "export"]));
  const label = await app.inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("undo")?.label);
  expect(label).toContain("balance");

  await app.inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("undo")?.click());
  await expect(strata.explorer.key("balance")).toBeHidden();
  await expect.poll(() => enabledItems(app)).toContain("redo");
});

test("recent stores are in the menu, and open from there", async ({ strata }) => {
  const { app, page } = strata;
  await strata.welcome.createStore("First");
  await strata.explorer.add("in first");
  const names = () =>
    app.inMain(({ Menu }) =>
      Menu.getApplicationMenu()
        ?.getMenuItemById("openRecent")
        ?.submenu?.items.map(({ label }) => label),
    );
  await expect.poll(names).toEqual(["First"]);
  await app.inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("closeStore")?.click());
  await expect(page.getByRole("region", { name: "Explorer" })).toBeHidden();
  await app.inMain(({ Menu }) =>
    Menu.getApplicationMenu()?.getMenuItemById("openRecent")?.submenu?.items[0]?.click(),
  );
  await expect(strata.explorer.key("in first")).toBeVisible();
});

test("About says every version, and copies them", async ({ strata }) => {
  test.skip(process.platform === "darwin", "the system's own panel, which no test can look into");
  const { app } = strata;
  const versions = await app.inMain(({ app: ours, BrowserWindow, clipboard, dialog, Menu }) => {
    clipboard.writeText("something else");
    const seen = globalThis as { about?: Electron.MessageBoxOptions };
    dialog.showMessageBox = (async (_window: unknown, box: Electron.MessageBoxOptions) => {
      seen.about = box;
      return { response: box.buttons?.indexOf("Copy"), checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    const [window] = BrowserWindow.getAllWindows();
    Menu.getApplicationMenu()?.getMenuItemById("about")?.click(undefined, window, window?.webContents);
    const { electron, chrome, node } = process.versions;
    return [`Strata ${ours.getVersion()}`, `Electron ${electron}`, `Chromium ${chrome}`, `Node ${node}`];
  });
  const shown = () => app.inMain(() => (globalThis as { about?: Electron.MessageBoxOptions }).about);
  await expect.poll(shown).toMatchObject({ title: "About Strata", buttons: ["Copy", "OK"] });
  const { message, detail } = (await shown()) ?? {};
  const copied = await app.inMain(({ clipboard }) => clipboard.readText());
  for (const version of versions) {
    expect(`${message}\n${detail}`).toContain(version);
    expect(copied).toContain(version);
  }
});

test("the newest version is asked for by choice only, at an address that is shown first", async ({
  launch,
}) => {
  process.env["STRATA_RELEASES"] = "https://strata.example/latest.json";
  const { app } = await launch();
  delete process.env["STRATA_RELEASES"];
  const asked = () => app.inMain(() => (globalThis as { boxes?: string[]; fetched?: string[] }).fetched);
  const boxes = () => app.inMain(() => (globalThis as { boxes?: string[]; fetched?: string[] }).boxes);
  await app.inMain(({ dialog, session }) => {
    const seen = globalThis as { boxes?: string[]; fetched?: string[] };
    seen.boxes = [];
    seen.fetched = [];
    dialog.showMessageBox = (async (_window: unknown, { message, buttons }: Electron.MessageBoxOptions) => {
      seen.boxes?.push(message);
      // The first time, Cancel; then Ask, and Later.
      return { response: seen.boxes?.length === 2 ? 0 : 1, checkboxChecked: false, buttons };
    }) as unknown as typeof dialog.showMessageBox;
    session.fromPartition = (() => ({
      fetch: async (url: string) => {
        seen.fetched?.push(url);
        return new Response(JSON.stringify({ version: "999.0.0", page: "https://strata.example/999" }));
      },
    })) as unknown as typeof session.fromPartition;
  });
  const choose = () =>
    app.inMain(({ BrowserWindow, Menu }) => {
      const [window] = BrowserWindow.getAllWindows();
      Menu.getApplicationMenu()?.getMenuItemById("updates")?.click(undefined, window, window?.webContents);
    });
  const question = "Ask strata.example for the newest version?";

  await choose();
  await expect.poll(boxes).toEqual([question]);
  expect(await asked()).toEqual([]);

  await choose();
  await expect.poll(boxes).toEqual([question, question, "Strata 999.0.0 is available."]);
  expect(await asked()).toEqual(["https://strata.example/latest.json"]);
});

test("the view is zoomed and fills the screen from the menu, and the log file is shown", async ({
  strata,
}) => {
  const { app } = strata;
  const choose = (id: string) =>
    app.inMain(({ BrowserWindow, Menu }, item) => {
      const [window] = BrowserWindow.getAllWindows();
      Menu.getApplicationMenu()?.getMenuItemById(item)?.click(undefined, window, window?.webContents);
    }, id);
  const zoom = () =>
    app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel());
  const before = (await zoom()) ?? 0;
  await choose("zoomIn");
  await expect.poll(zoom).toBeGreaterThan(before);
  await choose("resetZoom");
  await expect.poll(zoom).toBe(0);
  await choose("zoomOut");
  await expect.poll(zoom).toBeLessThan(0);
  await choose("resetZoom");

  const fills = () => app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
  await choose("fullScreen");
  await expect.poll(fills).toBe(true);
  await choose("fullScreen");
  await expect.poll(fills).toBe(false);

  await app.inMain(({ shell }) => {
    shell.showItemInFolder = (path) => {
      (globalThis as { shown?: string }).shown = path;
    };
  });
  await choose("showLog");
  const shown = await app.inMain(() => (globalThis as { shown?: string }).shown ?? "");
  expect(await readFile(shown, "utf8")).toContain("Strata");
});

test("a second start hands its file to the app that runs", async ({ strata, dataDirectory }) => {
  const path = join(dataDirectory, "handed.json");
  await writeFile(path, '{"handed": 1}');
  await strata.app.inMain(({ app }) => {
    // What a second process makes the first one emit, before it ends itself.
    (globalThis as { emitSecond?: (path: string) => void }).emitSecond = (file) =>
      app.emit("second-instance", {}, [process.execPath, ".", file], "/", null);
  });
  await strata.page.waitForTimeout(100);
  await strata.app.inMain(({ app }) => {
    const file = `${app.getPath("userData")}/handed.json`;
    (globalThis as { emitSecond?: (path: string) => void }).emitSecond?.(file);
  });
  await expect(strata.importDialog.dialog).toContainText("handed.json");
});

test("a folder given on the command line is opened as a store", async ({ launch, dataDirectory }) => {
  const folder = join(dataDirectory, "my store");
  await mkdir(folder);
  const strata = await launch({ paths: [folder] });
  await strata.explorer.add("inside");
  await expect(strata.page.getByRole("button", { name: "Store my store" })).toBeVisible();
});

test("a new window has a store of its own, and a change in one shows in the other", async ({ strata }) => {
  const { app } = strata;
  await strata.welcome.createStore("Shared");
  await strata.explorer.add("from the first");
  const [other] = await Promise.all([
    strata.page.context().waitForEvent("page"),
    app.inMain(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("newWindow")?.click()),
  ]);
  await other.waitForLoadState();
  await other
    .getByRole("button", { name: /Shared/ })
    .first()
    .click();
  const keys = other.getByRole("listbox", { name: "Keys" });
  await expect(keys.getByText("from the first", { exact: true })).toBeVisible();
  await strata.explorer.add("from the first again");
  await expect(keys.getByText("from the first again", { exact: true })).toBeVisible();
});

test("closing over unsaved edits asks first", async ({ strata }) => {
  const { app, page } = strata;
  await strata.welcome.createStore("Unsaved");
  await strata.explorer.add("draft");
  await strata.editor.write("draft", '{"not": "saved"}');
  await app.inMain(({ dialog }) => {
    const asked = globalThis as { questions?: string[] };
    asked.questions = [];
    dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
      asked.questions?.push(options.message);
      return { response: asked.questions?.length === 1 ? 1 : 0, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
  });
  const questions = () => app.inMain(() => (globalThis as { questions?: string[] }).questions);
  await page.waitForTimeout(300);
  await app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(questions).toEqual(["Close with unsaved edits?"]);
  await expect(strata.editor.text("draft")).toBeVisible();
});

test("the window comes back where it was", async ({ launch }) => {
  const first = await launch();
  await first.app.inMain(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 900, height: 640 });
  });
  await first.app.quit();
  const second = await launch();
  const bounds = await second.app.inMain(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  expect(bounds).toMatchObject({ width: 900, height: 640 });
});

test("a window whose page crashed offers to load it again", async ({ strata }) => {
  const { app } = strata;
  await strata.welcome.createStore("Crash");
  await strata.explorer.add("kept");
  await app.inMain(({ dialog, BrowserWindow }) => {
    const asked = globalThis as { offered?: string[] };
    asked.offered = [];
    dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
      asked.offered?.push(options.message);
      return { response: 0, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await expect
    .poll(() => app.inMain(() => (globalThis as { offered?: string[] }).offered))
    .toEqual(["This window stopped working."]);
  const isBack = () =>
    app.inMain(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return contents?.isCrashed() === false && !contents.isLoading();
    });
  await expect.poll(isBack).toBe(true);
  // The page that the test held died with the crash; the new one is reached from outside.
  const found: unknown = await app.inMain(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`new Promise((resolve) => {
      const look = () => document.body.innerText.includes("kept") ? resolve(true) : setTimeout(look, 100);
      look();
    })`),
  );
  expect(found).toBe(true);
});

test("the second button of the mouse offers what can be done with text, and does it", async ({ strata }) => {
  const { app, page } = strata;
  await strata.welcome.createStore("Text");
  await strata.explorer.filter.fill("needle");
  await app.inMain(({ Menu, clipboard }) => {
    clipboard.writeText("something to paste");
    const shown = globalThis as { textMenu?: Electron.Menu };
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      shown.textMenu = this;
    };
  });
  const offered = () =>
    app.inMain(() =>
      (globalThis as { textMenu?: Electron.Menu }).textMenu?.items
        .filter(({ enabled, type }) => enabled && type !== "separator")
        .map(({ id }) => id),
    );
  await strata.explorer.filter.selectText();
  await strata.explorer.filter.click({ button: "right" });
  await expect.poll(offered).toEqual(["cut", "copy", "paste", "selectAll"]);
  await app.inMain(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const { textMenu } = globalThis as { textMenu?: Electron.Menu };
    textMenu?.getMenuItemById("cut")?.click(undefined, window, window?.webContents);
  });
  await expect(strata.explorer.filter).toHaveValue("");
  expect(await app.inMain(({ clipboard }) => clipboard.readText())).toBe("needle");
  await page.keyboard.press("Escape");
});
