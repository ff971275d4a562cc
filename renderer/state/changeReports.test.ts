import { expect, it } from "vitest";
import type { Revision, StoreChange } from "../../shared/model/index.ts";
import { ChangeReports } from "./changeReports.ts";

const change = (revision: number, keys: readonly string[] | null, snapshots = false): StoreChange => ({
  revision: revision as Revision,
  keys,
  snapshots,
});

function reports() {
  const all = new ChangeReports();
  let asked = 0;
  const ask = async () => void asked++;
  return {
    call: (of: StoreChange) => ({ read: all.once("call", of, ask) }),
    feed: (of: StoreChange) => ({ read: all.once("feed", of, ask) }),
    asked: () => asked,
  };
}

it("asks once for a change of this page, whichever report of it comes first", () => {
  const { call, feed, asked } = reports();
  const first = call(change(2, ["a"]));
  expect(feed(change(2, ["a"])).read).toBe(first.read);
  const second = feed(change(3, ["b"]));
  expect(call(change(3, null)).read).toBe(second.read);
  expect(asked()).toBe(2);
});

it("asks again for what others change meanwhile", () => {
  const { call, feed, asked } = reports();
  call(change(3, ["a"]));
  feed(change(2, ["b"]));
  expect(asked()).toBe(2);
  feed(change(3, ["a"]));
  expect(asked()).toBe(2);
  feed(change(3, ["a"]));
  expect(asked()).toBe(3);
});

it("asks again where the feed reports the change together with another one", () => {
  const { call, feed, asked } = reports();
  call(change(3, ["a"]));
  feed(change(3, ["a", "b"]));
  call(change(4, ["a"]));
  feed(change(5, ["a"]));
  expect(asked()).toBe(4);
});

it("a snapshot that somebody else takes of the same revision is asked for", () => {
  const { call, feed, asked } = reports();
  call(change(3, [], true));
  feed(change(3, [], true));
  feed(change(3, [], true));
  expect(asked()).toBe(2);
  call(change(4, ["a"]));
  feed(change(4, [], true));
  expect(asked()).toBe(4);
});
