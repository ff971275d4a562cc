import { useEffect, useMemo, useRef } from "react";
import { formatJson, JsonSyntaxError } from "../../../shared/json/index.ts";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { type Draft, useAppStore } from "../../state/app.ts";
import { isLong } from "./longText.ts";
import { minifyText } from "./textWork.ts";
import { useSettled } from "./useSettled.ts";

export interface StoredValue {
  readonly text: JsonText;
  readonly since: Revision;
}

/** What the tree shows: the value's text without white space, or why there is none; neither while a long one is read. */
export type TreeSource =
  | { readonly text: string; readonly problem: null }
  | { readonly text: null; readonly problem: null }
  | { readonly text: null; readonly problem: JsonSyntaxError };

interface DraftEditsOptions {
  readonly name: Key;
  readonly stored: StoredValue | null;
  readonly draft: Draft | undefined;
  /** The stored value laid out over lines; null while that is under way. */
  readonly formatted: string | null;
  readonly indent: number;
  /** Whether the tree is looked at, or the edit laid out: a long text is read for nothing else. */
  readonly needsTree: boolean;
}

const READING: TreeSource = { text: null, problem: null };

export interface DraftEdits {
  readonly treeSource: TreeSource;
  /** The edit laid out as the stored value is, so that only what differs differs; as it is when that can't be quick. */
  readonly laidOut: () => string;
  readonly editText: (text: string) => void;
  readonly editTree: (text: string) => void;
}

/** The two ways to one draft: the text as it was typed, and the tree's text, laid out again where that is quick. */
export function useDraftEdits({
  name,
  stored,
  draft,
  formatted,
  indent,
  needsTree,
}: DraftEditsOptions): DraftEdits {
  const app = useAppStore();
  const fromTree = useRef<{ readonly draft: string; readonly text: string } | null>(null);
  useEffect(() => {
    if (!draft) fromTree.current = null;
  }, [draft]);

  const keep = (text: string, isBack: boolean) => {
    const { drafts, setDraft, discardDraft } = app.getState();
    const now = drafts.get(name);
    const base = now ? now.base : stored;
    if (isBack && (base?.since ?? null) === (stored?.since ?? null)) discardDraft(name);
    else if (now?.text !== text) setDraft(name, { text, base });
  };

  const written = draft?.text;
  const source = useMemo((): TreeSource | Promise<TreeSource> => {
    if (written === undefined || !needsTree) return { text: stored?.text ?? "null", problem: null };
    // What the tree itself wrote needs no reading.
    if (fromTree.current?.draft === written) return { text: fromTree.current.text, problem: null };
    return sourceOf(written);
  }, [written, stored?.text, needsTree]);
  const treeSource = useSettled(source) ?? READING;

  return {
    treeSource,
    laidOut: () => {
      const { text } = treeSource;
      return text === null || isLong(text.length) ? (written ?? "") : formatJson(text, indent);
    },
    editText: (text) => keep(text, text === formatted),
    editTree: (text) => {
      const laidOut = isLong(text.length) ? text : formatJson(text, indent);
      fromTree.current = { draft: laidOut, text };
      keep(laidOut, text === stored?.text);
    },
  };
}

function sourceOf(written: string): TreeSource | Promise<TreeSource> {
  const shown = (text: string): TreeSource => ({ text, problem: null });
  const refused = (error: unknown): TreeSource => {
    if (error instanceof JsonSyntaxError) return { text: null, problem: error };
    throw error;
  };
  try {
    const text = minifyText(written);
    return text instanceof Promise ? text.then(shown, refused) : shown(text);
  } catch (error) {
    return refused(error);
  }
}
