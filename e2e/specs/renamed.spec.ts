import { join } from "node:path";
import { type DatedStore, makeStore } from "../datedStore.ts";
import { expect, test } from "../fixtures.ts";

test("F21 F26 what was renamed is said so, its history goes on, and a deleted snapshot comes back", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "renamed");
  await makeStore(folder, fill);
  const strata = await launch({ paths: [folder] });
  const { page, timeline, compare, explorer } = strata;

  await test.step("in the list of differing keys and inside a key", async () => {
    await timeline.act("one", "Compare with now");
    await expect(compare.changes.getByText("renamed from user.first_name")).toBeVisible();
    await expect(compare.changes.getByText("renamed to user.firstName")).toBeVisible();
    await compare.select("person");
    await expect(compare.detail.getByText("renamed from first_name")).toBeVisible();
    await compare.close();
  });

  await test.step("in the key's history", async () => {
    await explorer.select("user.firstName");
    await page
      .getByRole("button", { name: /^History/ })
      .first()
      .click();
    const versions = page.getByRole("listbox", { name: "Versions" });
    await expect(versions.getByText("Renamed from user.first_name")).toBeVisible();
    await expect(versions.getByText("as user.first_name").first()).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a deleted snapshot", async () => {
    await timeline.chooseOldest();
    await page.keyboard.press("Delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete snapshot" }).click();
    await expect(timeline.snapshot("one")).toHaveCount(0);
    await strata.undoFrom("Deleted snapshot one");
    await expect(timeline.snapshot("one")).toHaveCount(1);
  });
});

async function fill({ write, snapshot }: DatedStore): Promise<void> {
  await write("2024-03-01T09:00Z", {
    "user.first_name": "Ann",
    person: { first_name: "Ann", age: 3, tags: ["a", "b", "c"] },
    kept: 1,
  });
  await snapshot("2024-03-01T10:00Z", { tags: ["one"] });
  await write("2024-03-02T09:00Z", { "user.first_name": "Anna Maria" });
  await write("2024-03-02T09:30Z", { "user.first_name": "Ann" });
  await write("2024-03-02T10:00Z", { "user.first_name": null, "user.firstName": "Ann" });
  await write("2024-03-03T09:00Z", { person: { firstName: "Ann", age: 3, tags: ["a", "b", "c"] } });
}
