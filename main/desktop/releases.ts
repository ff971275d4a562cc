import { z } from "zod";
import { reasonOf } from "../../shared/model/index.ts";
import { mayOpen } from "./externalAddress.ts";

/** What the address of releases answers with: the newest version, and the page where a person can get it. */
const releaseSchema = z.object({
  version: z.string().regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, "is not of the form 1.2.3"),
  page: z
    .string()
    .max(2000)
    .refine(mayOpen, "is not an address that begins with https://")
    // As the browser will read it: a parser drops line breaks and the like, which a person would be shown.
    .transform((page) => new URL(page).href),
});
export type Release = z.output<typeof releaseSchema>;

const MAX_ANSWER_BYTES = 65_536;
const TIMEOUT_MS = 10_000;

/**
 * @param address an address that begins with `https://`; redirections are refused
 * @throws Error that says in one sentence what went wrong
 */
export async function latestRelease(
  address: string,
  fetch: (url: string, init: RequestInit) => Promise<Response>,
): Promise<Release> {
  if (!mayOpen(address)) throw new Error(`${address} is not an address that begins with https://.`);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let text: string;
  try {
    const response = await fetch(address, {
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal,
    });
    if (!response.ok) throw new Error(`it answered with status ${response.status}`);
    text = await boundedText(response);
  } catch (error) {
    const why = signal.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : reasonOf(error);
    throw new Error(`Fetching ${address} failed: ${why}.`, { cause: error });
  }
  const parsed = releaseSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(
    `${address} does not describe a release: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}.`,
  );
}

/** By number, part by part. */
export function compareVersions(one: string, other: string): number {
  const parts = other.split(".").map(Number);
  for (const [index, part] of one.split(".").map(Number).entries()) {
    const difference = part - (parts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not an object either, which the schema says.
    return undefined;
  }
}
