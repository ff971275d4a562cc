import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PRIVATE_FOLDER } from "./privateFiles.ts";

const LONGEST_NAME = 60;
/** Device names on Windows, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Creates a directory for a new store in Strata's own folder, with a free name made from this one. */
export async function makeStoreDirectory(dataDirectory: string, name: string): Promise<string> {
  const stores = join(dataDirectory, "stores");
  await mkdir(stores, { recursive: true, mode: PRIVATE_FOLDER });
  const base = directoryName(name);
  for (let count = 1; ; count++) {
    const path = join(stores, count === 1 ? base : `${base} ${count}`);
    try {
      await mkdir(path, PRIVATE_FOLDER);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** A name that is valid for a directory on every system. */
export function directoryName(name: string): string {
  const characters = [
    ...name
      .normalize("NFC")
      .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]+/gu, "-")
      .trim(),
  ];
  const plain = characters
    .slice(0, LONGEST_NAME)
    .join("")
    .replace(/^[.\s-]+|[.\s-]+$/g, "");
  if (plain === "") return "Store";
  return RESERVED.test(plain) ? `${plain.replace(".", "-")} store` : plain;
}
