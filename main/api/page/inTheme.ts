import type { Preferences } from "../../../shared/contract/index.ts";

/**
 * The page's HTML with the chosen theme in it. Its first frame is in that theme then; set by the page's own script, it
 * would come a white frame late, and the content security policy refuses a script inside the HTML.
 */
export function inTheme(html: string, theme: Preferences["theme"]): string {
  if (theme === "system") return html;
  return html
    .replace("<html ", `<html data-theme="${theme}" `)
    .replace('name="color-scheme" content="light dark"', `name="color-scheme" content="${theme}"`);
}
