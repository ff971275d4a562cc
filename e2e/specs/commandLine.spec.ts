import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";

test("a file given at the start is offered as a store", async ({ launch, dataDirectory }) => {
  const file = join(dataDirectory, "given.json");
  await writeFile(file, '{"greeting": "hello"}');
  const { importDialog, explorer, editor } = await launch({ paths: [file] });

  await expect(importDialog.dialog).toContainText("given.json");
  await importDialog.confirm();
  await explorer.select("greeting");
  await editor.expectValue("greeting", '"hello"');
});

test("a folder given at the start is opened as a store, and made one if it is empty", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "given folder");
  await mkdir(folder);
  const strata = await launch({ paths: [folder] });
  await expect(strata.page.getByRole("button", { name: "Store given folder" })).toBeVisible();
  await strata.explorer.add("first");
  await strata.app.quit();

  const again = await launch({ paths: [folder] });
  await expect(again.explorer.key("first")).toBeVisible();
});
