import { useId, useMemo, useRef, useState } from "react";
import type { JsonText, Key, Moment, Revision } from "../../../shared/model/index.ts";
import { type Carrier, isInValue, useCommand } from "../../commands/keyboard.ts";
import { type Draft, useApp, useAppStore } from "../../state/app.ts";
import { isNow, momentId } from "../../state/moments.ts";
import { mayWrite } from "../../state/readOnly.ts";
import { useWriteLock, visibleName } from "../../ui/index.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { valueCommands } from "./commands.tsx";
import { copyEdit } from "./copyEdit.ts";
import { discardWithUndo } from "./discardWithUndo.ts";
import type { CodeProblem } from "./jsonCode.ts";
import { beginningOf, isHuge, isLong } from "./longText.ts";
import { nothingTo } from "./nothingTo.ts";
import { saveDraft } from "./saveDraft.ts";
import { TextBody } from "./TextBody.tsx";
import type { TextEditorHandle } from "./TextEditor.tsx";
import { TreeBody } from "./TreeBody.tsx";
import type { TreeEditorHandle, TreeEditorProps } from "./tree/TreeEditor.tsx";
import { type StoredValue, useDraftEdits } from "./useDraftEdits.ts";
import { useFormatted } from "./useFormatted.ts";
import { useLeafMarks } from "./useLeafMarks.ts";
import styles from "./ValueEditor.module.css";
import { ValueHeader } from "./ValueHeader.tsx";
import { ValueNotes } from "./ValueNotes.tsx";
import { ValueStatus } from "./ValueStatus.tsx";
import type { ValueMode } from "./valueMode.ts";

interface ValueEditorProps {
  readonly name: Key;
  readonly at: Moment;
  /** Null when the key isn't stored at that moment: then there is a draft. */
  readonly stored: StoredValue | null;
  /** Of the whole stored text; more than there is while only its beginning is here. */
  readonly length: number | null;
  readonly draft: Draft | undefined;
  readonly mode: ValueMode;
  readonly onMode: (mode: ValueMode) => void;
  /** Whether a huge value is shown to its end as text, too. */
  readonly showsAll: boolean;
  readonly onShowAll: () => void;
  readonly onSaved: (text: JsonText, since: Revision) => void;
}

