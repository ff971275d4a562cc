import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createEnhancedPersistence, FileWatch, WatchBindings } from "../../../main/engine/index.ts";
import { hostileStrings, INVISIBLE, RAN } from "../../../shared/model/hostileStrings.fixture.ts";
import { expectCalm } from "../../calm.ts";
import { expect, test } from "../../fixtures.ts";
import type { Strata } from "../../pages/strata.ts";

const texts = Object.values(hostileStrings);
/** What every system takes as the name of a folder or a file, and no page as text without care. */
const NAME =
  process.platform === "win32"
    ? "'photo\u202egnp.exe' {{2}} &lt;"
    : `<img src=x onerror=${RAN}=1> 'photo\u202egnp.exe' \${1} {{2}} &lt;`;

const tagOf = (text: string) => text.slice(0, 200).toWellFormed();

/** A store of hostile keys, values, tags and descriptions, whose every value is another one in the present. */
async function hostileStore(folder: string): Promise<void> {
  const store = await createEnhancedPersistence({ basePath: folder, maxSnapshots: 0 });
  const state = (n: number) =>
    Object.fromEntries(texts.map((text) => [text, { [text]: text, list: [text, { id: text, n }], n }]));
  await store.save(state(1));
  for (const text of texts) await store.createSnapshot(tagOf(text), text);
  await store.save({ ...state(2), [texts[0] as string]: texts[0] as string, "a new key": texts });
  await store.close();
}

test.describe.configure({ timeout: 300_000 });

