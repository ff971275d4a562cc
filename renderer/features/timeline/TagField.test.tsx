import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { TagField, tagsWith } from "./TagField.tsx";

afterEach(cleanup);

function Field({ onTags }: { readonly onTags: (tags: readonly string[]) => void }) {
  const [tags, setTags] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState("");
  return (
    <TagField
      label="Tag"
      tags={tags}
      onChange={(next) => {
        setTags(next);
        onTags(next);
      }}
      typed={typed}
      onType={setTyped}
      suggestions={["release", "nightly"]}
    />
  );
}

describe("the field for tags", () => {
  it("ends a tag at a comma and takes the last one off by Backspace", async () => {
    let tags: readonly string[] = [];
    render(<Field onTags={(next) => (tags = next)} />);
    const field = screen.getByRole("textbox", { name: "Tag" });
    await userEvent.type(field, "one,two, ");
    expect(tags).toEqual(["one", "two"]);
    await userEvent.clear(field);
    await userEvent.type(field, "{Backspace}");
    expect(tags).toEqual(["one"]);
  });

  it("F3 Backspace that is held to empty the field takes no tag off", async () => {
    let tags: readonly string[] = [];
    render(<Field onTags={(next) => (tags = next)} />);
    const field = screen.getByRole("textbox", { name: "Tag" });
    await userEvent.type(field, "one,tw");
    await userEvent.type(field, "{Backspace>6/}");
    expect(tags).toEqual(["one"]);
    await userEvent.type(field, "{Backspace}");
    expect(tags).toEqual([]);
  });

  it("offers tags in use that match what is typed", async () => {
    let tags: readonly string[] = [];
    render(<Field onTags={(next) => (tags = next)} />);
    await userEvent.type(screen.getByRole("textbox", { name: "Tag" }), "rel");
    expect(screen.queryByRole("button", { name: "Add tag nightly" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Add tag release" }));
    expect(tags).toEqual(["release"]);
  });

  it("counts what is typed as a tag when the form is sent, and no tag twice", () => {
    expect(tagsWith(["a"], " b , a,")).toEqual(["a", "b"]);
    expect(tagsWith([], "  ")).toEqual([]);
  });
});
