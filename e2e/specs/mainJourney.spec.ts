import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { stateOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";

/** A real file: what the package registry knows of React. */
const file = fileURLToPath(new URL("../../node_modules/react/package.json", import.meta.url));

test("a file is edited, kept in snapshots, compared, restored, undone, and still there after a restart", async ({
  launch,
  dataDirectory,
}) => {
  const original = JSON.parse(await readFile(file, "utf8"));
  const stateA = { ...original, license: "Apache-2.0" };
  const { homepage: _deleted, ...rest } = stateA;
  const stateB = { ...rest, version: "20.0.0", owner: { name: "Ada" } };

  const strata = await launch();
  const { explorer, editor, timeline, compare, restore } = strata;
  await strata.importFile(file);
  expect(await stateOnDisk(dataDirectory)).toEqual(original);

  await explorer.select("license");
  await editor.expectValue("license", JSON.stringify(original.license));
  await editor.change("license", '"Apache-2.0"');
  await timeline.takeSnapshot("a", "Before the release");

  await explorer.select("version");
  await editor.change("version", '"20.0.0"');
  await explorer.add("owner");
  await editor.change("owner", '{"name":"Ada"}');
  await explorer.delete("homepage");
  await timeline.takeSnapshot("b");
  expect(await stateOnDisk(dataDirectory)).toEqual(stateB);

  await timeline.act("a", "Compare with now");
  await compare.choose("To", "b");
  await compare.expectTotals({ added: 1, changed: 1, removed: 1 });
  await compare.expectChange("owner", "added");
  await compare.expectChange("homepage", "removed");
  await compare.expectChange("version", "changed");
  await compare.select("version");
  await expect(compare.detail).toContainText(original.version);
  await expect(compare.detail).toContainText("20.0.0");
  await compare.close();

  await timeline.act("a", "Restore…");
  await restore.expectPreview({ added: 1, changed: 1, removed: 1 });
  await restore.confirm();
  await expectOnScreen(strata, stateA, "owner");
  expect(await stateOnDisk(dataDirectory)).toEqual(stateA);

  await strata.undoFrom(/^Went back to a/);
  await expectOnScreen(strata, stateB, "homepage");
  expect(await stateOnDisk(dataDirectory)).toEqual(stateB);

  await strata.app.quit();
  const again = await launch();
  await expectOnScreen(again, stateB, "homepage");
  await expect(again.timeline.snapshot("a")).toBeVisible();
  await expect(again.timeline.snapshot("b")).toBeVisible();
});

async function expectOnScreen(
  { explorer, editor }: Strata,
  state: Record<string, unknown>,
  absent: string,
): Promise<void> {
  await expect(explorer.key(absent)).toHaveCount(0);
  for (const key of ["license", "version", "homepage", "owner"]) {
    if (!(key in state)) continue;
    await explorer.select(key);
    await editor.expectValue(key, JSON.stringify(state[key]));
  }
}
