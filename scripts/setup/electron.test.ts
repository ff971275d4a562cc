import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { findElectron } from "./electron.js";

const folder = mkdtempSync(join(tmpdir(), "strata-electrons-"));
const executable =
  {
    darwin: "Electron.app/Contents/MacOS/Electron",
    win32: "electron.exe",
  }[process.platform as "darwin" | "win32"] ?? "electron";

/** A folder with something in it that is called as Electron is. */
function electronIn(name: string): string {
  const path = join(folder, name, executable);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
  return join(folder, name);
}

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it("F27 the official Electron goes before the one of the registry, and the one that is named before both", () => {
  vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", "");
  const missing = join(folder, "missing");
  const registry = electronIn("registry");
  expect(findElectron(missing, registry)).toBe(join(registry, executable));
  const official = electronIn("official");
  expect(findElectron(official, registry)).toBe(join(official, executable));
  const named = electronIn("named");
  vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", named);
  expect(findElectron(official, registry)).toBe(join(named, executable));
  vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", "");
  expect(findElectron(missing, missing)).toBeUndefined();
});
