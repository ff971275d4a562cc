/** Draws the icons of the packages from the app's own: `npm run icons`. What it writes is kept in the repository. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { findChromium } from "./setup/chromium.js";

const project = fileURLToPath(new URL("..", import.meta.url));
const drawing = readFileSync(join(project, "renderer/public/icon.svg"), "utf8");
const folder = join(project, "packaging");

const LINUX = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const WINDOWS = [16, 24, 32, 48, 64, 128, 256];
/** The types of Apple's icon file that hold a PNG, with the pixels of each; those for twice the points come second. */
const MAC = [
  ["icp4", 16],
  ["icp5", 32],
  ["ic07", 128],
  ["ic08", 256],
  ["ic09", 512],
  ["ic11", 32],
  ["ic12", 64],
  ["ic13", 256],
  ["ic14", 512],
  ["ic10", 1024],
] as const;
/** Apple's template leaves 100 of 1024 pixels free on each side. */
const MAC_MARGIN = 100 / 1024;

const found = await findChromium(process.execPath);
if (!found) throw new Error("There is no Chromium here to draw with: STRATA_CHROMIUM can name one.");
const browser = await chromium.launch({
  executablePath: found.path,
  env: { ...(process.env as Record<string, string>), ...found.env },
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const page = await browser.newPage();
mkdirSync(join(folder, "icons"), { recursive: true });
for (const size of LINUX) {
  writeFileSync(join(folder, "icons", `${size}x${size}.png`), await draw(page, size, 0));
}
writeFileSync(join(folder, "icon.ico"), await windowsIcon(page));
writeFileSync(join(folder, "icon.icns"), await macIcon(page));
await browser.close();

async function draw(on: Page, size: number, margin: number): Promise<Buffer> {
  const side = size - 2 * Math.round(size * margin);
  await on.setViewportSize({ width: size, height: size });
  await on.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh">${drawing.replace("<svg", `<svg width="${side}" height="${side}"`)}`,
  );
  return on.screenshot({ omitBackground: true });
}

/** A directory of 6 + 16 × n bytes, then the pictures. */
async function windowsIcon(on: Page): Promise<Buffer> {
  const head = Buffer.alloc(6 + 16 * WINDOWS.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(WINDOWS.length, 4);
  const pictures: Buffer[] = [];
  let place = head.length;
  for (const [index, size] of WINDOWS.entries()) {
    const picture = await draw(on, size, 0);
    const at = 6 + 16 * index;
    // 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(picture.length, at + 8);
    head.writeUInt32LE(place, at + 12);
    pictures.push(picture);
    place += picture.length;
  }
  return Buffer.concat([head, ...pictures]);
}

/** Blocks of a type, their length with these eight bytes, and a picture; the file is such a block around them. */
async function macIcon(on: Page): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for (const [type, size] of MAC) blocks.push(block(type, await draw(on, size, MAC_MARGIN)));
  return block("icns", Buffer.concat(blocks));
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, "latin1");
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}
