import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { inTheme } from "./inTheme.ts";

it("F3 the page is sent in the theme that was chosen", async () => {
  const html = await readFile(new URL("../../../renderer/index.html", import.meta.url), "utf8");
  expect(inTheme(html, "system")).toBe(html);
  for (const theme of ["light", "dark"] as const) {
    expect(inTheme(html, theme)).toContain(`<html data-theme="${theme}" lang="en">`);
    expect(inTheme(html, theme)).toContain(`<meta name="color-scheme" content="${theme}" />`);
  }
});
