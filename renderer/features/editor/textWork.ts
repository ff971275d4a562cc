import { JsonSyntaxError, type Validity, validate } from "../../../shared/json/index.ts";
import { doText, type TextArguments, type TextResult, type TextTask, type ThreeSides } from "./textTasks.ts";
import type { TextAnswer, TextOutcome, TextRequest } from "./textWorker.ts";

type Settling<Task extends TextTask> = TextResult<Task> | Promise<TextResult<Task>>;

/** Texts up to this many characters are read at once: some 15 ms. Longer ones a worker reads, so that nothing freezes. */
const AT_ONCE = 300_000;

let worker: Worker | null = null;
let nextId = 1;
const waiting = new Map<number, (outcome: TextOutcome) => void>();

/** The text laid out over lines. Fails with {@link JsonSyntaxError} on text that is not JSON. */
export function formatText(text: string, indent: number): Settling<"format"> {
  return settle(text.length, "format", text, indent);
}

/** The text without white space. Fails with {@link JsonSyntaxError} on text that is not JSON. */
export function minifyText(text: string): Settling<"minify"> {
  return settle(text.length, "minify", text);
}

/** Whether the text is JSON, and if not, why. */
export function checkText(text: string): Validity | Promise<Validity> {
  if (text.length <= AT_ONCE) return validate(text);
  return inWorker("check", [text]).then(
    () => ({ ok: true }),
    (error: unknown) => {
      if (error instanceof JsonSyntaxError) return { ok: false, error };
      throw error;
    },
  );
}

/** Where the names and the leaves begin that contain a text: what `findLeaves` gives. */
export function findInText(text: string, query: string): Settling<"find"> {
  return settle(query === "" ? 0 : text.length, "find", text, query);
}

/** The first places, this many at most, where the two edits differ: what `disputedPlaces` gives. */
export function findDisputed(sides: ThreeSides, most: number): Settling<"dispute"> {
  return settle(lengthOf(sides), "dispute", sides, most);
}

/** Both edits laid together: `mine` holds at these places, JSON Pointers. Undefined when there is no value then. */
export function mergeTexts(sides: ThreeSides, mineAt: ReadonlySet<string>): Settling<"merge"> {
  return settle(lengthOf(sides), "merge", sides, mineAt);
}

const lengthOf = ({ base, theirs, mine }: ThreeSides): number =>
  (base?.length ?? 0) + (theirs?.length ?? 0) + mine.length;

/** Runs a task at once, or in the worker if the text is long. */
function settle<Task extends TextTask>(
  length: number,
  task: Task,
  ...given: TextArguments<Task>
): Settling<Task> {
  return length <= AT_ONCE ? doText(task, given) : inWorker(task, given);
}

async function inWorker<Task extends TextTask>(
  task: Task,
  given: TextArguments<Task>,
): Promise<TextResult<Task>> {
  worker ??= startWorker();
  const request: TextRequest = { id: nextId++, task, given };
  const background = worker;
  const outcome = await new Promise<TextOutcome>((resolve) => {
    waiting.set(request.id, resolve);
    background.postMessage(request);
  });
  if (outcome.kind === "done") return outcome.result as TextResult<Task>;
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
