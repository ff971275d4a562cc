import type { StrataClient } from "../client/index.ts";

/** UTF-16 units of a report: enough for two stacks. */
const LONGEST = 20_000;

/** The text that a person copies to report a defect. `when` is the activity: "While showing the keys". */
export function detailsOf(when: string, error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return `${when}: ${text}`.slice(0, LONGEST);
}

/** Writes a defect to {@link whereWritten}. */
export async function reportDefect({ shell }: Pick<StrataClient, "shell">, details: string): Promise<void> {
  await shell.report({ text: details.slice(0, LONGEST) });
}

export const whereWritten = ({ shellKind }: Pick<StrataClient, "shellKind">): string =>
  shellKind === "desktop" ? "the log, which Help shows" : "the terminal that Strata was started in";
