import type { DiffAnswer, DiffRequest } from "./protocol.ts";

type Listener = (answer: DiffAnswer) => void;
type RequestBody = DiffRequest extends infer One
  ? One extends DiffRequest
    ? Omit<One, "id">
    : never
  : never;

/** The part of `Worker` that is used here. */
export interface WorkerLike {
  postMessage(request: DiffRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<DiffAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

const startWorker = (): WorkerLike =>
  new Worker(new URL("./diff.worker.ts", import.meta.url), { type: "module", name: "diff" });

/** Computes differences off the page. A new comparison ends the one before, even in the middle of its work. */
export class DiffWorker {
  readonly #start: () => WorkerLike;
  readonly #listeners = new Map<number, Listener>();
  #worker: WorkerLike | null = null;
  #lastId = 0;

  constructor(start: () => WorkerLike = startWorker) {
    this.#start = start;
  }

  /** Asks for one thing; `listener` hears every part of the answer. */
  ask(body: RequestBody, listener: Listener): void {
    if (body.kind === "compare" && this.#listeners.size > 0) this.#end();
    const id = ++this.#lastId;
    this.#listeners.set(id, listener);
    this.#running().postMessage({ ...body, id } as DiffRequest);
  }

  dispose(): void {
    this.#end();
  }

  #running(): WorkerLike {
    if (this.#worker !== null) return this.#worker;
    const worker = this.#start();
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (event) => {
      const message = event.message || "The comparison stopped unexpectedly.";
      for (const [id, listener] of this.#listeners) listener({ kind: "failed", id, message });
      this.#end();
    };
    this.#worker = worker;
    return worker;
  }

  #hear(answer: DiffAnswer): void {
    const listener = this.#listeners.get(answer.id);
    const isLast = answer.kind === "structure" ? false : answer.kind !== "rows" || answer.isLast;
    if (isLast) this.#listeners.delete(answer.id);
    listener?.(answer);
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#listeners.clear();
  }
}
