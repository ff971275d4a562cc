import { useEffect, useState } from "react";
import { typeAt } from "../../../../shared/json/index.ts";
import { Choice, TextField } from "../../../ui/index.ts";
import { literalOf } from "./LeafInput.tsx";
import { asText } from "./TreeRowView.tsx";

interface LeafEditorProps {
  readonly label: string;
  /** A JSON text that is no container. */
  readonly literal: string;
  readonly isReadOnly: boolean;
  readonly onCommit: (literal: string) => void;
}

/** A whole value that is a leaf: text, a number, true or false, null. */
export function LeafEditor({ label, literal, isReadOnly, onCommit }: LeafEditorProps) {
  const type = typeAt(literal, 0);
  const shown = type === "string" ? (JSON.parse(literal) as string) : literal;
  const [written, setWritten] = useState(shown);
  const [error, setError] = useState<string | undefined>();
  useEffect(() => setWritten(shown), [shown]);

  if (type === "boolean" && !isReadOnly) {
    return (
      <Choice
        label={label}
        value={literal}
        onChange={onCommit}
        options={[
          { id: "true", name: "true", mono: true },
          { id: "false", name: "false", mono: true },
        ]}
      />
    );
  }
  return (
    <TextField
      label={label}
      description={type === "string" ? "Text, without quotes" : `A ${type}, as JSON writes it`}
      value={written}
      isReadOnly={isReadOnly}
      multiline={type === "string"}
      mono
      error={error}
      onChange={(text) => {
        setWritten(text);
        const answer = type === "string" ? { literal: asText(text, literal) } : literalOf(text);
        if ("refusal" in answer) {
          setError(answer.refusal);
          return;
        }
        setError(undefined);
        onCommit(answer.literal);
      }}
    />
  );
}
