import { parseArgs } from "node:util";
import { peers } from "./peers/list.ts";

export interface BenchOptions {
  /** Sizes of the store, ascending. */
  readonly keys: readonly number[];
  /** Numbers of snapshots, ascending; none leaves that part out. */
  readonly snapshots: readonly number[];
  readonly rounds: number;
  /** The files of the peers to measure; Strata is always among them. */
  readonly peers: readonly string[];
  /** Seconds after which a process is stopped and its cells stay empty. */
  readonly limit: number;
  readonly realData: boolean;
  /** Where the stores are made. */
  readonly directory: string | null;
  /** The file that results are written to, and added to when it exists. */
  readonly output: string;
  /** Draw charts and write the tables of docs/benchmarks.md from the results. */
  readonly docs: boolean;
}

export const usage = `npm run bench -- [options]
  --keys 10000,100000,1000000   sizes of the store (default 10000,100000)
  --snapshots 50,500,5000       numbers of snapshots at 10 000 keys; "none" leaves this out
  --rounds 5                    interleaved rounds; figures are medians over them
  --peers sqlite,lmdb           only these beside Strata: ${peers.map(({ file }) => file).join(" ")}
  --limit 120                   seconds after which one process is stopped
  --real-data yes|no            ten versions of browser-compat-data (default yes)
  --directory path              where stores are made (default: the system's temporary directory)
  --output path                 results as JSON, merged into what is there (default bench/results.json)
  --docs                        also write docs/benchmarks.md's tables and charts
  --quick                       1 000 and 10 000 keys, 50 and 500 snapshots, 1 round, 30 seconds`;

/** What the command line asks for. Throws with the usage when it says something unknown. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      keys: { type: "string" },
      snapshots: { type: "string" },
      rounds: { type: "string" },
      peers: { type: "string" },
      limit: { type: "string" },
      "real-data": { type: "string" },
      directory: { type: "string" },
      output: { type: "string" },
      docs: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
    },
  });
  const quick = values.quick;
  return {
    keys: numbers("keys", values.keys ?? (quick ? "1000,10000" : "10000,100000")),
    snapshots: numbers("snapshots", values.snapshots ?? (quick ? "50,500" : "50,500,5000")),
    rounds: numbers("rounds", values.rounds ?? (quick ? "1" : "5"))[0] ?? 5,
    peers: chosenPeers(values.peers),
    limit: numbers("limit", values.limit ?? (quick ? "30" : "120"))[0] ?? 120,
    realData: (values["real-data"] ?? "yes") === "yes",
    directory: values.directory ?? null,
    output: values.output ?? `${import.meta.dirname}/results.json`,
    docs: values.docs,
  };
}

function numbers(option: string, text: string): number[] {
  if (text === "none") return [];
  const parsed = text.split(",").map(Number);
  if (parsed.some((number) => !Number.isInteger(number) || number < 1)) {
    throw new Error(
      `Expected --${option} to be whole numbers with commas between them, found "${text}".\n\n${usage}`,
    );
  }
  return parsed.sort((a, b) => a - b);
}

function chosenPeers(text: string | undefined): string[] {
  const known = peers.map(({ file }) => file);
  if (text === undefined) return known;
  const asked = text.split(",");
  const unknown = asked.filter((file) => !known.includes(file));
  if (unknown.length > 0) throw new Error(`Unknown peer: ${unknown.join(", ")}.\n\n${usage}`);
  return known.filter((file) => file === "strata" || asked.includes(file));
}
