import { join } from "node:path";
import { seriousViolations } from "../axe.ts";
import { type DatedStore, makeStore } from "../datedStore.ts";
import { expect, test } from "../fixtures.ts";
import { expectSmooth } from "../measures/judge.ts";
import type { Strata } from "../pages/strata.ts";

test("the timeline shows every moment, and each can be named, kept, compared, gone back to and scrubbed", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "dated");
  await makeStore(folder, fillDated);
  const strata = await launch({ paths: [folder] });
  await expect(strata.explorer.key("limits")).toBeVisible();
  await test.step("rows, by day, with all that is known of them", () => rows(strata));
  await test.step("activity between snapshots, folded", () => activity(strata));
  await test.step("the present, with what is in no snapshot", () => present(strata));
  await test.step("search by tag, text and date", () => searching(strata));
  await test.step("the strip and the scrubber", () => scrubbing(strata));
  await test.step("two key presses take a snapshot; tags in use are offered", () => taking(strata));
  await test.step("from the keyboard", () => byKeyboard(strata));
});

test("ten thousand snapshots are fluid, and one more is there at once", { tag: "@measured" }, async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "many");
  await makeStore(folder, async ({ write, snapshot }) => {
    await write("2024-01-01T08:00Z", { count: 0 });
    const days = Array.from({ length: 10_000 }, (_, index) => new Date(Date.UTC(2000, 0, 1 + index)));
    await Promise.all(days.map((day, index) => snapshot(day.toISOString(), { tags: [`day ${index}`] })));
  });
  const { timeline, page } = await launch({ paths: [folder] });
  await expect(timeline.snapshot("day 9999")).toBeVisible({ timeout: 30_000 });
  await expectSmooth(page, "scrolling 10,000 snapshots", async () => {
    await timeline.rows.hover();
    for (let turn = 0; turn < 40; turn++) {
      await page.mouse.wheel(0, 500);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  });
  await timeline.rows.press("End");
  await expect(timeline.snapshot("day 0")).toBeVisible();
  await timeline.search.fill("tag:4321");
  await expect(timeline.panel.getByText("1 match")).toBeVisible();
  await page.keyboard.press("Escape");
  await timeline.takeSnapshot("one more");
  await timeline.search.fill("more");
  await expect(timeline.snapshot("one more")).toBeVisible();
});

/** Three snapshots over two days, 37 edits in 12 keys between two of them, and three changes since. */
async function fillDated({ write, snapshot }: DatedStore): Promise<void> {
  await write("2024-03-01T09:00Z", { limits: { cpu: 1, ram: 4 }, name: "a", gone: true });
  await snapshot("2024-03-01T10:00Z", { tags: ["alpha"], description: "Before the move" });
  for (let edit = 0; edit < 37; edit++) {
    const minute = String(edit).padStart(2, "0");
    await write(`2024-03-05T09:${minute}Z`, { [`host/${edit % 12}`]: { load: edit } });
  }
  await snapshot("2024-03-05T11:00Z", { tags: ["beta", "release"], base: "latest" });
  await write("2024-03-05T12:00Z", { limits: { cpu: 2, ram: 4 }, gone: null });
  await snapshot("2024-03-05T13:00Z", { tags: ["kept"], pinned: true, pinReason: "for the audit" });
  await write("2024-03-06T09:00Z", { limits: { cpu: 2, ram: 8 }, name: "b", later: 1 });
}

async function rows({ timeline }: Strata) {
  await expect(timeline.panel.getByText(/5 March 2024/)).toBeVisible();
  await expect(timeline.panel.getByText(/1 March 2024/)).toBeVisible();
  const beta = timeline.snapshot("beta, release");
  await expect(beta).toContainText("beta");
  await expect(beta).toContainText("release");
  await expect(beta).toContainText("Δ 12");
  await expect(beta).toContainText("12 changes · 15 keys · ");
  await expect(timeline.snapshot("alpha")).toContainText("Before the move");
  await expect(timeline.snapshot("alpha")).toContainText("3 changes · 3 keys · ");
  await expect(timeline.snapshot("kept")).toContainText("2 changes · 14 keys · ");
  await expect(timeline.snapshot("kept")).toContainText("for the audit");
  await beta.click();
  await expect(timeline.detail).toContainText("12 keys differ from its base v");
  await expect(timeline.detail.getByRole("img", { name: "12 added" })).toBeVisible();
}

async function activity({ timeline }: Strata) {
  const folded = timeline.rows.getByRole("option", { name: "37 edits in 12 keys" });
  await folded.click();
  await expect(
    timeline.rows.getByRole("option", { name: /^Edit of host\/0 by .*2024/ }).first(),
  ).toBeVisible();
  await folded.click();
  await expect(timeline.rows.getByRole("option", { name: /^Edit of host/ })).toHaveCount(0);
}

