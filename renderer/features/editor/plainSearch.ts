import { SearchQuery, search, setSearchQuery } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * The search within a text, for plain text alone: CodeMirror runs regular expressions by backtracking, so that one like
 * `(a+)+$` would hold the page for good (rule F10).
 */
export const plainSearch: Extension = [
  search({ top: true }),
  EditorState.transactionFilter.of((transaction) => {
    const queries = transaction.effects.filter((effect) => effect.is(setSearchQuery));
    const query = queries.at(-1)?.value as SearchQuery | undefined;
    if (!query?.regexp) return transaction;
    const { search: wanted, caseSensitive, literal, replace, wholeWord } = query;
    const plain = new SearchQuery({ search: wanted, caseSensitive, literal, replace, wholeWord });
    return [transaction, { effects: setSearchQuery.of(plain) }];
  }),
  EditorView.baseTheme({ ".cm-panel.cm-search label:has([name=re])": { display: "none" } }),
];
