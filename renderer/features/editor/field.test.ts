import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Field, type FieldEvent, type FieldState, next } from "./field.ts";

const events: fc.Arbitrary<FieldEvent> = fc.oneof(
  fc.string({ maxLength: 3 }).map((written): FieldEvent => ({ kind: "type", written })),
  fc.constant<FieldEvent>({ kind: "commit" }),
  fc.constant<FieldEvent>({ kind: "drop" }),
);
/** What a text without a digit is, in these tests. */
const refusal = (written: string) => (/\d/.test(written) ? null : "no digit");

describe("a field", () => {
  it("F1 makes its edit at most once, and only what stood in it, whatever order the events come in", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (all) => {
        const made: string[] = [];
        const commit = (written: string) => {
          const reason = refusal(written);
          if (reason === null) made.push(written);
          return reason;
        };
        let state: FieldState = { kind: "typing", written: "" };
        let typed = "";
        for (const event of all) {
          const before = state;
          state = next(state, event, commit);
          const isOver = before.kind === "committed" || before.kind === "dropped";
          if (isOver) expect(state).toBe(before);
          else if (event.kind === "type") typed = event.written;
          if (state.kind === "refused") expect(state).toMatchObject({ written: typed, reason: "no digit" });
          if (state.kind === "typing") expect(state.written).toBe(typed);
        }
        expect(made).toEqual(state.kind === "committed" ? [typed] : []);
      }),
      { numRuns: 3000 },
    );
  });

  it("F2 reports every key, and the end of its edits, and closes once", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 20 }), (all) => {
        const kept: (string | null)[] = [];
        let closed = 0;
        const field = new Field(
          { path: ["x"], part: "value", before: "1", written: "1" },
          {
            onType: (edit) => kept.push(edit?.written ?? null),
            commit: ({ written }) => refusal(written),
            onDrop: () => kept.push(null),
            onClose: () => {
              closed += 1;
            },
          },
          false,
        );
        for (const event of all) {
          const { isOpen } = field;
          if (event.kind === "type") field.type(event.written);
          else if (event.kind === "commit") field.commit();
          else field.drop();
          if (field.isOpen) expect(kept.at(-1) ?? null).toBe(field.isEdited ? field.written : null);
          if (!isOpen) expect(field.isOpen).toBe(false);
        }
        expect(closed).toBe(field.isOpen ? 0 : 1);
      }),
      { numRuns: 2000 },
    );
  });
});
