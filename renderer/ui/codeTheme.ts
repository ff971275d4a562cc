import { bidiIsolates, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { INVISIBLE } from "../../shared/diff/index.ts";

const theme = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--text)",
    backgroundColor: "var(--bg)",
    fontSize: "var(--editor-size, 13px)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.55",
    fontVariantNumeric: "tabular-nums",
    fontVariantLigatures: "none",
    scrollbarWidth: "thin",
    scrollbarColor: "var(--line-strong) transparent",
  },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-bg)",
  },
  ".cm-gutters": {
    backgroundColor: "var(--bg)",
    color: "var(--text-faint)",
    border: "none",
    paddingLeft: "4px",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 8px", minWidth: "28px" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--hover) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-foldGutter .cm-gutterElement": { cursor: "default", width: "14px" },
  ".cm-foldPlaceholder": {
    backgroundColor: "var(--hover)",
    border: "none",
    color: "var(--text-dim)",
    padding: "0 6px",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-bg)",
    outline: "none",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--changed-bg)" },
  ".cm-searchMatch": { backgroundColor: "var(--changed-bg)", outline: "1px solid var(--changed)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--accent-bg)", outline: "1px solid var(--accent)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--removed) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-gutter-lint": { width: "10px" },
  ".cm-tooltip": {
    backgroundColor: "var(--bg-raised)",
    color: "var(--text)",
    border: "none",
    borderRadius: "4px",
    boxShadow: "var(--shadow-2)",
    font: "12px/18px var(--sans)",
  },
  ".cm-diagnostic-error": { borderLeft: "none", padding: "4px 8px" },
  ".cm-panels": {
    backgroundColor: "var(--bg-sunken)",
    color: "var(--text)",
    font: "12px/20px var(--sans)",
  },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "4px 28px 6px 8px" },
  ".cm-textfield": {
    backgroundColor: "var(--bg)",
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
    padding: "2px 6px",
    font: "12px/18px var(--mono)",
  },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--bg-raised)",
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
    padding: "2px 8px",
  },
});

/** Names stand out from values by weight, strings from the rest by tone: nothing else is coloured. */
const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--text)", fontWeight: "500" },
  { tag: tags.string, color: "var(--text-dim)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--accent)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--text-faint)" },
  { tag: tags.invalid, color: "var(--removed)" },
]);

/** The editor's looks, from the tokens, so that both themes are one. */
export const codeTheme: Extension = [
  theme,
  syntaxHighlighting(highlight),
  // A Hebrew name stays before its value.
  bidiIsolates(),
  highlightSpecialChars({ specialChars: new RegExp(INVISIBLE) }),
];
