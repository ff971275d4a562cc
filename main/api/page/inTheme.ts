import type { Preferences } from "../../../shared/contract/index.ts";

/**
 * The page's HTML with the chosen theme, so that its first frame has that theme. A script of the page would set it one
 * white frame late, and the content security policy refuses inline scripts.
 */
export function inTheme(html: string, theme: Preferences["theme"]): string {
  if (theme === "system") return html;
  return html
    .replace("<html ", `<html data-theme="${theme}" `)
    .replace('name="color-scheme" content="light dark"', `name="color-scheme" content="${theme}"`);
}
