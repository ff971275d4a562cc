import { createEnhancedPersistence, entryFilter, LimitError } from "../../main/engine/index.ts";
import { minify } from "../../shared/json/index.ts";
import type { JsonText, Key } from "../../shared/model/index.ts";
import { inDirectory } from "../directories.ts";
import { type FaultTest, type Outcome, type Scale, Tally } from "../report.ts";

/** What a filter over a large value may use beyond what was used before, in bytes. */
const MOST_MEMORY = 500_000_000;

const EVIL_PATHS = [
  "$..*..*..*..*[?@.never]",
  "$..[?search(@, '(a+)+$')]",
  "$..[?match(@.s, @.p)]",
  "$..[?count(@..*) > 999999999]",
  "*.*.*.*.*.*.*.*.never: 1",
  "never: *a*a*a*a*a*a*a*b",
];

/** Filters made to hang the engine, over deep and large values: each answers or says why not, and lets others go first. */
export const patterns: FaultTest = { name: "patterns and large values", run };

async function run({ quick }: Scale): Promise<Outcome> {
  const failures: string[] = [];
  const tally = new Tally();
  const megabytes = quick ? 4 : 60;
  await inDirectory(async (directory) => {
    const store = await createEnhancedPersistence({ basePath: directory });
    const text = `[${'{"s":"aaaaaaaaaaaaaaaaaaaaaaa!","p":"(a*)*b","n":[1,[2,[3]]]},'.repeat(megabytes * 16_000)}{"last":1}]`;
    const deep = `${"[".repeat(480)}1${"]".repeat(480)}`;
    await store.write(
      [
        { key: "large" as Key, text: text as JsonText },
        { key: "deep" as Key, text: deep as JsonText },
      ],
      { operation: "set" },
    );
    for (const question of EVIL_PATHS) {
      const before = process.memoryUsage().rss;
      let peak = 0;
      let turns = 0;
      const timer = setInterval(() => {
        turns += 1;
        peak = Math.max(peak, process.memoryUsage().rss - before);
      }, 20);
      const began = performance.now();
      try {
        const filter = await entryFilter(question, "value");
        if (filter.by !== "value") throw new Error("It asks for values.");
        for await (const { key, text } of store.scan({ kind: "now" })) {
          await filter.wants(key, text);
        }
        tally.add("answered");
      } catch (error) {
        if (error instanceof LimitError) tally.add("stopped");
        else failures.push(`${question}: ${String(error)}`);
      }
      clearInterval(timer);
      // To read the value is one slice (W11); beyond that others have their turns, counted and not timed.
      if (turns < (performance.now() - began) / 2_000 - 1) failures.push(`${question} held the thread`);
      if (peak > MOST_MEMORY) failures.push(`${question} took ${peak / 1e6} MB`);
    }
    await store.close();
  });
  if (!quick) tooManyMembers(failures);
  return {
    tried: `${EVIL_PATHS.length} filters over ${megabytes} MB and 480 levels${quick ? "" : ", and 17 million members"}`,
    survived: `${tally}; memory stayed under ${MOST_MEMORY / 1_000_000} MB`,
    failures,
  };
}

function tooManyMembers(failures: string[]): void {
  const blocks: string[] = [];
  for (let block = 0; block < 1700; block += 1) {
    const some: string[] = [];
    for (let n = 0; n < 10_000; n += 1) some.push(`"${(block * 10_000 + n).toString(36)}":1`);
    blocks.push(some.join(","));
  }
  try {
    minify(`{"object":{${blocks.join(",")}}}`);
    failures.push("17 million members were taken");
  } catch (error) {
    if (!String(error).includes("Expected at most 16,000,000 members")) failures.push(String(error));
  }
}
