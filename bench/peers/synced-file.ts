import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes the file whole and syncs it, by way of a new file, so that a reader never sees half of it. */
export function writeSynced(path: string, content: string | Uint8Array): void {
  const next = `${path}.next`;
  withSync(next, "w", (file) => {
    if (typeof content === "string") writeSync(file, content);
    else writeSync(file, content);
  });
  renameSync(next, path);
}

/** Appends to the file and syncs it. */
export function appendSynced(path: string, content: Uint8Array): void {
  withSync(path, "a", (file) => appendFileSync(file, content));
}

function withSync(path: string, flags: "w" | "a", write: (file: number) => void): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, flags);
  try {
    write(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
