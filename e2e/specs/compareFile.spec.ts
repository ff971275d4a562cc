import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";

test("the present is compared with a file, and the difference is saved as a JSON Patch and as a page", async ({
  launch,
  dataDirectory,
}) => {
  const here = join(dataDirectory, "here.json");
  const there = join(dataDirectory, "there.json");
  await writeFile(here, '{"kept":{"n":1.0},"gone":[1],"<b>other</b>":{"id":12345678901234567890}}');
  await writeFile(
    there,
    '{"kept":{"n":1},"<b>other</b>":{"id":12345678901234567891},"new":"<script>1</script>"}',
  );

  const strata = await launch();
  const { compare, timeline, page, app } = strata;
  await strata.importFile(here);
  await timeline.act("import", "Compare with now");
  await app.choosingFile(there, async () => {
    await compare.panel.getByRole("button", { name: /^To:/ }).click();
    await page.getByRole("dialog", { name: "To" }).getByRole("button", { name: "A file…" }).click();
  });
  await compare.expectTotals({ added: 1, changed: 1, removed: 1 });
  await compare.expectChange("gone", "removed");
  await compare.expectChange("new", "added");

  const save = async (name: string) => {
    const path = await app.savingFile(async () => {
      await compare.panel.getByRole("button", { name: "Copy or save the difference" }).click();
      await page.getByRole("menuitem", { name }).click();
    });
    await expect.poll(() => existsSync(path)).toBe(true);
    return readFile(path, "utf8");
  };
  const patch = await save("Save as JSON Patch");
  expect(patch).toContain("12345678901234567891");
  expect(JSON.parse(patch)).toEqual(
    expect.arrayContaining([
      { op: "remove", path: "/gone" },
      { op: "add", path: "/new", value: "<script>1</script>" },
    ]),
  );
  const html = await save("Save as HTML page");
  expect(html).toContain("&lt;b&gt;other&lt;/b&gt;");
  expect(html).not.toMatch(/<script|<b>other/);
});
