import { useEffect, useMemo, useRef } from "react";
import { formatJson, JsonSyntaxError } from "../../../shared/json/index.ts";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { type Draft, useAppStore } from "../../state/app.ts";
import type { EditStep, TreeNote } from "../../state/editHistory.ts";
import type { EditDetail } from "../../state/slices/drafts.ts";
import { applySplice, inverse } from "../../state/splice.ts";
import type { FieldEdit, TreeLook } from "../../state/valuePlace.ts";
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
  readonly editTree: (text: string, note: TreeNote) => void;
  /** Keeps what stands in an open field of the tree. */
  readonly keepField: (field: FieldEdit | null) => void;
  /** Lets the field go, with the place that was made for it: how the tree looked before that. */
  readonly dropField: (field: FieldEdit, isEdited: boolean) => TreeLook | null;
  /** Takes the last edit back, or does it again: how the tree looked there; undefined when there is none. */
  readonly turn: (way: "undo" | "redo") => TreeLook | null | undefined;
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

  const keep = (text: string, isBack: boolean, detail: EditDetail) => {
    const { drafts, setDraft } = app.getState();
    const now = drafts.get(name);
    const field = detail.note || !now?.field ? {} : { field: now.field };
    // What is stored now is no edit of it, whatever the edit began with.
    if (isBack && !("field" in field)) setDraft(name, { text, base: stored }, { ...detail, isStored: true });
    else if (now?.text !== text || (detail.note && now.field)) {
      setDraft(name, { text, base: now ? now.base : stored, ...field }, detail);
    }
  };
  const layOut = (text: string) => (isLong(text.length) ? text : formatJson(text, indent));

  const written = draft?.text;
  const source = useMemo((): TreeSource | Promise<TreeSource> => {
    if (written === undefined || !needsTree) return { text: stored?.text ?? "null", problem: null };
    // What the tree itself wrote needs no reading.
    if (fromTree.current?.draft === written) return { text: fromTree.current.text, problem: null };
    return sourceOf(written);
  }, [written, stored?.text, needsTree]);
  const treeSource = useSettled(source) ?? READING;

  /** The tree's text after a step, where it is known without reading the draft. */
  const follow = ({ note }: EditStep, way: "undo" | "redo", was: string | undefined) => {
    const now = app.getState().drafts.get(name);
    const isKnown = needsTree && was === written && treeSource.text !== null;
    const isSameBase = was !== undefined || (now?.base?.since ?? null) === (stored?.since ?? null);
    if (!note || !now || !isKnown || !isSameBase) return;
    const splice = way === "undo" ? inverse(note.splice) : note.splice;
    const { text } = treeSource;
    if (!text.startsWith(splice.removed, splice.at)) return;
    fromTree.current = { draft: now.text, text: applySplice(text, splice) };
  };
  const turn = (way: "undo" | "redo"): TreeLook | null | undefined => {
    const { undoEdit, redoEdit, drafts } = app.getState();
    const was = drafts.get(name)?.text;
    const done = way === "undo" ? undoEdit(name, stored?.since ?? null) : redoEdit(name);
    if (!done) return undefined;
    if (!("step" in done)) return null;
    follow(done.step, way, was);
    const now = app.getState().drafts.get(name);
    const tree = fromTree.current;
    const isBack =
      now !== undefined &&
      (now.text === formatted ||
        now.text === stored?.text ||
        (tree?.draft === now.text && tree.text === stored?.text));
    if (now && isBack && !now.field) {
      app.getState().setDraft(name, { text: now.text, base: stored }, { isStored: true });
    }
    const { note } = done.step;
    return note ? (way === "undo" ? note.before : note.after) : null;
  };

  return {
    treeSource,
    laidOut: () => {
      const { text } = treeSource;
      return text === null || isLong(text.length) ? (written ?? "") : formatJson(text, indent);
    },
    editText: (text) => keep(text, text === formatted, { from: formatted ?? undefined, isTyping: true }),
    editTree: (text, note) => {
      const laidOut = layOut(text);
      fromTree.current = { draft: laidOut, text };
      const from = draft || !stored ? undefined : layOut(stored.text);
      keep(laidOut, text === stored?.text, { from, note });
    },
    keepField: (field) => {
      const { setField } = app.getState();
      const text = treeSource.text ?? stored?.text ?? "null";
      setField(name, field, { text: layOut(text), base: stored });
      const kept = app.getState().drafts.get(name);
      if (kept && kept.text !== written) fromTree.current = { draft: kept.text, text };
    },
    dropField: (field, isEdited) => {
      if (isEdited) app.getState().dropField(name);
      // The place was made for it, by the step before.
      return field.isNew ? (turn("undo") ?? null) : null;
    },
    turn,
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
