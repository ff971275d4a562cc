import { realpath } from "node:fs/promises";
import { keptDrafts, storesIn } from "../disk.ts";
import { expect, test } from "../fixtures.ts";

test("F13 unsaved edits and the way things are looked at outlive kill -9 of the app or the server", async ({
  launch,
  dataDirectory,
}) => {
  const strata = await launch();
  await strata.welcome.createStore("Kept");
  for (const key of ["api_one/1", "api_one/2"]) {
    await strata.explorer.add(key);
    await strata.editor.change(key, '{"stored":1}');
  }
  await strata.editor.write("api_one/2", '{"typed":"and not saved"}');
  await strata.explorer.showTree();
  await strata.explorer.panel.getByRole("button", { name: "Key actions" }).click();
  await strata.page.getByRole("menuitem", { name: "Tree split at _" }).click();
  await expect.poll(() => keptDrafts(dataDirectory)).toEqual(['{"typed":"and not saved"}']);
  await strata.app.kill();

  const again = await launch();
  await expect(again.page.getByText("1 unsaved edit")).toBeVisible();
  await expect(again.explorer.tree).toBeVisible();
  await expect(again.explorer.branch("api")).toBeVisible();
  await expect(again.editor.save).toBeEnabled();
  await again.editor.save.click();
  await expect(again.page.getByText("All saved")).toBeVisible();
  await expect.poll(() => keptDrafts(dataDirectory)).toEqual([]);
  await again.app.quit();
});

test("F13 the desktop adopts what earlier versions kept in the page's own storage, once", async ({
  launch,
  shell,
  dataDirectory,
}) => {
  test.skip(shell !== "electron", "in a browser every start had storage of its own");
  const strata = await launch();
  await strata.welcome.createStore("Moved");
  await strata.explorer.add("moved");
  const [place = ""] = await storesIn(dataDirectory);
  await strata.page.evaluate(
    async (location) => {
      localStorage.setItem("strata.valueMode", "tree");
      const opening = indexedDB.open("strata-drafts", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("drafts");
      await new Promise((resolve) => opening.addEventListener("success", resolve));
      const table = opening.result.transaction("drafts", "readwrite").objectStore("drafts");
      for (const at of [location, "/elsewhere"]) {
        const putting = table.put({ text: '{"old":1}', base: null }, [at, "moved", crypto.randomUUID()]);
        await new Promise((resolve) => putting.addEventListener("success", resolve));
      }
      opening.result.close();
    },
    await realpath(place),
  );
  await strata.app.quit();

  const again = await launch();
  await expect(again.page.getByText("1 unsaved edit")).toBeVisible();
  await expect(again.editor.row("old")).toBeVisible();
  expect(await keptDrafts(dataDirectory)).toEqual(['{"old":1}']);
  const left = await again.page.evaluate(async () => {
    const opening = indexedDB.open("strata-drafts");
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const asked = opening.result.transaction("drafts").objectStore("drafts").getAllKeys();
    await new Promise((resolve) => asked.addEventListener("success", resolve));
    opening.result.close();
    return { places: (asked.result as unknown as string[][]).map(([at]) => at), length: localStorage.length };
  });
  expect(left).toEqual({ places: ["/elsewhere"], length: 0 });
});
