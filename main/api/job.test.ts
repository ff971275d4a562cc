import { describe, expect, it } from "vitest";
import { CallsUnderWay } from "./callsUnderWay.ts";
import { jobEvents } from "./job.ts";

describe("jobEvents", () => {
  it("tells the latest progress, then the result", async () => {
    let step = (_done: number) => {};
    const finished = Promise.withResolvers<string>();
    const events = jobEvents(
      new CallsUnderWay(),
      ({ onProgress }) => {
        step = (done) => onProgress?.(done, 10);
        return finished.promise;
      },
      undefined,
    );
    const first = events.next();
    step(1);
    expect((await first).value).toEqual({ kind: "progress", done: 1, total: 10 });
    step(2);
    step(3);
    expect((await events.next()).value).toEqual({ kind: "progress", done: 3, total: 10 });
    finished.resolve("all");
    expect((await events.next()).value).toEqual({ kind: "done", result: "all" });
    expect((await events.next()).done).toBe(true);
  });

  it("cancels the job with the signal, and ends only after the job has", async () => {
    const jobs = new CallsUnderWay();
    const controller = new AbortController();
    const order: string[] = [];
    const events = jobEvents(
      jobs,
      async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push("job");
        throw signal.reason;
      },
      controller.signal,
    );
    const waiting = events.next().catch((error: unknown) => {
      order.push("listener");
      return error;
    });
    controller.abort();
    expect(await waiting).toMatchObject({ code: "FAILED", data: { code: "CANCELLED" } });
    expect(order).toEqual(["job", "listener"]);
    await jobs.idle();
  });

  it("cancels the job when the listener stops", async () => {
    let stopped = false;
    const events = jobEvents(
      new CallsUnderWay(),
      async ({ signal, onProgress }) => {
        onProgress?.(1, null);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        stopped = true;
      },
      undefined,
    );
    for await (const _event of events) break;
    expect(stopped).toBe(true);
  });
});
