/** Takes the pictures of the README and of docs/guide.md from the built app: `npm run pictures`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { Strata } from "../e2e/pages/strata.ts";
import { launchInBrowser } from "../e2e/shells/browserShell.ts";

const images = fileURLToPath(new URL("../docs/images/", import.meta.url));
const SIZE = { width: 1100, height: 680 };

const dataDirectory = mkdtempSync(join(tmpdir(), "strata-pictures-"));
const browser = await chromium.launch({
  executablePath: process.env["STRATA_CHROMIUM"] ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const app = await launchInBrowser(browser, () => {}, { dataDirectory });
try {
  const strata = new Strata(app, "browser");
  const { page, explorer, editor, timeline, compare, restore } = strata;
  const picture = (name: string) =>
    page.screenshot({ path: join(images, `${name}.png`), animations: "disabled" });
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  await app.resize(SIZE);
  await strata.welcome.openSample();
  await explorer.select("books.moby-dick");
  await editor.showAs("Tree");
  await editor.row("price").waitFor();
  await timeline.chooseOldest();
  await picture("workbench");

  await timeline.actOnChosen("Restore…");
  await restore.panel.getByRole("img").first().waitFor();
  await picture("restore");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "History of this key" }).click();
  const history = page.getByRole("dialog", { name: /^History of/ });
  await history.getByRole("treeitem").first().waitFor();
  await history.getByText("Comparing…").waitFor({ state: "hidden" });
  await picture("history");
  await page.keyboard.press("Escape");
  await history.waitFor({ state: "detached" });

  await timeline.actOnChosen("Compare with now");
  await compare.select("customers.1001");
  await compare.detail.getByText("customers.1001").waitFor();
  await compare.detail.getByRole("treeitem").first().waitFor();
  await picture("compare");
} finally {
  await app.quit();
  await browser.close();
  rmSync(dataDirectory, { recursive: true, force: true });
}
