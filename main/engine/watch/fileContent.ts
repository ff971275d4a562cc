import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { JsonSyntaxError } from "../../../shared/json/index.ts";
import { targetOf } from "../transfer/target.ts";
import { type FileState, NO_FILE, stateOf } from "./fileState.ts";

/** What is in a watched file. */
export type FileContent =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly text: string; readonly state: FileState }
  | { readonly kind: "other"; readonly problem: NotJson };

/** A content that a store can follow. */
export type Understood = Exclude<FileContent, { readonly kind: "other" }>;

/** Why a file's content is no JSON. */
export interface NotJson {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The bytes of a file; null when there is none, nor a folder for it. */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

/** What these bytes of a file say. */
export function contentIn(bytes: Buffer | null): FileContent {
  if (bytes === null) return { kind: "none" };
  // Decoded all the same, what is not UTF-8 would be written back as something else.
  if (!isUtf8(bytes)) return { kind: "other", problem: { message: "The text is not in UTF-8." } };
  const text = bytes.toString("utf8");
  try {
    return { kind: "json", text, state: stateOf(text) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { message, line, column } = error;
    return { kind: "other", problem: { message, line, column } };
  }
}

export function stateIn(content: Understood): FileState {
  return content.kind === "none" ? NO_FILE : content.state;
}

/** SHA-256 of a file's bytes; null when there is no file. */
export function hashOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : createHash("sha256").update(bytes).digest("hex");
}

/** Deletes the file, and leaves the link to it, if there is one: the file may come back. */
export async function removeTarget(path: string): Promise<void> {
  await rm(await targetOf(path), { force: true });
}
