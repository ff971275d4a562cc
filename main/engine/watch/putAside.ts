import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openOutput } from "../transfer/wholeFile.ts";

/** Keeps what is no JSON in the store's folder before it is written over: it may be all that somebody has. */
export async function putAside(store: string, name: string, bytes: Buffer, now: number): Promise<void> {
  const directory = join(store, "rejected");
  await mkdir(directory, { recursive: true });
  const stamp = new Date(now).toISOString().replaceAll(":", "-");
  const file = await openOutput(join(directory, `${stamp} ${name}`));
  try {
    await file.writeBytes(bytes);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
