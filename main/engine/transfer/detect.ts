import { open } from "node:fs/promises";
import { JsonSyntaxError, memberOf, typeOf } from "../../../shared/json/index.ts";
import { scanName, scanValue, skipSpace, withoutGaps } from "../../../shared/json/scanner.ts";
import { FileText } from "./fileText.ts";
import { Parts } from "./framework0/parts.ts";
import type { EntryRoot, ImportPlan, Root } from "./plan.ts";
import { TextWindow } from "./textWindow.ts";

/** Bytes at the end of a file in which the metadata of an export is searched. */
const TAIL = 4 << 20;

/**
 * The format of a file, from its first chunk and, if it may be a large export, its end. A folder may be a Framework0
 * store.
 *
 * @throws {ImportError} if it cannot be read. Invalid JSON is left for the reader to refuse.
 */
export async function detectRoot(path: string, name: string, plan: ImportPlan): Promise<Root> {
  if (plan.format === "export" || plan.format === "ndjson") return plan.format;
  if (plan.format !== "json") {
    if (await isFramework0(path)) return "framework0";
    if (await isGzip(path)) return "bundle";
  }
  return detectEntries(path, name, plan);
}

/** Whether a folder is a store that Framework0's Python wrote. */
export async function isFramework0(folder: string): Promise<boolean> {
  const parts = new Parts(folder);
  return (
    (await parts.has(["snapshots", "registry.json"])) || (await parts.has(["data", "current_data.json"]))
  );
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, "r").catch(() => null);
  if (handle === null) return false;
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await handle.close();
  }
}

async function detectEntries(path: string, name: string, plan: ImportPlan): Promise<EntryRoot> {
  const file = await FileText.open(path, name);
  try {
    const window = new TextWindow(file);
    await window.more();
    const { text } = window;
    const start = skipSpace(text, 0, null);
    const plain: EntryRoot = text.charAt(start) === "[" ? "array" : "object";
    if (plan.format === "json") return plain;
    const gaps: number[] = [];
    const end = endOfFirstValue(text, start, gaps);
    if (end === null) return (await isLargeExport(path, text, start)) ? "export" : plain;
    const next = skipSpace(text, end, null);
    if (/["{[\d\-tfn]/.test(text.charAt(next)) && text.slice(end, next).includes("\n")) return "ndjson";
    return isExport(withoutGaps(text, start, end, gaps)) ? "export" : plain;
  } finally {
    await file.close();
  }
}

function endOfFirstValue(text: string, start: number, gaps: number[]): number | null {
  try {
    return scanValue(text, start, gaps);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

function isExport(value: ReturnType<typeof withoutGaps>): boolean {
  const data = memberOf(value, "data");
  const metadata = memberOf(value, "metadata");
  if (data === undefined || metadata === undefined || typeOf(data) !== "object") return false;
  return memberOf(metadata, "exported_at") !== undefined;
}

/** An export begins with `data` and ends with `metadata`, whose first member is `exported_at`. */
async function isLargeExport(path: string, text: string, start: number): Promise<boolean> {
  if (text.charAt(start) !== "{") return false;
  const member = skipSpace(text, start + 1, null);
  let colon = 0;
  try {
    colon = scanName(text, member);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
  if (text.slice(member, colon).trim() !== '"data"') return false;
  if (text.charAt(skipSpace(text, colon + 1, null)) !== "{") return false;
  return /"metadata"\s*:\s*\{\s*"exported_at"\s*:/.test(await readTail(path));
}

async function readTail(path: string): Promise<string> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, size - length);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
