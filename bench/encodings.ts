/*
 * What each delta strategy makes of real values, and what it takes: the table of docs/performance.md, from which the
 * thresholds of main/engine/delta/encode.ts come. Values of the oldest version of the real data at depths 2 to 4 that
 * differ in the newest, each against the value that replaced it; at most 150 of a size, spread evenly.
 *
 *     node bench/encodings.ts
 */
import { encode } from "../main/engine/delta/encode.ts";
import { decode } from "../main/engine/delta/encoding.ts";
import { StoredText } from "../main/engine/delta/storedText.ts";
import { installPeers } from "./install.ts";
import { formatCount } from "./report/format.ts";
import { versionFiles } from "./work/realDataVersions.ts";

const MOST = 150;

const STRATEGIES = ["compress", "dict", "binary", "auto"] as const;

const SIZES = [
  { name: "100–300 B", from: 100, below: 300 },
  { name: "300 B–4 KiB", from: 300, below: 4096 },
  { name: "4–32 KiB", from: 4096, below: 32_768 },
  { name: "32–512 KiB", from: 32_768, below: 524_288 },
  { name: "above", from: 524_288, below: Number.POSITIVE_INFINITY },
];

interface Pair {
  readonly old: string;
  readonly next: string;
}

installPeers();
const files = versionFiles();
const pairs = differing(members(files.at(0)), members(files.at(-1)));
console.log("| size | values | mean bytes | strategy | ratio | encode µs | decode µs |");
console.log("|---|---:|---:|---|---:|---:|---:|");
for (const { name, from, below } of SIZES) {
  const fitting = pairs.filter(({ old }) => old.length >= from && old.length < below);
  const step = Math.max(1, fitting.length / MOST);
  const chosen = Array.from(
    { length: Math.min(MOST, fitting.length) },
    (_, place) => fitting[Math.floor(place * step)] as Pair,
  );
  const bytes = chosen.reduce((sum, { old }) => sum + Buffer.byteLength(old), 0);
  for (const [place, strategy] of STRATEGIES.entries()) {
    const { stored, encoding, decoding } = measure(strategy, chosen);
    const lead =
      place === 0
        ? [name, chosen.length, formatCount(Math.round(bytes / chosen.length))]
        : (["", "", ""] as const);
    const figures = [(bytes / stored).toFixed(1), formatCount(encoding), formatCount(decoding)];
    console.log(`| ${[...lead, `\`${strategy}\``, ...figures].join(" | ")} |`);
  }
}

/** Bytes stored for all pairs, and microseconds for one of them, the best of seven passes. */
function measure(deltaStrategy: (typeof STRATEGIES)[number], chosen: readonly Pair[]) {
  const options = { deltaStrategy, enableCompression: true };
  let stored = 0;
  let encoding = Number.POSITIVE_INFINITY;
  let decoding = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < 7; pass += 1) {
    const start = performance.now();
    const encoded = chosen.map(({ old, next }) => encode(options, old, next));
    const middle = performance.now();
    const back = encoded.map(
      ({ encoding, value }, place) => decode(encoding, value, new StoredText(chosen[place]?.next ?? "")).text,
    );
    const end = performance.now();
    const wrong = chosen.find(({ old }, place) => back[place] !== old);
    if (wrong) throw new Error(`${deltaStrategy} does not give back ${wrong.old.slice(0, 100)}`);
    stored = encoded.reduce((sum, { size }) => sum + size, 0);
    encoding = Math.min(encoding, ((middle - start) * 1000) / chosen.length);
    decoding = Math.min(decoding, ((end - middle) * 1000) / chosen.length);
  }
  return { stored, encoding: Math.round(encoding), decoding: Math.round(decoding) };
}

/** The text of each member at depths 2 to 4, by its path. */
function members(file: Buffer | undefined): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string, depth: number) => {
    if (depth >= 2) found.set(path, JSON.stringify(value));
    if (depth === 4 || value === null || typeof value !== "object") return;
    for (const [name, member] of Object.entries(value)) walk(member, `${path}/${name}`, depth + 1);
  };
  walk(JSON.parse(String(file)), "", 0);
  return found;
}

function differing(older: ReadonlyMap<string, string>, newer: ReadonlyMap<string, string>): Pair[] {
  return [...older].flatMap(([path, old]) => {
    const next = newer.get(path);
    return next === undefined || next === old ? [] : [{ old, next }];
  });
}
