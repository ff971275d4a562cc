import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEnhancedPersistence } from "../../main/engine/index.ts";
import { keptDrafts } from "../disk.ts";
import { expect, test } from "../fixtures.ts";

test.skip(
  process.platform !== "linux" || process.getuid?.() !== 0,
  "SKIPPED: only root on Linux can mount a folder for reading alone",
);

test("F19 a store that can't be written to says so, is read in every way, and offers nothing that writes", async ({
  launch,
  dataDirectory,
  shell,
}, info) => {
  const mount = join(dataDirectory, "mount");
  await mkdir(mount);
  execFileSync("mount", ["-t", "tmpfs", "strata-test", mount]);
  try {
    const basePath = join(mount, "Letters");
    const store = await createEnhancedPersistence({ basePath });
    await store.set("alpha", { title: "first", n: 1 });
    await store.createSnapshot("before");
    await store.set("alpha", { title: "second", n: 2 });
    await store.set("beta", [1, 2, 3]);
    await store.close();
    const remount = (how: "ro" | "rw") => execFileSync("mount", ["-o", `remount,${how}`, mount]);
    // An edit that was typed while the store could be written to.
    const before = await launch({ paths: [basePath] });
    await before.explorer.select("beta");
    await before.editor.write("beta", "[1, 2, 3, 4]");
    await expect.poll(() => keptDrafts(dataDirectory)).toEqual(["[1, 2, 3, 4]"]);
    await before.app.kill();
    remount("ro");

    const strata = await launch({ paths: [basePath] });
    const { page } = strata;
    const badge = page.getByRole("button", { name: "Read only", exact: true });
    await expect(badge).toBeVisible();
    await strata.explorer.select("alpha");
    // A desktop window can't be made smaller than its least size.
    const small = shell === "browser" ? [[640, 480]] : [];
    for (const [width = 0, height = 0] of [[1920, 1200], [1280, 800], [900, 600], ...small]) {
      await strata.app.resize({ width, height });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await badge.click();
        await expect(page.getByRole("dialog")).toContainText("Reload it");
        await page.screenshot({ path: info.outputPath(`why-${width}-${colorScheme}.png`) });
        await page.keyboard.press("Escape");
        await page.screenshot({ path: info.outputPath(`page-${width}-${colorScheme}.png`) });
      }
      await expect(badge).toBeInViewport();
    }
    await strata.app.resize({ width: 1280, height: 800 });
    for (const name of ["New key", "Take snapshot"])
      await expect(page.getByRole("button", { name, exact: true }).first()).toBeDisabled();
    await expect(strata.editor.panel.getByRole("button", { name: "Save", exact: true })).toBeHidden();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByText(/This store is read only: you may not write/)).toBeVisible();
    await strata.explorer.select("alpha");
    await page.keyboard.press("Delete");
    await page.keyboard.press("F2");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(strata.explorer.key("alpha")).toBeVisible();

    await page.keyboard.press("ControlOrMeta+k");
    await page.screenshot({ path: info.outputPath("palette.png") });
    await expect(page.getByRole("option", { name: /Take snapshot/ })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+Shift+d");
    await expect(page.getByRole("region", { name: "Compare" })).toContainText("alpha");
    await page.screenshot({ path: info.outputPath("compare.png") });
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+e");
    await expect(page.getByRole("dialog")).toContainText("Export");
    await page.keyboard.press("Escape");

    await strata.explorer.select("beta");
    await page.getByRole("button", { name: "Copy edit" }).click();
    await expect(strata.notice("Copied the edit of beta")).toBeVisible();
    await page.screenshot({ path: info.outputPath("draft.png") });
    await strata.editor.panel.getByRole("button", { name: "Discard" }).click();
    await expect(page.getByText("All saved")).toBeVisible();

    remount("rw");
    const other = await createEnhancedPersistence({ basePath });
    await other.set("gamma", "of somebody else");
    await other.close();
    remount("ro");
    await expect(strata.explorer.key("gamma")).toBeHidden();
    await badge.click();
    await page.getByRole("dialog").getByRole("button", { name: "Reload" }).click();
    await expect(strata.explorer.key("gamma")).toBeVisible();
    await expect(strata.notice("This store is shown as it is now")).toBeVisible();
    await expect(page.getByRole("heading", { name: "beta" })).toBeVisible();

    const file = join(dataDirectory, "more.json");
    await writeFile(file, '{"delta":1}');
    await strata.chooseToImport(file);
    await page.screenshot({ path: info.outputPath("import.png") });
    await page.getByRole("button", { name: "Import into a new store" }).click();
    await expect(strata.explorer.key("delta")).toBeVisible();
    await expect(badge).toBeHidden();
    await strata.app.quit();
  } finally {
    execFileSync("umount", ["-l", mount]);
  }
});
