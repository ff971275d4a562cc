import {
  type DisputedPlace,
  disputedPlaces,
  formatJson,
  JsonSyntaxError,
  mergeThreeWay,
  minify,
  toPointer,
  type Validity,
  validate,
} from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";
import type { OtherSides, TextAnswer, TextOutcome, TextRequest, TextResult, TextTask } from "./textWorker.ts";
import { findLeaves } from "./tree/find.ts";

/** Texts up to this many characters are read at once: some 15 ms. Longer ones a worker reads, so that nothing freezes. */
const AT_ONCE = 300_000;

let worker: Worker | null = null;
let nextId = 1;
const waiting = new Map<number, (outcome: TextOutcome) => void>();

/** The text laid out over lines. Fails with {@link JsonSyntaxError} on text that is not JSON. */
export function formatText(text: string, indent: number): string | Promise<string> {
  if (text.length <= AT_ONCE) return formatJson(text, indent);
  return inWorker(text, { kind: "format", indent }) as Promise<string>;
}

/** The text without white space. Fails with {@link JsonSyntaxError} on text that is not JSON. */
export function minifyText(text: string): JsonText | Promise<JsonText> {
  return text.length <= AT_ONCE ? minify(text) : (inWorker(text, { kind: "minify" }) as Promise<JsonText>);
}

/** Whether the text is JSON, and if not, why. */
export function checkText(text: string): Validity | Promise<Validity> {
  if (text.length <= AT_ONCE) return validate(text);
  return inWorker(text, { kind: "check" }).then(
    () => ({ ok: true }),
    (error: unknown) => {
      if (error instanceof JsonSyntaxError) return { ok: false, error };
      throw error;
    },
  );
}

/** Where the names and the leaves begin that contain a text: what `findLeaves` gives. */
export function findInText(text: string, query: string): readonly number[] | Promise<readonly number[]> {
  if (text.length <= AT_ONCE || query === "") return findLeaves(text, query);
  return inWorker(text, { kind: "find", query }) as Promise<readonly number[]>;
}

/** Two edits of one value, and what it was before them. */
export interface ThreeSides extends OtherSides {
  readonly mine: JsonText;
}

/** The first places, this many at most, where the two edits differ: what `disputedPlaces` gives. */
export function findDisputed(
  { base, theirs, mine }: ThreeSides,
  most: number,
): readonly DisputedPlace[] | Promise<readonly DisputedPlace[]> {
  if (isQuick(base, theirs, mine)) return disputedPlaces(base, theirs, mine).slice(0, most);
  return inWorker(mine, { kind: "dispute", base, theirs, most }) as Promise<readonly DisputedPlace[]>;
}

/** Both edits laid together: `mine` holds at these places, JSON Pointers. Undefined when there is no value then. */
export function mergeTexts(
  { base, theirs, mine }: ThreeSides,
  mineAt: ReadonlySet<string>,
): JsonText | undefined | Promise<JsonText | undefined> {
  if (isQuick(base, theirs, mine))
    return mergeThreeWay(base, theirs, mine, ({ path }) => (mineAt.has(toPointer(path)) ? "mine" : "theirs"));
  return inWorker(mine, { kind: "merge", base, theirs, mineAt: [...mineAt] }) as Promise<
    JsonText | undefined
  >;
}

const isQuick = (...texts: readonly (string | undefined)[]): boolean =>
  texts.reduce((length, text) => length + (text?.length ?? 0), 0) <= AT_ONCE;

async function inWorker(text: string, task: TextTask): Promise<TextResult> {
  worker ??= startWorker();
  const request: TextRequest = { id: nextId++, text, task };
  const background = worker;
  const outcome = await new Promise<TextOutcome>((resolve) => {
    waiting.set(request.id, resolve);
    background.postMessage(request);
  });
  if (outcome.kind === "done") return outcome.result;
  if (outcome.kind === "failed") throw new Error(outcome.message);
  throw new JsonSyntaxError(outcome.problem.reason, outcome.problem);
}

function startWorker(): Worker {
  const started = new Worker(new URL("./textWorker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<TextAnswer>) => {
    waiting.get(data.id)?.(data.outcome);
    waiting.delete(data.id);
  });
  started.addEventListener("error", (event) => {
    const message = event.message || "The text could not be read.";
    for (const settle of waiting.values()) settle({ kind: "failed", message });
    waiting.clear();
    worker = null;
  });
  return started;
}
