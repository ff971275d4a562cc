import type { StrataClient } from "../client/index.ts";

/** UTF-16 units of a report: enough for two stacks. */
const LONGEST = 20_000;

/** What a person copies to report a defect of ours. */
export function detailsOf(what: string, error: unknown): string {
  const told = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return `While showing ${what}: ${told}`.slice(0, LONGEST);
}

/** Has a defect of ours written where a person finds it: the log of the desktop, the terminal of the server. */
export async function reportDefect(
  { shell }: Pick<StrataClient, "shell">,
  what: string,
  error: unknown,
  componentStack: string | null | undefined,
): Promise<void> {
  const text = `${detailsOf(what, error)}\nin${componentStack ?? " an unknown component"}`;
  await shell.report({ text: text.slice(0, LONGEST) });
}
