import { describe, expect, it } from "vitest";
import { DiffWorker, type WorkerLike } from "./diffWorker.ts";
import { DiffEngine } from "./engine.ts";
import type { DiffAnswer, DiffRequest } from "./protocol.ts";
import { NO_RULES } from "./quiet.ts";

/** Computes on request, in this thread. */
class HeldWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  isTerminated = false;
  readonly #waiting: DiffRequest[] = [];
  readonly #engine = new DiffEngine((answer) =>
    this.onmessage?.({ data: answer } as MessageEvent<DiffAnswer>),
  );

  postMessage(request: DiffRequest): void {
    this.#waiting.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  run(): void {
    for (const request of this.#waiting.splice(0)) this.#engine.handle(request);
  }
}

function setUp() {
  const workers: HeldWorker[] = [];
  const worker = new DiffWorker(() => {
    const made = new HeldWorker();
    workers.push(made);
    return made;
  });
  const heard: DiffAnswer[] = [];
  const compare = (before: string | null, after: string | null) =>
    worker.ask({ kind: "compare", before, after, rules: NO_RULES, opensSame: false }, (answer) =>
      heard.push(answer),
    );
  return { worker, workers, heard, compare };
}

const numbers = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => ({ id: i, v: i })));
const others = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, i) => ({ id: i, v: -1 - i })));

describe("comparing off the page", () => {
  it("answers with the totals first and then the rows, in parts", () => {
    const { workers, heard, compare } = setUp();
    compare(numbers(3_000), others(3_000));
    workers[0]?.run();
    const [structure, ...parts] = heard;
    expect(structure).toMatchObject({ kind: "structure", isSame: false, totals: { changed: 3_000 } });
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every((part) => part.kind === "rows" && part.rows.length <= 2_000)).toBe(true);
    expect(parts.map((part) => part.kind === "rows" && part.isLast).indexOf(true)).toBe(parts.length - 1);
  });

  it("ends a comparison that another one overtakes", () => {
    const { workers, heard, compare } = setUp();
    compare("1", "2");
    compare("3", "4");
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    for (const worker of workers) worker.run();
    expect(heard.filter(({ kind }) => kind === "structure")).toHaveLength(1);
  });

  it("keeps the worker when nothing is under way", () => {
    const { workers, compare } = setUp();
    compare("1", "2");
    workers[0]?.run();
    compare("3", "4");
    expect(workers).toHaveLength(1);
  });

  it("tells what is wrong with a value that is not JSON", () => {
    const { workers, heard, compare } = setUp();
    compare("{", "{}");
    workers[0]?.run();
    expect(heard).toEqual([
      expect.objectContaining({ kind: "failed", message: expect.stringContaining("line 1") }),
    ]);
  });

  it("describes a key as a patch, in Markdown and in HTML", () => {
    const { worker, workers } = setUp();
    const texts: string[] = [];
    for (const format of ["patch", "markdown", "html"] as const) {
      worker.ask(
        {
          kind: "describe",
          key: "a/b",
          before: '{"x":1}',
          after: '{"x":2,"y":"<i>"}',
          format,
          rules: NO_RULES,
        },
        (answer) => texts.push(answer.kind === "described" ? answer.text : answer.kind),
      );
    }
    workers[0]?.run();
    expect(texts[0]).toContain('"path":"/a~1b');
    expect(texts[1]).toContain("## ~ `a/b`");
    expect(texts[2]).toContain("&lt;i&gt;");
  });
});
