import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

type Theme = "light" | "dark";

function colour(token: string, theme: Theme): string {
  const match = css.match(new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`));
  const value = match?.[theme === "light" ? 1 : 2];
  if (value === undefined) throw new Error(`No colour --${token} in tokens.css`);
  return value;
}

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ["bg", "bg-raised", "bg-sunken", "hover"];
const signals = ["added", "removed", "changed", "moved", "past"];

const pairs: (readonly [text: string, background: string])[] = [
  ...["text", "text-dim", "text-faint", "accent", ...signals].flatMap((text) =>
    surfaces.map((surface) => [text, surface] as const),
  ),
  ...["text", "text-dim", "text-faint"].flatMap((text) =>
    ["accent-bg", ...signals.map((signal) => `${signal}-bg`)].map((surface) => [text, surface] as const),
  ),
  ...signals.map((signal) => [signal, `${signal}-bg`] as const),
  ["accent", "accent-bg"],
  ["accent-text", "accent"],
  ["accent-text", "accent-hover"],
];

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  it.each(pairs)("shows %s on %s with a contrast of 4.5 or better", (text, background) => {
    expect(contrast(colour(text, theme), colour(background, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(surfaces)("shows the focus ring on %s with a contrast of 3 or better", (surface) => {
    expect(contrast(colour("focus", theme), colour(surface, theme))).toBeGreaterThanOrEqual(3);
  });
});
