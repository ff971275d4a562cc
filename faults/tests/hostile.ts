import { createWriteStream, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { createEnhancedPersistence, InvalidKeyError } from "../../main/engine/index.ts";
import { runToEnd } from "../child.ts";
import { DAMAGE_KINDS, damage } from "../damage.ts";
import { copyDirectory, inDirectory } from "../directories.ts";
import { importedText } from "../load/operations.ts";
import { Random } from "../random.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

const IMPORTER = join(import.meta.dirname, "../load/importer.ts");
const PYTHON_STORE = join(import.meta.dirname, "../../main/engine/transfer/framework0/fixtures/store");
const PYTHON_FILES = [
  "data/current_data.json",
  "snapshots/registry.json",
  "snapshots/data/v1795409235-53c3df59.delta",
  "snapshots/data/v1795409235-6e45c4a5.data",
  "snapshots/data/v1795409235-df7e1cef.delta",
];

/** What an importer may use beyond what Node itself needs, in bytes. */
const MOST_MEMORY = 500_000_000;

/** Files made to do harm: bombs, half surrogates, invalid UTF-8, and random damage to every kind of file that is read. */
export const hostile: FaultTest = { name: "hostile files", run };

async function run({ quick, seed }: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const tally = new Tally();
  await inDirectory(async (directory) => {
    await surrogates(join(directory, "surrogates"), failures);
    const files = await bombs(directory, quick ? 30 : 1000);
    for (const file of files) await importOne(file, join(directory, "bombed"), failures, tally, true);
    const random = new Random(seed);
    for (let trial = 0; trial < (quick ? 4 : 200); trial += 1) {
      const file = damagedFile(directory, trial, random);
      await importOne(file, join(directory, `fuzzed-${trial}`), failures, tally, false);
    }
  });
  return {
    tried: `two keys with half surrogates, ${quick ? 30 : 1000} MB bombs in a bundle, a file and a folder, random damage`,
    survived: `the keys are refused; ${tally}; memory stayed under ${MOST_MEMORY / 1_000_000} MB`,
    failures,
  };
}

async function surrogates(basePath: string, failures: string[]): Promise<void> {
  const store = await createEnhancedPersistence({ basePath });
  for (const key of ["\ud800", "\ud801", "a\udc00"]) {
    const refused = await store.set(key, 1).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(refused instanceof InvalidKeyError))
      failures.push(`the key ${JSON.stringify(key)}: ${String(refused)}`);
  }
  if ((await store.status()).entryCount !== 0) failures.push("a key with half a surrogate is in the store");
  await store.close();
}

/** Small files that become large, each in another place. */
async function bombs(directory: string, megabytes: number): Promise<string[]> {
  const header = '{"strata":"bundle","format":1,"kind":"store","exported_at":"2026-01-01T00:00:00.000Z"}\n';
  const spaces = (start: string) =>
    Readable.from(
      (function* () {
        yield start;
        for (let i = 0; i < megabytes; i += 1) yield Buffer.alloc(1_000_000, 0x20);
      })(),
    );
  const zipped = async (name: string, start: string) => {
    const path = join(directory, name);
    await pipeline(spaces(start), createGzip({ level: 9 }), createWriteStream(path));
    return path;
  };
  const plain = (name: string, bytes: Buffer | string) => {
    const path = join(directory, name);
    writeFileSync(path, bytes);
    return path;
  };
  return [
    await zipped("spaces.strata", header),
    await zipped("headless.strata", ""),
    await zipped(
      "one-line.strata",
      `${header}{"revision":1,"at":1,"operation":"set","detail":null,"whole":true}\n{"k":"a","v":"`,
    ),
    plain("deep.json", `{"a":${"[".repeat(5_000_000)}`),
    plain("surrogate.json", '{"\\ud800":1,"\\ud801":2}'),
    plain("latin1.json", Buffer.from('{"a":"\xe9\xff"}', "latin1")),
    plain("zeros.json", Buffer.alloc(5_000_000)),
  ];
}

/** A file of one of the kinds that are read, damaged; as the path to import. */
function damagedFile(directory: string, trial: number, random: Random): string {
  const kind = random.pick(DAMAGE_KINDS);
  if (random.below(2) === 0) {
    const path = join(directory, `damaged-${trial}.json`);
    writeFileSync(path, importedText(random.below(3)));
    damage(path, kind, random);
    return path;
  }
  const folder = join(directory, `python-${trial}`);
  copyDirectory(PYTHON_STORE, folder);
  const path = join(folder, random.pick(PYTHON_FILES));
  if (existsSync(path)) damage(path, kind, random);
  return folder;
}

async function importOne(
  path: string,
  basePath: string,
  failures: string[],
  tally: Tally,
  mustRefuse: boolean,
): Promise<void> {
  const { lines, errors, hung, signal } = await runToEnd([IMPORTER, path, basePath], 120_000);
  const said = lines.at(-1) ?? "";
  const [outcome = "", memory = "0"] = said.split(" ");
  if (hung) failures.push(`${path} hung`);
  else if (outcome !== "refused" && (outcome !== "imported" || mustRefuse)) {
    failures.push(`${path}: ${said} ${signal ?? ""} ${errors.slice(0, 500)}`);
  } else if (Number(memory) > MOST_MEMORY) failures.push(`${path} took ${Number(memory) / 1e6} MB`);
  tally.add(outcome);
}
