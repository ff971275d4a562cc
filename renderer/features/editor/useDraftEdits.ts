import { useMemo } from "react";
import { formatJson, JsonSyntaxError } from "../../../shared/json/index.ts";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { type Draft, useAppStore } from "../../state/app.ts";
import type { TreeNote } from "../../state/editHistory.ts";
import type { EditDetail } from "../../state/slices/drafts.ts";
import type { FieldEdit, TreeLook } from "../../state/valuePlace.ts";
import { isLong } from "./longText.ts";
import { minifyText } from "./textWork.ts";
import { useFormatted } from "./useFormatted.ts";
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
  /** Whether the text is on show, laid out. */
  readonly isLaidOut: boolean;
  readonly indent: number;
  /** Whether the tree is looked at, or the edit laid out: a long text is read for nothing else. */
  readonly needsTree: boolean;
}

const READING: TreeSource = { text: null, problem: null };

export interface DraftEdits {
  /** The value with its edit, as text; null while a long one is laid out. */
  readonly shown: string | null;
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
  isLaidOut,
  indent,
  needsTree,
}: DraftEditsOptions): DraftEdits {
  const app = useAppStore();
  const keep = (draft: Pick<Draft, "text" | "isCanonical">, isBack: boolean, detail: EditDetail) => {
    const { drafts, setDraft } = app.getState();
    const now = drafts.get(name);
    const field = detail.note || !now?.field ? {} : { field: now.field };
    // What is stored now is no edit of it, whatever the edit began with.
    if (isBack && !("field" in field))
      setDraft(name, { ...draft, base: stored }, { ...detail, isStored: true });
    else if (now?.text !== draft.text || (detail.note && now.field)) {
      setDraft(name, { ...draft, base: now ? now.base : stored, ...field }, detail);
    }
  };

  const written = draft?.text;
  const isCanonical = draft?.isCanonical === true;
  const source = useMemo((): TreeSource | Promise<TreeSource> => {
    if (written === undefined || !needsTree) return { text: stored?.text ?? "null", problem: null };
    return isCanonical ? { text: written, problem: null } : sourceOf(written);
  }, [written, isCanonical, stored?.text, needsTree]);
  const treeSource = useSettled(source) ?? READING;

  const turn = (way: "undo" | "redo"): TreeLook | null | undefined => {
    const { undoEdit, redoEdit } = app.getState();
    const done = way === "undo" ? undoEdit(name, stored?.since ?? null) : redoEdit(name);
    if (!done) return undefined;
    if (!("step" in done)) return null;
    const now = app.getState().drafts.get(name);
    if (now && !now.field && (now.text === formatted || canonicalOf(now) === stored?.text)) {
      app.getState().setDraft(name, { ...now, base: stored }, { isStored: true });
    }
    const { note } = done.step;
    return note ? (way === "undo" ? note.before : note.after) : null;
  };

  const laidOut = useFormatted(isLaidOut && isCanonical ? (written ?? null) : null, indent);
  return {
    shown: isCanonical ? laidOut : (written ?? formatted),
    treeSource,
    laidOut: () => {
      const { text } = treeSource;
      return text === null || isLong(text.length) ? (written ?? "") : formatJson(text, indent);
    },
    editText: (text) => keep({ text }, text === formatted, { from: formatted ?? undefined, isTyping: true }),
    editTree: (text, note) => keep({ text, isCanonical: true }, text === stored?.text, { note }),
    keepField: (field) => {
      const text = treeSource.text ?? stored?.text ?? "null";
      app.getState().setField(name, field, { text, base: stored, isCanonical: true });
    },
    dropField: (field, isEdited) => {
      if (isEdited) app.getState().dropField(name);
      // The place was made for it, by the step before.
      return field.isNew ? (turn("undo") ?? null) : null;
    },
    turn,
  };
}

/** A draft as it would be stored; null when it is no JSON, or too long to be read at once. */
function canonicalOf({ text, isCanonical }: Draft): string | null {
  if (isCanonical) return text;
  const source = sourceOf(text);
  return source instanceof Promise ? null : source.text;
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
