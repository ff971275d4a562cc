import { getSearchQuery, SearchQuery, setSearchQuery } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { expect, it } from "vitest";
import { plainSearch } from "./plainSearch.ts";

it("F10 the search within a text takes no regular expression, which would run by backtracking", () => {
  const state = EditorState.create({ doc: "(a+)+$ aaa", extensions: plainSearch });
  const query = new SearchQuery({ search: "(a+)+$", regexp: true, caseSensitive: true, replace: "b" });
  const asked = state.update({ effects: setSearchQuery.of(query) }).state;
  const taken = getSearchQuery(asked);
  expect(taken.regexp).toBe(false);
  expect([taken.search, taken.caseSensitive, taken.replace]).toEqual(["(a+)+$", true, "b"]);
  expect(taken.getCursor(asked).next().value).toMatchObject({ from: 0, to: 6 });
});
