import { EyeOff } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button, PopoverButton, TextField } from "../../ui/index.ts";
import styles from "./QuietMenu.module.css";
import { NO_RULES, type QuietRules } from "./quiet.ts";

export interface QuietMenuProps {
  readonly rules: QuietRules;
  readonly onChange: (rules: QuietRules) => void;
}

/** What a difference leaves out, and how the items of arrays are told apart. */
export function QuietMenu({ rules, onChange }: QuietMenuProps) {
  return (
    <PopoverButton
      label="Hide changes"
      onLabel={rules === NO_RULES ? null : "Hide changes, some are hidden"}
      icon={<EyeOff />}
    >
      {(close) => (
        <Rules
          rules={rules}
          onChange={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </PopoverButton>
  );
}

function Rules({ rules, onChange }: QuietMenuProps) {
  const form = useId();
  const [paths, setPaths] = useState(rules.ignoredPaths.join("\n"));
  const [fields, setFields] = useState(rules.idFields.join(", "));
  const [ignoreOrder, setIgnoreOrder] = useState(rules.ignoreOrder);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next: QuietRules = {
      ignoredPaths: partsOf(paths, /\n/),
      idFields: partsOf(fields, /,/),
      ignoreOrder,
    };
    const isNothing = next.ignoredPaths.length + next.idFields.length === 0 && !ignoreOrder;
    onChange(isNothing ? NO_RULES : next);
  };
  return (
    <form id={form} className={styles.form} onSubmit={submit}>
      <TextField
        label="Ignore these paths"
        description="One a line. * is any one name, ** any number of them."
        placeholder="**.updatedAt"
        value={paths}
        onChange={setPaths}
        multiline
        mono
        autoFocus
      />
      <TextField
        label="Items of arrays are told apart by"
        placeholder="id, key, name"
        value={fields}
        onChange={setFields}
        mono
      />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={ignoreOrder}
          onChange={(event) => setIgnoreOrder(event.target.checked)}
        />
        Ignore the order of items
      </label>
      <div className={styles.actions}>
        <Button onPress={() => onChange(NO_RULES)}>Show everything</Button>
        <Button variant="primary" type="submit">
          Apply
        </Button>
      </div>
    </form>
  );
}

const partsOf = (text: string, separator: RegExp) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
