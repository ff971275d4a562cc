import { describe, expect, it } from "vitest";
import { hostileStrings, INVISIBLE } from "../model/hostileStrings.fixture.ts";
import { changesOf } from "./changes.ts";
import { compareJson } from "./compare.ts";
import { htmlHead, htmlKey, markdownHead, markdownKey } from "./report.ts";

const head = { store: "<b>&", from: "a`b", to: "</title><script>", added: 1, removed: 0, changed: 2 };

function changes(before: string | null, after: string | null) {
  const comparison = compareJson(before, after);
  if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
  return changesOf(comparison.root);
}

describe("the changes of a difference", () => {
  it("are the places that differ by themselves", () => {
    expect(changes('{"a":{"x":1,"y":[1]},"b":2}', '{"a":{"x":2,"y":[1,{"z":0}]}}')).toEqual([
      { kind: "changed", pointer: "/a/x", movedFrom: null, before: "1", after: "2" },
      { kind: "added", pointer: "/a/y/1", movedFrom: null, before: null, after: '{"z":0}' },
      { kind: "removed", pointer: "/b", movedFrom: null, before: "2", after: null },
    ]);
  });

  it("tell a move and what changed inside what moved", () => {
    expect(
      changes('[{"id":1,"n":1},{"id":2},{"id":3}]', '[{"id":2},{"id":3},{"id":1,"n":2}]').map(
        ({ kind, pointer, movedFrom }) => [kind, pointer, movedFrom],
      ),
    ).toEqual([
      ["moved", "/2", 0],
      ["changed", "/2/n", null],
    ]);
  });
});

describe("a report", () => {
  const hostile = changes(JSON.stringify("<img src=x onerror=alert(1)>"), JSON.stringify("`'\"&\u202E"));

  it("in HTML has no markup from the data, loads nothing and runs nothing", () => {
    const page =
      htmlHead(head) + htmlKey({ key: "<script>alert(1)</script>", kind: "changed", changes: hostile });
    expect(page).not.toMatch(/<(script|img|b>)/);
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/(src|href)="/);
    expect(page).not.toContain("\u202E");
  });

  it("in Markdown keeps data inside code spans", () => {
    const text = markdownHead(head) + markdownKey({ key: "k``x", kind: "changed", changes: hostile });
    expect(text).toContain("# ``a`b`` → `</title><script>`");
    expect(text).toContain("## ~ ```k``x```");
    expect(text).toContain('- `~`: `"<img src=x onerror=alert(1)>"` → ``');
  });

  it("cuts long values and says how long they are", () => {
    const long = changes(null, JSON.stringify("x".repeat(5_000)));
    expect(markdownKey({ key: "k", kind: "added", changes: long })).toContain("(5002 characters)");
  });

  it.each(Object.entries(hostileStrings))("is made of nothing but its own parts with: %s", (_name, text) => {
    const named = { store: text, from: text, to: text, added: 1, removed: 1, changed: 1 };
    const before = JSON.stringify({ [text]: text });
    const key = {
      key: text,
      kind: "changed" as const,
      changes: changes(before, JSON.stringify({ [text]: [text] })),
    };

    const page = htmlHead(named) + htmlKey(key);
    const withoutStyle = page.replace(/<style>[^<]*<\/style>/, "");
    const elements = withoutStyle.replace(
      /<\/?(html|head|body|title|h1|h2|p|table|tr|td|span|ins|del)( class="[a-z]+")?>/g,
      "",
    );
    expect(
      elements.replace("<!doctype html>", "").replace(/<meta charset[^>]*>\n<meta http-equiv[^>]*>/, ""),
    ).not.toMatch(/[<>]/);
    expect(page).not.toMatch(INVISIBLE);

    const outside = (markdownHead(named) + markdownKey(key)).replace(
      /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g,
      "",
    );
    expect(outside).toMatch(
      /^# {2}→ \n\nStore : 1 added, 1 changed, 1 removed\.\n\n## ~ \n\n(- {1,2}: (→ )?\n|- {2}: {1,2}→ \n)+$/,
    );
  });
});