/** A value with its unsaved edit. */
export function ValueEditor({
  name,
  at,
  stored,
  length,
  draft,
  mode,
  onMode,
  showsAll,
  onShowAll,
  onSaved,
}: ValueEditorProps) {
  const app = useAppStore();
  const indent = useApp((state) => state.preferences.editorIndent);
  const editor = useRef<TextEditorHandle>(null);
  const tree = useRef<TreeEditorHandle>(null);
  const panel = useRef<HTMLDivElement>(null);
  const panelId = useId();
  const [problem, setProblem] = useState<CodeProblem | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);

  const size = length ?? draft?.text.length ?? 0;
  const isPart = stored !== null && size > stored.text.length;
  const isCut = isHuge(size) && !showsAll && !draft;
  const isLaidOut = mode === "text" && !isCut && !isPart;
  const formatted = useFormatted(isLaidOut ? (stored?.text ?? null) : null, indent);
  const beginning = useMemo(
    () => (isCut && stored ? beginningOf(stored.text, indent) : null),
    [isCut, stored, indent],
  );
  const edits = useDraftEdits({
    name,
    stored,
    draft,
    formatted,
    isLaidOut,
    indent,
    needsTree: mode === "tree" || choosing,
  });
  const { treeSource, laidOut } = edits;
  const text = isCut ? beginning : edits.shown;
  const locked = useWriteLock(true);
  const isFixed = !isNow(at) || locked !== null;
  const markOf = useLeafMarks(name, at, mode === "tree" && !isPart ? stored : null);
  const isDirty = draft !== undefined;

  /** Makes an edit of what is still being typed; why it can't be, or null. */
  const commit = (): string | null => {
    editor.current?.flush();
    return tree.current?.commit() ?? null;
  };
  const save = async () => {
    const reason = commit();
    if (reason !== null) {
      setRefusal(`Not saved: a field holds what can't be stored. ${reason}`);
      tree.current?.focusField();
      return;
    }
    const outcome = await saveDraft(app, name);
    setRefusal(outcome.kind === "refused" ? outcome.message : null);
    if (outcome.kind === "conflict") setChoosing(true);
    if (outcome.kind === "saved" && outcome.since !== null) onSaved(outcome.text, outcome.since);
  };
  const discard = () => {
    setRefusal(null);
    // A last key press may not have been reported yet; it is included.
    editor.current?.flush();
    discardWithUndo(app, name);
  };
  const turn = (way: "undo" | "redo") => {
    editor.current?.flush();
    setRefusal(null);
    editor.current?.expectTurn();
    const look = edits.turn(way);
    if (look) tree.current?.look(look);
    if (look === undefined) app.getState().notify({ message: nothingTo(way, name, app.getState().status) });
  };
  const dropField: TreeEditorProps["onDropField"] = (field, isEdited) => {
    setRefusal(null);
    const look = edits.dropField(field, isEdited);
    if (look) tree.current?.look(look);
  };
  // Of the value on show, wherever the focus is, and never more: a step of the store is no edit of it.
  const turns = (way: "undo" | "redo"): Carrier | null =>
    isFixed
      ? null
      : {
          run: () => turn(way),
          accepts: (press) => app.getState().hasEdits(name, stored?.since ?? null) || isInValue(press),
        };
  useCommand(valueCommands.undoEdit, turns("undo"));
  useCommand(valueCommands.redoEdit, turns("redo"));
  useCommand(valueCommands.save, {
    run: () => {
      if (isNow(at) && mayWrite(app.getState())) void save();
    },
  });

  return (
    <>
      <ValueHeader
        name={name}
        mode={mode}
        onMode={(next) => {
          commit();
          setProblem(null);
          onMode(next);
        }}
        panelId={panelId}
        isReadOnly={isFixed}
        isPast={!isNow(at)}
        isDirty={isDirty}
        isNew={stored === null}
        onDiscard={() => {
          discard();
          // The button is disabled then: the focus stays with the value, whose keys go on working.
          panel.current?.focus();
        }}
        onSave={() => void save()}
        onCopy={() => void copyEdit(app, name)}
      />
      <ValueNotes
        outdated={isFixed ? null : fateMeanwhile(stored, draft)}
        refusal={refusal}
        onChoose={() => setChoosing(true)}
        onDismiss={() => setRefusal(null)}
      />
      <div
        ref={panel}
        role="tabpanel"
        id={panelId}
        aria-labelledby={`${panelId}-${mode}`}
        tabIndex={-1}
        className={styles.panel}
      >
        {mode === "text" ? (
          <TextBody
            handle={editor}
            documentId={`${momentId(at)} ${isCut}`}
            text={text}
            label={`Value of ${visibleName(name)}`}
            isReadOnly={isFixed || isCut}
            isPlain={isLong(size)}
            isCut={isCut}
            size={size}
            indent={indent}
            kept={draft?.field ?? null}
            onShowAll={onShowAll}
            onShowField={() => onMode("tree")}
            onDropField={() => {
              setRefusal(null);
              app.getState().dropField(name);
            }}
            onEdit={(edited) => {
              setRefusal(null);
              edits.editText(edited);
            }}
            onTurn={turn}
            onProblem={setProblem}
          />
        ) : (
          <TreeBody
            name={name}
            source={treeSource}
            size={size}
            isReadOnly={isFixed}
            isPart={isPart && !draft}
            markOf={markOf}
            onText={() => onMode("text")}
            kept={draft?.field ?? null}
            onEdit={(edited, note) => {
              setRefusal(null);
              edits.editTree(edited, note);
            }}
            onField={(field) => {
              setRefusal(null);
              edits.keepField(field);
            }}
            onDropField={dropField}
            handle={tree}
          />
        )}
      </div>
      <ValueStatus
        text={stored?.text ?? null}
        size={size}
        isReading={mode === "tree" && isPart && !draft}
        problem={isFixed ? null : problem}
        onGoToProblem={(offset) => editor.current?.goTo(offset)}
      />
      {choosing && draft && !isPart ? (
        <ConflictDialog
          name={name}
          base={draft.base?.text ?? null}
          theirs={stored?.text ?? null}
          mine={laidOut()}
          mineSource={treeSource}
          indent={indent}
          onClose={() => setChoosing(false)}
          onSave={(text) => {
            const { isCanonical: _, ...rest } = draft;
            app.getState().setDraft(name, { ...rest, text, base: stored });
            setChoosing(false);
            void save();
          }}
          onTakeTheirs={() => {
            discard();
            setChoosing(false);
          }}
        />
      ) : null}
    </>
  );
}

/** What became of the stored value since the edit began. */
function fateMeanwhile(stored: StoredValue | null, draft: Draft | undefined): "changed" | "deleted" | null {
  if (draft === undefined || (draft.base?.since ?? null) === (stored?.since ?? null)) return null;
  return stored ? "changed" : "deleted";
}
