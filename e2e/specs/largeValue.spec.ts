import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { expect, test } from "../fixtures.ts";
import { expectWithin } from "../measures/judge.ts";
import { latenciesOf, type Shown, timeUntil } from "../measures/latency.ts";
import { longestTask, observeLongTasks } from "../measures/longTasks.ts";
import type { Strata } from "../pages/strata.ts";

const SIZE = 10_000_000;
const VALUES = ["first", "second", "third"];

/**
 * The gross limits, in milliseconds: of the first that is seen of a value, of all of it, and of what the page does in one
 * piece meanwhile. The aim of the first and the last is 100.
 */
const MOST = { first: 300, whole: 1500, task: 400 };

test("a value of 10 MB opens at once, as text and as a tree, and is edited without a freeze", {
  tag: "@measured",
}, async ({ launch, dataDirectory }) => {
  test.setTimeout(300_000);
  const strata = await launch({ paths: [await storeOfLargeValues(join(dataDirectory, "large"))] });
  const { editor, page } = strata;
  const warning = strata.alert("This value is 10");
  const tree = '[role="tabpanel"] [role="tree"]';

  await opening(strata, "as text", MOST.first, (name) => {
    return { selector: ".cm-content", shadowIn: '[role="tabpanel"]', text: name };
  });
  await expect(warning).toBeVisible();
  await editor.showAs("Tree");
  await calm(page, "a value of 10 MB is shown as a tree", async () => {
    await opening(strata, "as a tree, its beginning", MOST.first, (text) => ({ selector: tree, text }));
    await opening(strata, "as a tree, whole", MOST.whole, () => ({ selector: tree, text: "items" }));
  });
  await expect(editor.row("text")).toBeVisible();

  await calm(page, "10 MB of text are shown and edited", async () => {
    await editor.showAs("Text");
    await warning.getByRole("button", { name: "Show all" }).click();
    await editor.writeAtEnd(" ");
    await expect(editor.save).toBeEnabled();
    await editor.showAs("Tree");
    await expect(editor.row("items")).toBeVisible();
    await editor.showAs("Text");
    await editor.discard.click();
    await expect(editor.save).toBeDisabled();
    await strata.explorer.select("small");
    await strata.explorer.select("first");
  });
});

/** Chooses each of the values after a small one. */
async function opening(
  { page, explorer }: Strata,
  how: string,
  limit: number,
  shown: (name: string) => Shown,
): Promise<void> {
  await expectWithin(page, `a value of 10 MB is shown ${how}`, limit, async () => {
    const times: number[] = [];
    for (const name of VALUES) {
      await explorer.select("small");
      times.push(await timeUntil(page, "pointerdown", () => explorer.key(name).click(), shown(name)));
    }
    return latenciesOf(times);
  });
}

/** Does something that holds up the page in no piece for long. */
async function calm(page: Page, what: string, act: () => Promise<void>): Promise<void> {
  await expectWithin(page, `the longest task while ${what}`, MOST.task, async () => {
    await observeLongTasks(page);
    await act();
    const longest = await longestTask(page);
    return { p50: longest, p95: longest };
  });
}

/** Values that are half one long text, half many small members. */
async function storeOfLargeValues(path: string): Promise<string> {
  const store = await createEnhancedPersistence({ basePath: path, cacheStrategy: "none" });
  const entries = VALUES.map((name) => ({ key: name as Key, text: largeValue(name) as JsonText }));
  await store.write([...entries, { key: "small" as Key, text: "{}" as JsonText }], { operation: "import" });
  await store.close();
  return path;
}

function largeValue(name: string): string {
  const item = (number: number) => `{"id":${number},"name":"Ada Lovelace","tags":["a","b"],"on":true}`;
  const items = Array.from({ length: SIZE / 2 / item(10_000).length }, (_, number) => item(number));
  return `{"name":"${name}","text":"${"lorem ipsum ".repeat(SIZE / 2 / 12)}","items":[${items.join()}]}`;
}
