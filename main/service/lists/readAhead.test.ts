import { expect, it, vi } from "vitest";
import { ReadAhead } from "./readAhead.ts";

const failures = () => vi.fn<(error: Error) => void>();

it("looks further and further until all is known", async () => {
  let left = 5;
  const lookAhead = vi.fn(async () => --left > 0);
  const onFailure = failures();
  const ahead = new ReadAhead({ lookAhead }, onFailure);
  await vi.waitFor(() => expect(left).toBe(0));
  ahead.stop();
  expect(lookAhead).toHaveBeenCalledTimes(5);
  expect(onFailure).not.toHaveBeenCalled();
});

it("is over once it is stopped, in whatever state it leaves the store", async () => {
  const { promise: closed, reject: close } = Promise.withResolvers<boolean>();
  const lookAhead = vi.fn(() => closed);
  const onFailure = failures();
  const ahead = new ReadAhead({ lookAhead }, onFailure);
  await vi.waitFor(() => expect(lookAhead).toHaveBeenCalledOnce());
  ahead.stop();
  close(new Error("This store is closed."));
  await expect(closed).rejects.toThrow();
  expect(onFailure).not.toHaveBeenCalled();
});

it("says when the keys can't be read", async () => {
  const onFailure = failures();
  new ReadAhead({ lookAhead: async () => Promise.reject(new Error("The store is damaged.")) }, onFailure);
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledWith(new Error("The store is damaged.")));
});
