import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { showOn } from "../state/page.fixture.tsx";
import { type StoreQuestion, useAnswer } from "./useAnswer.ts";

interface Said {
  readonly text: string;
}

afterEach(cleanup);

function Place({ of }: { readonly of: StoreQuestion<Said> }) {
  const { answer, latest, failure } = useAnswer(of);
  return <output>{[answer?.text ?? "none", latest?.text ?? "none", failure ?? "fine"].join(", ")}</output>;
}

/** Questions that wait to be answered. */
function questioner() {
  const asked: { readonly name: string; readonly signal: AbortSignal; resolve(text: string): void }[] = [];
  const pending = (name: string): StoreQuestion<Said> => ({
    name,
    freshness: "present",
    ask: ({ signal }) =>
      new Promise((resolve) => {
        asked.push({ name, signal, resolve: (text) => resolve({ text }) });
      }),
  });
  return { asked, pending };
}

const shown = () => screen.getByRole("status").textContent;
const rest = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));

describe("a question", () => {
  it("of the present is asked again after a change, and its answer stays on show until then", async () => {
    const { asked, pending } = questioner();
    const { memory } = await showOn({ a: "1" }, <Place of={pending("one")} />);
    expect(shown()).toBe("none, none, fine");
    asked[0]?.resolve("first");
    await rest();
    expect(shown()).toBe("first, first, fine");
    memory.write([["a", "2"]]);
    await rest();
    await rest();
    expect(asked).toHaveLength(2);
    expect(shown()).toBe("first, first, fine");
    asked[1]?.resolve("second");
    await rest();
    expect(shown()).toBe("second, second, fine");
  });

  it("of a fixed moment, and of a key that did not change, is not asked again", async () => {
    const { asked, pending } = questioner();
    const { memory } = await showOn(
      { a: "1", b: "1" },
      <>
        <Place of={{ ...pending("fixed"), freshness: "fixed" }} />
        <Place of={{ ...pending("b"), key: "b" as never }} />
      </>,
    );
    expect(asked.map(({ name }) => name)).toEqual(["fixed", "b"]);
    memory.write([["a", "2"]]);
    await rest();
    await rest();
    expect(asked).toHaveLength(2);
    memory.write([["b", "2"]]);
    await rest();
    await rest();
    expect(asked.map(({ name }) => name)).toEqual(["fixed", "b", "b"]);
  });

  it("is cancelled when nothing shows its answer any more, and says nothing then", async () => {
    const { asked, pending } = questioner();
    await showOn({ a: "1" }, <Place of={pending("one")} />);
    expect(asked[0]?.signal.aborted).toBe(false);
    cleanup();
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.resolve("late");
    await rest();
  });

  it("may be answered in parts, and says why it failed", async () => {
    const failed = Promise.withResolvers<void>();
    await showOn(
      { a: "1" },
      <Place
        of={{
          name: "parts",
          freshness: "fixed",
          ask: async (_, soFar) => {
            soFar({ text: "half" });
            await failed.promise;
            throw new Error("The rest is gone.");
          },
        }}
      />,
    );
    await rest();
    expect(shown()).toBe("half, half, fine");
    failed.resolve();
    await rest();
    expect(shown()).toBe("half, half, The rest is gone.");
  });

  it("of a fixed moment whose answer is kept is answered at once to whoever asks next", async () => {
    let asked = 0;
    const ask = async () => ({ text: `answer ${++asked}` });
    const of: StoreQuestion<Said> = { name: "kept", freshness: "fixed", isKept: true, ask };
    await showOn({ a: "1" }, <Place of={of} />);
    await rest();
    cleanup();
    await showOn({ a: "1" }, <Place of={of} />);
    expect(shown()).toBe("answer 1, answer 1, fine");
    expect(asked).toBe(1);
  });
});
