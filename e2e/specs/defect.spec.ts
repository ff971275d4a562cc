import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";

test.use({ consoleErrors: "expected" });

test("a panel with a defect says so, the others go on, and no edit is lost by reloading", async ({
  strata: { page, welcome, explorer, editor, shell },
  dataDirectory,
}) => {
  await welcome.createStore("Fragile");
  await explorer.add("balance");
  await explorer.select("balance");
  await editor.write("balance", '{"unsaved": true}');

  // Only the list of keys, which marks what the filter found, asks this.
  await page.evaluate(() => {
    const { exec } = RegExp.prototype;
    RegExp.prototype.exec = function (text) {
      if (this.source === "bal") throw new Error("No small letters left");
      return exec.call(this, text);
    };
  });
  await explorer.filter.fill("bal");
  const failed = page.getByRole("alert").filter({ hasText: "The keys can't be shown" });
  await expect(failed).toContainText("No small letters left");
  await expect(editor.save).toBeEnabled();
  await expect(page.getByRole("alert")).toHaveCount(1);
  if (shell !== "browser") {
    const log = join(dataDirectory, "logs", "strata.log");
    await expect
      .poll(() => readFile(log, "utf8"))
      .toContain("The page has a defect. While showing the keys: Error: No small letters left");
  }

  // Nor does a boundary see this one.
  await page.evaluate(() => void setTimeout(() => Promise.reject(new Error("Unhandled on purpose"))));
  await expect(page.getByRole("alert").filter({ hasText: "Unhandled on purpose" })).toBeVisible();

  await editor.writeAtEnd(" ");
  await failed.getByRole("button", { name: "Reload" }).click();
  await explorer.select("balance");
  await editor.expectValue("balance", '{"unsaved":true}');
  await expect(editor.save).toBeEnabled();
});
