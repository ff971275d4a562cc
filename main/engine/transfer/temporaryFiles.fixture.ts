import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A new folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "strata-transfer-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The path of a file with this content in a new folder. */
export function temporaryFile(content: string | Uint8Array, name = "file.json"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}
