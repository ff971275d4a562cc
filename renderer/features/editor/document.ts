import { Text } from "@codemirror/state";

/** Characters whose lines are found in one go: some ten milliseconds. */
const SLICE = 1_000_000;
const LINE_BREAK = /\r\n?|\n/;

/** A text as the editor holds it: at once when it is short, else slice by slice, so that the page stays free meanwhile. */
export function documentOf(text: string): Text | Promise<Text> {
  return text.length <= SLICE ? Text.of(text.split(LINE_BREAK)) : inSlices(text);
}

async function inSlices(text: string): Promise<Text> {
  let document = Text.empty;
  for (let from = 0; from < text.length; ) {
    const lineEnd = text.indexOf("\n", from + SLICE);
    const to = lineEnd === -1 ? text.length : lineEnd + 1;
    document = document.append(Text.of(text.slice(from, to).split(LINE_BREAK)));
    from = to;
    await new Promise((resolve) => setTimeout(resolve));
  }
  return document;
}

/** What a document holds, with `\n` between the lines. Much quicker than its own `toString` where there are many. */
export function textOf(document: Text): string {
  const parts: string[] = [];
  for (const leaf of leavesOf(document)) parts.push(leaf.toJSON().join("\n"));
  return parts.join("\n");
}

/** The innermost nodes of the tree that a document is: a few dozen lines each. */
function* leavesOf(document: Text): Iterable<Text> {
  if (document.children === null) yield document;
  else for (const child of document.children) yield* leavesOf(child);
}