async function present({ timeline, compare }: Strata) {
  const now = timeline.rows.getByRole("option", { name: "Now" });
  await expect(now.getByRole("img", { name: "1 added" })).toBeVisible();
  await expect(now.getByRole("img", { name: "2 changed" })).toBeVisible();
  await now.click();
  await expect(timeline.detail).toContainText("3 changes since kept");
  await timeline.actOnChosen("Compare with the last snapshot");
  await compare.expectTotals({ added: 1, changed: 2, removed: 0 });
  await compare.close();
}

async function searching({ timeline, page }: Strata) {
  const found = (count: string) => expect(timeline.panel.getByText(count, { exact: true })).toBeVisible();
  await timeline.search.fill("tag:release");
  await found("1 match");
  await timeline.search.fill("the move");
  await expect(timeline.snapshot("alpha")).toBeVisible();
  await found("1 match");
  await timeline.search.fill("");
  await timeline.panel.getByRole("button", { name: "Filter by date" }).click();
  const dates = page.getByRole("dialog", { name: "Filter by date" });
  expect(await seriousViolations(page)).toEqual([]);
  await dates.getByLabel("From").fill("2024-03-02");
  await found("2 matches");
  await dates.getByLabel("Before").fill("2024-03-05");
  await expect(timeline.panel.getByText("No snapshot matches")).toBeVisible();
  await dates.getByRole("button", { name: "Any date" }).click();
  await expect(timeline.snapshot("alpha")).toBeVisible();
}

async function scrubbing({ timeline, explorer, editor, scrubber, page }: Strata) {
  await explorer.select("limits");
  await editor.showAs("Tree");
  await expect(editor.row("ram")).toContainText("8");
  await scrubber.grab(0.9);
  await scrubber.dragTo(0);
  await expect(scrubber.tip).toBeVisible();
  await expect(editor.row("ram")).toContainText("4");
  await expect(editor.row("ram").getByRole("img", { name: "changed since then" })).toBeVisible();
  await expect(explorer.key("limits").getByRole("img", { name: "changed since then" })).toBeVisible();
  await expect(explorer.key("gone").getByRole("img", { name: "removed since then" })).toBeVisible();
  await expect(explorer.key("later")).toHaveCount(0);
  await scrubber.letGo();
  await expect(explorer.key("later")).toBeVisible();
  await expect(editor.row("ram")).toContainText("8");
  await expect(editor.panel.getByRole("img", { name: "changed since then" })).toHaveCount(0);

  await scrubber.grab(0.9);
  await scrubber.dragTo(0);
  await expect(explorer.key("later")).toHaveCount(0);
  await scrubber.losePointer(0.1);
  await expect(scrubber.tip).toContainText("drag to look");
  await expect(explorer.key("later")).toBeVisible();
  await scrubber.letGo();

  await scrubber.click(0);
  const past = page.getByRole("region", { name: "Looking at the past" });
  await past.getByRole("button", { name: "Restore…" }).click();
  const restore = page.getByRole("dialog", { name: /^Restore/ });
  await expect(restore.getByRole("button", { name: /^Restore \d+ keys/ })).toBeEnabled();
  await restore.getByRole("button", { name: "Cancel" }).click();
  await past.getByRole("button", { name: "Back to now" }).click();
  await expect(timeline.panel).toBeVisible();
}

async function taking({ timeline, page }: Strata) {
  await page.keyboard.press("ControlOrMeta+Enter");
  const dialog = page.getByRole("dialog", { name: "Take snapshot" });
  await expect(dialog.getByRole("button", { name: "Add tag beta" })).toBeVisible();
  await page.keyboard.insertText("gamma");
  await dialog.getByRole("textbox", { name: "Note" }).fill("The third");
  await dialog.getByRole("textbox", { name: "Tag" }).press("Enter");
  await expect(timeline.snapshot("gamma, The third")).toContainText("3 changes · ");
}

async function byKeyboard({ timeline, compare, restore, page }: Strata) {
  const { keyboard } = page;
  const on = async (tag: string, key: string) => {
    await timeline.snapshot(tag).click();
    await timeline.rows.press(key);
  };
  await on("gamma", "e");
  const edit = page.getByRole("dialog", { name: "Edit snapshot" });
  await edit.getByRole("textbox", { name: "Tag" }).press("Backspace");
  await keyboard.insertText("delta");
  await keyboard.press("Enter");
  await expect(timeline.snapshot("delta, The third")).toBeVisible();

  await on("delta", "i");
  await page.getByRole("dialog", { name: "Pin snapshot" }).getByRole("textbox").fill("a milestone");
  await keyboard.press("Enter");
  await expect(timeline.snapshot("delta")).toContainText("a milestone");

  await on("delta", "p");
  await compare.expectTotals({ added: 1, changed: 2, removed: 0 });
  await compare.close();
  await on("alpha", "c");
  await compare.expectTotals({ added: 13, changed: 2, removed: 1 });
  await compare.close();
  await on("kept", "r");
  await restore.expectPreview({ added: 0, changed: 2, removed: 1 });
  await keyboard.press("Escape");

  await on("beta", "Delete");
  await page
    .getByRole("dialog", { name: /^Delete/ })
    .getByRole("button", { name: /^Delete/ })
    .click();
  await expect(timeline.snapshot("beta")).toHaveCount(0);
}
