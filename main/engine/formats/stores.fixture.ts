import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freshDirectory } from "../stores.fixture.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");

/** The names of the stores that are kept of earlier formats, as `format-1/closed`. */
export function stores(): string[] {
  return readdirSync(FIXTURES).flatMap((format) =>
    readdirSync(join(FIXTURES, format), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(format, entry.name)),
  );
}

/** A copy of one of them, in a folder that goes with the test. */
export async function copyOf(name: string): Promise<string> {
  const basePath = join(await freshDirectory(), "store");
  cpSync(join(FIXTURES, name), basePath, { recursive: true });
  return basePath;
}

/** What is known of a revision now, and was not known in format 1. */
const UNKNOWN = { author: null, message: null };

interface Expected {
  readonly records: readonly object[];
  readonly histories: Readonly<Record<string, readonly { readonly revision: object }[]>>;
}

/** What a store has to give. */
export function expectedOf(name: string): unknown {
  return withAuthors(JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), "utf8")) as Expected);
}

function withAuthors(expected: Expected): unknown {
  const histories = Object.entries(expected.histories).map(([key, versions]) => [
    key,
    versions.map((version) => ({ ...version, revision: { ...UNKNOWN, ...version.revision } })),
  ]);
  return {
    ...expected,
    records: expected.records.map((record) => ({ ...UNKNOWN, ...record })),
    histories: Object.fromEntries(histories),
  };
}
