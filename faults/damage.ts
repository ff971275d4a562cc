import { readFileSync, writeFileSync } from "node:fs";
import type { Random } from "./random.ts";

const PAGE = 4096;

/** What may happen to the bytes of a file. Each gives back where it struck, in words. */
const DAMAGES = {
  "a flipped bit": (bytes: Buffer, random: Random) => {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    return bytes;
  },
  "sixteen random bytes": (bytes: Buffer, random: Random) => {
    const at = random.below(bytes.length);
    for (let i = at; i < Math.min(bytes.length, at + 16); i += 1) bytes[i] = random.below(256);
    return bytes;
  },
  "a zeroed page": (bytes: Buffer, random: Random) => {
    const at = random.below(Math.ceil(bytes.length / PAGE)) * PAGE;
    return bytes.fill(0, at, Math.min(bytes.length, at + PAGE));
  },
  "two pages swapped": (bytes: Buffer, random: Random) => {
    const pages = Math.floor(bytes.length / PAGE);
    if (pages < 2) return bytes.fill(0, 0, 1);
    const one = random.below(pages) * PAGE;
    const other = random.below(pages) * PAGE;
    const kept = Buffer.from(bytes.subarray(one, one + PAGE));
    bytes.copy(bytes, one, other, other + PAGE);
    kept.copy(bytes, other);
    return bytes;
  },
  "cut short": (bytes: Buffer, random: Random) => bytes.subarray(0, random.below(bytes.length)),
} as const;

export type DamageKind = keyof typeof DAMAGES;

export const DAMAGE_KINDS = Object.keys(DAMAGES) as readonly DamageKind[];

/** Damages a file in place. An empty one stays as it is. */
export function damage(path: string, kind: DamageKind, random: Random): void {
  const bytes = readFileSync(path);
  if (bytes.length > 0) writeFileSync(path, DAMAGES[kind](bytes, random));
}
