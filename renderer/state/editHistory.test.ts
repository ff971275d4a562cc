import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonText, Revision } from "../../shared/model/index.ts";
import { EditHistory } from "./editHistory.ts";
import { applySplice, joined, spliceBetween } from "./splice.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "\n"), maxLength: 12 });

describe("a splice", () => {
  it("F1 leads from one text to the other, and touches nothing that is the same", () => {
    fc.assert(
      fc.property(text, text, fc.nat(3), (before, after, times) => {
        // Long texts are compared block by block.
        const around = "x".repeat(times * 4096);
        const [from, to] = [around + before + around, around + after + around];
        const splice = spliceBetween(from, to);
        expect(applySplice(from, splice)).toBe(to);
        expect(splice.removed.length).toBeLessThanOrEqual(before.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("F1 joins another that lies in what it put in, and no other", () => {
    fc.assert(
      fc.property(text, text, text, (first, second, third) => {
        const one = spliceBetween(first, second);
        const two = spliceBetween(second, third);
        const both = joined(one, two);
        if (both) expect(applySplice(first, both)).toBe(third);
        else expect(two.at < one.at || two.at + two.removed.length > one.at + one.inserted.length).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

type Act =
  | { readonly kind: "edit"; readonly text: string; readonly typedAt: number | undefined }
  | { readonly kind: "undo" | "redo" | "save" };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("edit" as const), text, typedAt: fc.constant(undefined) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("undo" as const, "redo" as const, "save" as const) }),
  },
);

describe("the steps of a value", () => {
  it("F2 go back and forth through every text that there was, across saves", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        let since = 1;
        const history = new EditHistory("begin", { text: "begin" as JsonText, since: 1 as Revision });
        let past: string[] = [];
        let now = "begin";
        let future: string[] = [];
        let stored = "begin";
        for (const each of acts) {
          if (each.kind === "edit") {
            if (each.text === now) continue;
            history.record({ text: each.text });
            past = [...past, now];
            now = each.text;
            future = [];
          } else if (each.kind === "undo") {
            const before = past.at(-1);
            expect(history.undo() !== null).toBe(before !== undefined);
            if (before === undefined) continue;
            past = past.slice(0, -1);
            future = [...future, now];
            now = before;
          } else if (each.kind === "redo") {
            const after = future.at(-1);
            expect(history.redo() !== null).toBe(after !== undefined);
            if (after === undefined) continue;
            future = future.slice(0, -1);
            past = [...past, now];
            now = after;
          } else {
            since += 1;
            stored = now;
            history.base = { text: now as JsonText, since: since as Revision };
            history.markStored(since as Revision);
          }
          expect(history.text).toBe(now);
          // The flag for "nothing unsaved" must be correct.
          if (history.isAtBase) expect(now).toBe(stored);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("F2 takes typing without a pause for one step, and what is typed elsewhere or later for another", () => {
    const history = new EditHistory("ab", null);
    history.record({ text: "xab", typedAt: 0 });
    history.record({ text: "xyab", typedAt: 300 });
    history.record({ text: "xyab!", typedAt: 500 });
    history.record({ text: "xyab!?", typedAt: 5000 });
    const texts = [];
    while (history.undo()) texts.push(history.text);
    expect(texts).toEqual(["xyab!", "xyab", "ab"]);
  });
});
