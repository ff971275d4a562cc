import { join } from "node:path";
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
 * The gross limits, in milliseconds, of a value that opens, and of what the page does in one piece. The aim of each is
 * 100; as a tree a value has to be fetched whole.
 */
const MOST_OPENING = { text: 1000, tree: 3000 };
const MOST_TASK = 2000;

test("a value of 10 MB opens at once, as text and as a tree, and is edited without a freeze", {
  tag: "@measured",
}, async ({ launch, dataDirectory }) => {
  test.setTimeout(300_000);
  const strata = await launch({ paths: [await storeOfLargeValues(join(dataDirectory, "large"))] });
  const { editor, page } = strata;
  const warning = strata.alert("This value is 10");

  await opening(strata, "text", { selector: ".cm-content", shadowIn: '[role="tabpanel"]' });
  await expect(warning).toBeVisible();
  await editor.showAs("Tree");
  await opening(strata, "tree", { selector: '[role="tabpanel"] [role="tree"]' });
  await expect(editor.row("text")).toBeVisible();

  await editor.showAs("Text");
  await warning.getByRole("button", { name: "Show all" }).click();
  await expectWithin(page, "the longest task while 10 MB of text are edited", MOST_TASK, async () => {
    await observeLongTasks(page);
    await editor.writeAtEnd(" ");
    await editor.discard.click();
    await expect(editor.save).toBeDisabled();
    const longest = await longestTask(page);
    return { p50: longest, p95: longest };
  });
});

/** Chooses each of the values after a small one. */
async function opening({ page, explorer }: Strata, how: "text" | "tree", shown: Shown): Promise<void> {
  await expectWithin(page, `a value of 10 MB is shown as ${how}`, MOST_OPENING[how], async () => {
    const times: number[] = [];
    for (const name of VALUES) {
      await explorer.select("small");
      const choose = () => explorer.key(name).click();
      times.push(await timeUntil(page, "pointerdown", choose, { ...shown, text: name }));
    }
    return latenciesOf(times);
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