test("no hostile string runs or moves anything, whatever panel it is shown in", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, NAME);
  await hostileStore(folder);
  const strata = await launch({ paths: [folder] });
  const { page, explorer, editor, timeline, compare } = strata;
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  // What slides in is beyond the window until it is there.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const calm = (where: string) => expectCalm(page, where);
  await expect(explorer.keys.getByRole("option").first()).toBeVisible();

  await test.step("explorer and editor", async () => {
    await calm("key list");
    await explorer.keys.press("Home");
    for (const mode of ["Tree", "Text"] as const) {
      await explorer.keys.press("Home");
      await editor.showAs(mode);
      await explorer.keys.focus();
      for (const text of [...texts, "a new key"]) {
        await calm(`${mode} of a key, among them ${JSON.stringify(text)}`);
        await page.keyboard.press("ArrowDown");
      }
    }
    await explorer.showTree();
    await calm("key tree");
    for (const text of texts) {
      await explorer.filter.fill(text);
      await calm(`filter ${JSON.stringify(text)}`);
    }
    await explorer.filter.fill("");
  });

  await test.step("timeline, past, restore", async () => {
    await timeline.rows.focus();
    for (const _ of texts) {
      await page.keyboard.press("ArrowDown");
      await calm("timeline");
    }
    await timeline.chooseOldest();
    await timeline.actOnChosen("View");
    await calm("past");
    await timeline.actOnChosen("Restore…");
    await expect(strata.restore.panel.getByRole("img").first()).toBeVisible();
    await calm("restore");
    await page.keyboard.press("Escape");
    await timeline.panel.getByRole("searchbox").fill("script");
    await calm("search in the timeline");
    await timeline.panel.getByRole("searchbox").fill("");
  });

  await test.step("compare", async () => {
    await timeline.chooseOldest();
    await timeline.actOnChosen("Compare with now");
    await expect(compare.changes.getByRole("option").first()).toBeVisible();
    await compare.changes.focus();
    for (const text of texts) {
      await calm(`comparison, among them ${JSON.stringify(text)}`);
      await page.keyboard.press("ArrowDown");
    }
    await compare.panel.getByRole("button", { name: /^From:/ }).click();
    await calm("choice of a moment");
    await page.keyboard.press("Escape");
    await strata.app.openingPage(await save(strata, "Save as HTML page"), expectInert);
    const patch: readonly { readonly op: string; readonly path: string }[] = JSON.parse(
      await readFile(await save(strata, "Save as JSON Patch"), "utf8"),
    );
    const pointer = (text: string) => `/${text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    for (const text of texts) {
      expect(
        patch.some(({ path }) => path.startsWith(pointer(text))),
        text,
      ).toBe(true);
    }
    expect(await readFile(await save(strata, "Save as Markdown"), "utf8")).not.toMatch(INVISIBLE);
    await compare.close();
  });

  await test.step("dialogs and the palette", async () => {
    await openDialogs(strata, calm);
  });

  await test.step("a file with a hostile name and content", async () => {
    const file = join(dataDirectory, `${NAME}.json`);
    await writeFile(file, JSON.stringify(Object.fromEntries(texts.map((text) => [text, { [text]: text }]))));
    await strata.chooseToImport(file);
    await expect(strata.importDialog.dialog.getByRole("table")).toBeVisible();
    await calm("import");
    await strata.importDialog.chooseDepth(1);
    await calm("import of whole members");
    await strata.importDialog.confirm();
    await expect(strata.notice(/^Imported /)).toBeVisible();
    await calm("imported");
    await writeFile(file, `{"a": ${texts[0]}`);
    await strata.app.choosingFile(file, () => page.keyboard.press("ControlOrMeta+i"));
    await expect(strata.importDialog.error.or(strata.alert(/line 1/)).first()).toBeVisible();
    await calm("refusal");
    await page.keyboard.press("Escape");
  });

  await test.step("welcome", async () => {
    await page.keyboard.press("ControlOrMeta+Shift+x");
    await expect(strata.welcome.recents).toBeVisible();
    await calm("recent stores");
  });
  expect(dialogs).toEqual([]);
});

test("no hostile string runs or moves anything where a file is watched, nor where it and an edit disagree", async ({
  launch,
  shell,
  dataDirectory,
}) => {
  const [key = ""] = texts;
  const file = join(dataDirectory, `${NAME}.json`);
  const folder = join(dataDirectory, `${NAME}.store`);
  const content = (by: string) => JSON.stringify(Object.fromEntries(texts.map((text) => [text, text + by])));
  await writeFile(file, `{${JSON.stringify(key)}: ${content("")}}`);
  const store = await createEnhancedPersistence({ basePath: folder });
  const bindings = new WatchBindings(join(dataDirectory, "bindings"));
  await (await FileWatch.bind(store, bindings, file, { kind: "every" })).close();
  await store.close();

  const strata = await launch({ paths: [folder] });
  const { page, explorer, editor } = strata;
  // What slides in is beyond the window until it is there.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const calm = (where: string) => expectCalm(page, where);
  const note = (state: string) => page.getByRole("button", { name: new RegExp(`^${state} `) });
  await expect(note("Watching")).toBeVisible();
  await calm("note of the watched file");

  await test.step("a conflict", async () => {
    await explorer.keys.getByRole("option").first().click();
    await editor.showAs("Text");
    await editor.panel.getByRole("textbox").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(content(" mine"));
    await expect(editor.save).toBeEnabled();
    await writeFile(file, `{${JSON.stringify(key)}: ${content(" theirs")}}`);
    await editor.panel.getByRole("button", { name: "Compare and choose" }).click();
    const dialog = page.getByRole("dialog", { name: /changed meanwhile$/ });
    await expect(dialog.getByRole("radiogroup", { name: /changed by both$/ })).toHaveCount(texts.length);
    await calm("conflict, place by place");
    const tooWide = await dialog
      .getByRole("radiogroup", { name: /changed by both$/ })
      .first()
      .evaluate(({ parentElement: list }) => (list ? list.scrollWidth - list.clientWidth : null));
    expect(tooWide, "pixels that a place is too wide").toBe(0);
    await dialog.getByRole("radio", { name: "Text", exact: true }).click();
    for (const view of await dialog.getByRole("radiogroup", { name: "Compare" }).getByRole("radio").all()) {
      await view.click();
      await calm("conflict as text");
    }
    await dialog.getByRole("button", { name: "Take the stored value" }).click();
    await expect(dialog).toHaveCount(0);
  });

  await test.step("the watched file", async () => {
    await writeFile(file, `{${key}`);
    await note("Not JSON:").click();
    await expect(page.getByRole("dialog", { name: /^Watching / }).getByRole("alert")).toBeVisible();
    await calm("watched file that is not JSON");
    await page.keyboard.press("Escape");
  });

  if (shell === "browser") return;
  await test.step("a file to watch, which only a desktop can choose", async () => {
    await strata.app.choosingFile(file, () => page.keyboard.press("ControlOrMeta+Shift+o"));
    const dialog = page.getByRole("dialog", { name: /^Watch / });
    await dialog.getByText(/^This store, /).click();
    await calm("file to watch");
    await dialog.getByRole("button", { name: "Watch file" }).click();
    await expect(dialog.getByRole("alert")).toBeVisible();
    await calm("file that can't be watched");
  });
});

/** Saves the comparison on show, and gives the path of the file. */
async function save({ page, app, compare }: Strata, name: string): Promise<string> {
  const choose = async () => {
    await compare.panel.getByRole("button", { name: "Copy or save the difference" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  const path = await app.savingFile(choose, name.includes("HTML") ? "saved.html" : "saved.txt");
  await expect.poll(() => existsSync(path)).toBe(true);
  return path;
}

/** That a report, opened as a page, is text and its own markup, asks for nothing and runs nothing. */
async function expectInert(page: Page): Promise<void> {
  const dialogs: string[] = [];
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => asked.push(request.url()));
  const found = await page.evaluate((ran) => {
    const elements = [...document.querySelectorAll("*")];
    const tags = new Set(elements.map(({ tagName }) => tagName.toLowerCase()));
    const attributes = new Set(elements.flatMap((element) => element.getAttributeNames()));
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
      tags: [...tags].sort(),
      attributes: [...attributes].sort(),
      ran: ran in globalThis,
      tooWide: scrollWidth > clientWidth,
    };
  }, RAN);
  expect(found).toEqual({
    tags: [
      "body",
      "del",
      "h1",
      "h2",
      "head",
      "html",
      "ins",
      "meta",
      "p",
      "span",
      "style",
      "table",
      "tbody",
      "td",
      "title",
      "tr",
    ],
    attributes: ["charset", "class", "content", "http-equiv"],
    ran: false,
    tooWide: false,
  });
  for (const text of texts.filter((each) => !/\s{2}|[\n\t]/.test(each) && !INVISIBLE.test(each))) {
    await expect(page.getByRole("heading", { level: 2 }).filter({ hasText: text }).first()).toBeAttached();
  }
  expect({ dialogs, asked }).toEqual({ dialogs: [], asked: [] });
}

/** Everything that lies over the page, with each hostile string typed where something can be typed. */
async function openDialogs({ page, explorer, timeline }: Strata, calm: (where: string) => Promise<void>) {
  const fields: readonly [string, string, string][] = [
    ["ControlOrMeta+k", "Find", "combobox"],
    ["ControlOrMeta+Shift+f", "Search through history", "textbox"],
  ];
  for (const [keys, name, role] of fields) {
    await page.keyboard.press(keys);
    const dialog = page.getByRole("dialog", { name });
    const field = dialog.getByRole(role as "textbox").first();
    for (const text of texts) {
      await field.fill(text);
      await calm(`${name} with ${JSON.stringify(text)}`);
    }
    await field.fill("");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
  const lookAt = async (keys: string, name: string) => {
    const dialog = page.getByRole("dialog", { name });
    await page.keyboard.press(keys);
    await expect(dialog).toBeVisible();
    await calm(name);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  };
  await lookAt("ControlOrMeta+Enter", "Take snapshot");
  await lookAt("ControlOrMeta+e", "Export");
  await explorer.tree.press("Home");
  await page.getByRole("button", { name: "History of this key" }).click();
  const history = page.getByRole("dialog", { name: /^History of/ });
  await expect(history).toBeVisible();
  await calm("history of a key");
  await page.keyboard.press("Escape");
  await expect(history).toHaveCount(0);
  await timeline.chooseOldest();
  await lookAt("e", "Edit snapshot");
  // A closed dialog gives the focus back a frame after it is gone.
  await expect(timeline.rows).toBeFocused();
  await lookAt("Delete", "Delete snapshot");
}
