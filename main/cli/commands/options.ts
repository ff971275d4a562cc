import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../exitCodes.ts";

export function toCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError("Expected a whole number of 0 or more.");
  }
  return count;
}

/** The help of `-m` and `--message`. */
export const MESSAGE_HELP = "why: shown with the revision wherever it is listed";

/** An option of the commands that write. */
export interface MessageOption {
  readonly message?: string | undefined;
}

/** Adds an option that may be given several times. */
export function severalTimes(command: Command, flags: string, description: string): Command {
  return command.option(
    flags,
    `${description}; may be given several times`,
    (one: string, all: readonly string[]) => [...all, one],
    [] as readonly string[],
  );
}

/** The first `limit` rows. Reports whether these were all. */
export async function* atMost<Row>(
  rows: AsyncIterable<Row>,
  most: number,
  end: { isReached: boolean } = { isReached: true },
): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of rows) {
    if (count === most) {
      end.isReached = false;
      return;
    }
    count += 1;
    yield row;
  }
}

/** Fails unless at most one of these options is given. */
export function notTogether(options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined && options[name] !== false);
  if (given.length > 1) throw new UsageError(`Expected only one of ${given.join(" and ")}.`);
}
