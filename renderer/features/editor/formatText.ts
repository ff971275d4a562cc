import { formatJson } from "../../../shared/json/index.ts";
import type { FormatAnswer, FormatRequest } from "./formatWorker.ts";

/** Texts up to this many characters are laid out at once: some 15 ms. */
const AT_ONCE = 300_000;

let worker: Worker | null = null;
let nextId = 1;
const waiting = new Map<number, (answer: FormatAnswer) => void>();

/** The text laid out over lines: at once when it is short, else by a worker, so that nothing freezes. Rejects on text that is not JSON. */
export function formatText(text: string, indent: number): string | Promise<string> {
  if (text.length <= AT_ONCE) return formatJson(text, indent);
  worker ??= startWorker();
  const background = worker;
  const request: FormatRequest = { id: nextId++, text, indent };
  return new Promise((resolve, reject) => {
    waiting.set(request.id, (answer) => {
      if (answer.error === null) resolve(answer.text);
      else reject(new Error(answer.error));
    });
    background.postMessage(request);
  });
}

function startWorker(): Worker {
  const started = new Worker(new URL("./formatWorker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<FormatAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  started.addEventListener("error", (event) => {
    for (const [id, settle] of waiting) {
      settle({ id, text: "", error: event.message || "The text could not be laid out." });
    }
    waiting.clear();
    worker = null;
  });
  return started;
}
