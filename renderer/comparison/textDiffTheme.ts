import { EditorView } from "@codemirror/view";

/** How changed lines and texts look, by the tokens. */
export const textDiffTheme = EditorView.theme({
  "&": { height: "auto", fontSize: "12px" },
  ".cm-scroller": { lineHeight: "18px", overflow: "visible" },
  ".cm-content": { padding: "4px 0" },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine, &.cm-merge-b .cm-inlineChangedLine": {
    backgroundColor: "var(--added-bg)",
  },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk, .cm-deletedLine": {
    backgroundColor: "var(--removed-bg)",
  },
  ".cm-insertedLine, .cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  "&.cm-merge-b .cm-changedText": { background: "none", boxShadow: "inset 0 -2px var(--added)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "none",
    boxShadow: "inset 0 -2px var(--removed)",
  },
  ".cm-changeGutter": { width: "3px", paddingLeft: "0" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--added)" },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--removed)" },
  ".cm-collapsedLines": {
    background: "var(--bg-sunken)",
    color: "var(--text-faint)",
    font: "11px/18px var(--sans)",
    padding: "2px 12px",
  },
});
