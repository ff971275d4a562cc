import { join } from "node:path";
import { makeStore } from "../datedStore.ts";
import { expect, test } from "../fixtures.ts";

const LOREM = "lorem ipsum ".repeat(300);
const WORDS = Array.from({ length: 900 }, (_, n) => `word${n}`);
const CJK = "日本語の文章は空白なしで続きます。".repeat(60);

const pairs: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "end of 3.6 kB": [`${LOREM}END-ONE`, `${LOREM}END-TWO`],
  "end of 36 kB": [`${LOREM.repeat(10)}END-ONE`, `${LOREM.repeat(10)}END-TWO`],
  "one line of 50 kB": [`${"x".repeat(50_000)}ONE`, `${"x".repeat(50_000)}TWO`],
  "both ends": [`ONE ${LOREM}ONE`, `TWO ${LOREM}TWO`],
  "many words": [
    WORDS.join(" "),
    WORDS.map((word, n) => (n % 9 === 0 ? word.toUpperCase() : word)).join(" "),
  ],
  "nothing in common": ["a b ".repeat(2_000), "c d ".repeat(2_500)],
  "far east": [`${CJK}一`, `${CJK}二`],
  "all of a far east text": [CJK, "違う".repeat(300)],
  emoji: ["😀".repeat(400), "😃".repeat(500)],
};

test("F3 in Compare nothing of a text is out of reach, however long it is and wherever it differs", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "long");
  const side = (at: 0 | 1) =>
    Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, { text: pair[at], n: at }]));
  await makeStore(folder, async ({ write, snapshot }) => {
    await write("2024-03-01T09:00Z", side(0));
    await snapshot("2024-03-01T10:00Z", { tags: ["one"] });
    await write("2024-03-02T09:00Z", side(1));
  });
  const { page, timeline, compare, app } = await launch({ paths: [folder] });
  await timeline.act("one", "Compare with now");
  for (const size of [
    { width: 1280, height: 800 },
    { width: 900, height: 600 },
  ]) {
    await app.resize(size);
    for (const layout of ["Unified", "Side by side"]) {
      for (const key of Object.keys(pairs)) {
        await compare.select(key);
        await compare.detail.getByText(layout, { exact: true }).click();
        const row = compare.detail
          .getByRole("treeitem")
          .filter({ has: page.locator("bdi", { hasText: "text" }) });
        await expect(row).toBeVisible();
        const where = `${key}, ${layout}, ${size.width}`;
        const changed = layout === "Unified" ? row.locator("ins, del") : row.locator("ins, del, span");
        await expect(changed.first(), where).toBeVisible();
        expect(await row.evaluate(outOfReach), where).toEqual([]);
      }
    }
  }
  await compare.select("end of 36 kB");
  await compare.detail.getByText("Unified", { exact: true }).click();
  for (const word of ["ONE", "TWO"]) {
    await expect(compare.detail.getByText(word).first()).toBeInViewport({ ratio: 1 });
  }
  await compare.select("many words");
  const words = compare.detail.getByRole("treeitem").locator("ins").filter({ hasText: /^WORD/ });
  await expect(words.last()).not.toBeInViewport();
  await words.first().hover();
  await page.mouse.wheel(0, 5_000);
  await expect(words.last()).toBeInViewport();
});

/** The elements of a row that are cut off and can't be scrolled. Runs in the page. */
function outOfReach(row: Element): string[] {
  return [row, ...row.querySelectorAll("*")].flatMap((element) => {
    const { overflowY } = getComputedStyle(element);
    const isCut = element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 0;
    if (!isCut || overflowY === "visible" || overflowY === "auto") return [];
    return [`${element.className} shows ${element.clientHeight} of ${element.scrollHeight}`];
  });
}
