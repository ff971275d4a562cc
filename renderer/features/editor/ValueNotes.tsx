import { Button, ErrorNote } from "../../ui/index.ts";

interface ValueNotesProps {
  /** What happened to the stored value after the edit began. */
  readonly outdated: "changed" | "deleted" | null;
  /** Why the last Save didn't. */
  readonly refusal: string | null;
  readonly onChoose: () => void;
  readonly onDismiss: () => void;
}

/** What stands between an edit and its being saved. */
export function ValueNotes({ outdated, refusal, onChoose, onDismiss }: ValueNotesProps) {
  return (
    <>
      {outdated === null ? null : (
        <ErrorNote tone="warning" actions={<Button onPress={onChoose}>Compare and choose</Button>}>
          {outdated === "changed"
            ? "The stored value changed after you began this edit."
            : "The key was deleted after you began this edit."}
        </ErrorNote>
      )}
      {refusal === null ? null : (
        <ErrorNote actions={<Button onPress={onDismiss}>Dismiss</Button>}>{refusal}</ErrorNote>
      )}
    </>
  );
}
