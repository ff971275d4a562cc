import { readFile, rename, rm, writeFile } from "node:fs/promises";

/** How programs save a file: over it, by a new one that takes its name, or by removing it first. */
export const WAYS = ["inPlace", "renamed", "removed"] as const;
export type Way = (typeof WAYS)[number];

/**
 * Another program that changes a JSON file, knowing nothing of Strata: it reads the file, sets one member, and saves it.
 * Gives false where the file was not there or not whole to be read; nothing is saved then.
 */
export async function editFile(file: string, member: string, value: number, way: Way): Promise<boolean> {
  let content: Record<string, unknown>;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch {
    return false;
  }
  const text = JSON.stringify({ ...content, [member]: value });
  if (way === "inPlace") await writeFile(file, text);
  else {
    const temporary = `${file}.${value}`;
    await writeFile(temporary, text);
    if (way === "removed") await rm(file, { force: true });
    await rename(temporary, file);
  }
  return true;
}
