import type { Command } from "commander";
import { preview } from "../../../shared/json/index.ts";
import { entryFilter, searchHistory } from "../../engine/index.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { find } from "../../service/find.ts";
import { MOMENT_HELP, toMoment } from "../../service/moments.ts";
import { isoTime } from "../../service/records.ts";
import { type DatedInterval, intervalDates } from "../../service/revisionTimes.ts";
import type { Context } from "../context.ts";
import { oneLine } from "../printable.ts";
import { type Line, painted } from "../styled.ts";
import { atMost, notTogether, toCount } from "./options.ts";

/** Characters of a value on one line. */
const PREVIEW = 80;

const FILTER_HELP =
  "text; or `name: value`, `price: < 10`, `address.city: Bern` for members; or a JSONPath (RFC 9535) that begins with $";

interface Row {
  readonly json: string;
  readonly line: Line;
}

export function addSearchCommands(program: Command, context: Context): void {
  addFind(program, context);
  addSearch(program, context);
}

interface FindOptions {
  readonly at: string;
  readonly keys?: boolean;
  readonly values?: boolean;
  readonly regex?: boolean;
  readonly limit?: number;
}

function addFind(program: Command, context: Context): void {
  program
    .command("find")
    .summary("find keys and values of one moment")
    .description(
      "Lists the entries whose key contains a text or whose value matches a filter. Exit code 1 if there is none.",
    )
    .argument("<filter>", FILTER_HELP)
    .option("--at <moment>", MOMENT_HELP, "now")
    .option("--keys", "match keys only")
    .option("--values", "match values only")
    .option("--regex", "the filter is a regular expression for keys (RE2's syntax)")
    .option("-n, --limit <count>", "at most this many", toCount)
    .action(async (filter: string, options: FindOptions, command: Command) => {
      const { keys, values, regex = false, limit = Number.POSITIVE_INFINITY } = options;
      notTogether({ "--keys": keys, "--values": values });
      notTogether({ "--regex": regex, "--values": values });
      await context.withStore(command, async (store) => {
        const at = await toMoment(store, options.at);
        const where = keys === true || regex ? "keys" : values === true ? "values" : "both";
        const found = find(store, filter, { at, where, regex, signal: context.terminal.signal });
        await answerRows(context, command, atMost(entryRows(found), limit));
      });
    });
}

async function* entryRows(found: ReturnType<typeof find>): AsyncGenerator<Row> {
  for await (const { key, text, since } of found) {
    yield {
      json: `{"key":${JSON.stringify(key)},"value":${text},"since":${since}}`,
      line: [painted("bold", oneLine(key)), `  ${preview(text, PREVIEW)}`],
    };
  }
}

interface SearchOptions {
  readonly key: string;
  readonly regex?: boolean;
  readonly limit?: number;
}

function addSearch(program: Command, context: Context): void {
  program
    .command("search")
    .summary("search all retained values, old ones included")
    .description(
      "Searches every retained version of every key, deleted ones included, and lists from which revision until which a key had a matching value. Exit code 1 if there is none.",
    )
    .argument("<filter>", FILTER_HELP)
    .option("-k, --key <text>", "only keys that contain this text", "")
    .option("--regex", "--key is a regular expression (RE2's syntax)")
    .option("-n, --limit <count>", "at most this many", toCount)
    .action(async (filter: string, options: SearchOptions, command: Command) => {
      const { key, regex, limit = Number.POSITIVE_INFINITY } = options;
      await context.withStore(command, (store) =>
        answerRows(
          context,
          command,
          atMost(intervalRows(context, store, filter, key, regex === true), limit),
        ),
      );
    });
}

async function* intervalRows(
  context: Context,
  store: EnhancedPersistence,
  filter: string,
  key: string,
  regex: boolean,
): AsyncGenerator<Row> {
  const filters = [await entryFilter(key, regex ? "regex" : "text"), await entryFilter(filter, "value")];
  const dated = intervalDates(store);
  for await (const { found } of searchHistory(store, filters, { signal: context.terminal.signal })) {
    for (const interval of await dated(found)) yield intervalRow(interval);
  }
}

function intervalRow({ key, from, until, fromAt, untilAt, preview: text }: DatedInterval): Row {
  // The time of a revision is 0 if its record was pruned.
  const time = (at: number | null) => (at === null || at === 0 ? null : isoTime(at));
  const times = { fromAt: time(fromAt), untilAt: time(untilAt) };
  const end = until === null ? "now" : `r${until}`;
  return {
    json: JSON.stringify({ key, from, fromAt: times.fromAt, until, untilAt: times.untilAt, preview: text }),
    line: [
      painted("bold", oneLine(key)),
      "  ",
      painted("yellow", `r${from}..${end}`),
      `  ${times.fromAt ?? "?"}  ${text.slice(0, PREVIEW).toWellFormed()}`,
    ],
  };
}

async function answerRows(context: Context, command: Command, rows: AsyncIterable<Row>): Promise<void> {
  const count = await context.paged(command, (output) => output.rows(rows));
  if (count === 0) context.exitCode = 1;
}
