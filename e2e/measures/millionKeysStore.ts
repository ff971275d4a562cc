import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeMillionKeys } from "./millionKeys.ts";

const cache = fileURLToPath(new URL("../../node_modules/.cache/strata-million-keys/", import.meta.url));
const madeBy = [
  fileURLToPath(new URL("millionKeys.ts", import.meta.url)),
  fileURLToPath(new URL("../../dist/main/engine.js", import.meta.url)),
];

/** The store that {@link makeMillionKeys} makes: once, for both shells, until the engine is another. */
export async function millionKeysStore(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of madeBy) hash.update(await readFile(file));
  const name = hash.digest("hex").slice(0, 16);
  const store = join(cache, name);
  if (existsSync(store)) return store;
  await mkdir(cache, { recursive: true });
  for (const older of await readdir(cache)) await rm(join(cache, older), { recursive: true, force: true });
  const making = await mkdtemp(`${store}-`);
  await makeMillionKeys(making);
  await rename(making, store);
  return store;
}
