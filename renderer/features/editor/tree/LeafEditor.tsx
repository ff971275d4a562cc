import { typeAt } from "../../../../shared/json/index.ts";
import { Choice, TextField } from "../../../ui/index.ts";
import { type Field, type FieldPlace, shownFirst } from "../field.ts";
import { literalOf } from "./applyField.ts";

interface LeafEditorProps {
  readonly label: string;
  /** A JSON text that is no container. */
  readonly literal: string;
  readonly isReadOnly: boolean;
  /** What is written over it; null until there is something. */
  readonly field: Field | null;
  readonly onOpen: (place: FieldPlace) => Field | null;
  /** Takes the place of the whole at once. */
  readonly onReplace: (literal: string) => void;
}

/** A whole value that is a leaf: text, a number, true or false, null. */
export function LeafEditor({ label, literal, isReadOnly, field, onOpen, onReplace }: LeafEditorProps) {
  const type = typeAt(literal, 0);
  const place: FieldPlace = { path: [], part: "value", before: literal };
  const isText = type === "string";

  if (type === "boolean" && !isReadOnly) {
    return (
      <Choice
        label={label}
        value={literal}
        onChange={onReplace}
        options={[
          { id: "true", name: "true", mono: true },
          { id: "false", name: "false", mono: true },
        ]}
      />
    );
  }
  const answer = field?.isEdited && !isText ? literalOf(field.written) : null;
  return (
    <TextField
      label={label}
      description={isText ? "Text, without quotes" : `A ${type}, as JSON writes it`}
      value={field?.written ?? shownFirst(place)}
      isReadOnly={isReadOnly}
      multiline={isText}
      mono
      error={field?.refusal ?? (answer && "refusal" in answer ? answer.refusal : undefined)}
      onChange={(text) => (field ?? onOpen(place))?.type(text)}
      onBlur={(event) => {
        if (document.activeElement !== event.target) field?.commit();
      }}
      onKeyDown={(event) => {
        if (isText) return;
        if (event.key === "Enter") field?.commit(true);
        else if (event.key === "Escape" && field) {
          event.preventDefault();
          field.drop();
        }
      }}
    />
  );
}
