import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { expect, test } from "../fixtures.ts";

const problemsOf = (page: Page) => page.getByRole("region", { name: "Problems of this store" });

/** Makes a store whose log lost its end to one damaged byte. */
async function makeDamagedStore(folder: string): Promise<void> {
  const original = `${folder}-original`;
  const store = await createEnhancedPersistence({ basePath: original });
  for (let i = 0; i < 20; i += 1) await store.set(`balance ${i}`, i);
  await mkdir(folder);
  for (const name of ["strata.db", "strata.db-wal", "strata.mark"]) {
    const bytes = await readFile(join(original, name));
    if (name.endsWith("-wal")) bytes.writeUInt8((bytes[50_000] as number) ^ 0xff, 50_000);
    await writeFile(join(folder, name), bytes);
  }
  await store.close();
}

test("commits lost in a damaged log are reported until the banner is dismissed, and again at the next start", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "ledger");
  await makeDamagedStore(folder);
  const strata = await launch({ paths: [folder] });
  const problems = problemsOf(strata.page);
  await expect(problems).toContainText(/ledger has lost revisions \d+ to 20.*Make those changes again/);
  await strata.explorer.add("other");
  await expect(problems).toBeVisible();
  await problems.getByRole("button", { name: "Dismiss" }).click();
  await expect(problems).toBeHidden();
  await strata.app.quit();

  const again = await launch({ paths: [folder] });
  await expect(problemsOf(again.page)).toBeVisible();
});

test("a store that is moved away while it is open is reported, with what to do", async ({
  launch,
  dataDirectory,
}) => {
  const folder = join(dataDirectory, "ledger");
  await mkdir(folder);
  const { explorer, page } = await launch({ paths: [folder] });
  await explorer.add("balance");
  await rename(folder, `${folder} elsewhere`);
  await expect(problemsOf(page)).toContainText(/removed or moved.*put the file back/);
});
