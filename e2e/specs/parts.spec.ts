import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Page, TestInfo } from "@playwright/test";
import { freePort } from "../../scripts/dev/browserMain.ts";
import { seriousViolations } from "../axe.ts";
import { expect, test } from "../fixtures.ts";

const project = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What lies over the page once a button was pressed: its name, and the role that the part has then. */
const overlays = [
  ["Open menu", "menu"],
  ["Open context menu", "menu"],
  ["Now From", "listbox"],
  ["Only today", "dialog"],
  ["Open small dialog", "dialog"],
  ["Open large dialog", "dialog"],
  ["Open side panel", "dialog"],
] as const;

test("the parts of the page look as they should in both themes, and axe finds nothing", async ({
  shell,
  browser,
  dataDirectory,
}, info) => {
  test.skip(shell !== "browser", "It is the dev server's page, the same for every shell.");
  const port = await freePort();
  const server = spawn(process.execPath, [project("scripts/dev/main.ts"), "--port", String(port)], {
    env: { ...process.env, STRATA_USER_DATA: dataDirectory },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  server.stdout.on("data", (chunk) => {
    output += String(chunk);
  });
  try {
    await expect.poll(() => output, { timeout: 60_000 }).toContain("#key=");
    const page = await browser.newPage({ viewport: { width: 1280, height: 3400 } });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => void (message.type() === "error" && errors.push(message.text())));
    await page.goto(`http://localhost:${port}/parts`);
    await expect(page.getByRole("heading", { name: "Parts" })).toBeVisible({ timeout: 60_000 });
    expect(await seriousViolations(page)).toEqual([]);
    await photograph(page, info, "parts");
    await page.setViewportSize({ width: 1000, height: 700 });
    for (const [button, role] of overlays) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await expect(page.getByRole(role).last()).toBeVisible();
      expect(await seriousViolations(page), button).toEqual([]);
      await photograph(page, info, button);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("heading", { name: "Parts" })).toBeVisible();
    }
    expect(errors).toEqual([]);
    await page.close();
  } finally {
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    await ended;
  }
});

async function photograph(page: Page, info: TestInfo, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const path = info.outputPath(`${name.replaceAll(" ", "-")}-${colorScheme}.png`);
    await page.screenshot({ path });
    await info.attach(`${name}, ${colorScheme}`, { path, contentType: "image/png" });
  }
}
