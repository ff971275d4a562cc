import { expect, it } from "vitest";
import { Slices } from "./slices.ts";

it("W11 goes on after a slice only when what is more urgent is done", async () => {
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const order: string[] = [];
  const job = new Slices({ giveWay: () => done }).pause(1, null).then(() => order.push("the job"));
  await new Promise(setImmediate);
  order.push("something urgent");
  finish();
  await job;
  expect(order).toEqual(["something urgent", "the job"]);
});

it("W11 notices a signal that fired while it gave way", async () => {
  const controller = new AbortController();
  const giveWay = async () => controller.abort(new Error("enough"));
  await expect(new Slices({ giveWay, signal: controller.signal }).pause(1, null)).rejects.toThrow("enough");
});
