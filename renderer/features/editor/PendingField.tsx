import { preview, toPointer } from "../../../shared/json/index.ts";
import type { FieldEdit } from "../../state/valuePlace.ts";
import { Button, ErrorNote, visibleName } from "../../ui/index.ts";

interface PendingFieldProps {
  readonly field: FieldEdit;
  /** Whether the value is on show as text, so that its field is not. */
  readonly isText: boolean;
  readonly onShow?: () => void;
  readonly onDrop: () => void;
}

/** What was written in a field that is not on show, and so is in no text yet. */
export function PendingField({ field, isText, onShow, onDrop }: PendingFieldProps) {
  const written = visibleName(preview(field.written));
  const place = toPointer(field.path);
  return (
    <ErrorNote
      tone="warning"
      actions={
        <>
          {onShow ? <Button onPress={onShow}>Show the field</Button> : null}
          <Button onPress={onDrop}>Drop it</Button>
        </>
      }
    >
      {`“${written}” was written ${place === "" ? "over the value" : `for ${visibleName(place)}`}, and ${
        isText ? "is not in this text yet" : "that place is gone"
      }.`}
    </ErrorNote>
  );
}
