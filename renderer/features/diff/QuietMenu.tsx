import { EyeOff, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import type { QuietRule } from "../../../shared/contract/index.ts";
import { largest } from "../../../shared/model/index.ts";
import { Button, IconButton, PopoverButton, TextField } from "../../ui/index.ts";
import styles from "./QuietMenu.module.css";

export interface QuietMenuProps {
  readonly rules: readonly QuietRule[];
  readonly onChange: (rules: readonly QuietRule[]) => void;
}

/** Ignore rules: what comparisons leave out, and how array items are identified, each for some keys. */
export function QuietMenu({ rules, onChange }: QuietMenuProps) {
  return (
    <PopoverButton
      label="Hide changes"
      onLabel={rules.length === 0 ? null : "Hide changes, some are hidden"}
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

/** A rule as it is typed. */
interface Typed {
  readonly id: number;
  readonly keys: string;
  readonly paths: string;
  readonly fields: string;
  readonly ignoreOrder: boolean;
}

const typed = ({ keys, ignoredPaths, idFields, ignoreOrder }: QuietRule, id: number): Typed => ({
  id,
  keys,
  paths: ignoredPaths.join("\n"),
  fields: idFields.join(", "),
  ignoreOrder,
});

const FOR_ALL_KEYS: QuietRule = { keys: "*", ignoredPaths: [], idFields: [], ignoreOrder: false };

function Rules({ rules, onChange }: QuietMenuProps) {
  const form = useId();
  const [all, setAll] = useState<readonly Typed[]>(() =>
    (rules.length === 0 ? [FOR_ALL_KEYS] : rules).map(typed),
  );
  const change = (id: number, part: Partial<Typed>) =>
    setAll((before) => before.map((each) => (each.id === id ? { ...each, ...part } : each)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(all.map(ruleOf).filter((rule) => !isNothing(rule)));
  };
  return (
    <form id={form} className={styles.form} onSubmit={submit}>
      {all.map((rule) => (
        <RuleFields
          key={rule.id}
          rule={rule}
          onChange={(part) => change(rule.id, part)}
          onRemove={
            all.length === 1 ? null : () => setAll((before) => before.filter(({ id }) => id !== rule.id))
          }
        />
      ))}
      <Button
        variant="quiet"
        className={styles.add}
        onPress={() =>
          setAll((before) => [
            ...before,
            typed(
              { ...FOR_ALL_KEYS, keys: "" },
              largest(
                before.map(({ id }) => id),
                0,
              ) + 1,
            ),
          ])
        }
      >
        <Plus aria-hidden />A rule for other keys
      </Button>
      <div className={styles.actions}>
        <Button onPress={() => onChange([])}>Show everything</Button>
        <Button variant="primary" type="submit">
          Apply
        </Button>
      </div>
    </form>
  );
}

interface RuleFieldsProps {
  readonly rule: Typed;
  readonly onChange: (part: Partial<Typed>) => void;
  /** Null for the only one. */
  readonly onRemove: (() => void) | null;
}

function RuleFields({ rule, onChange, onRemove }: RuleFieldsProps) {
  return (
    <fieldset className={styles.rule} aria-label={`Rule for ${rule.keys || "some keys"}`}>
      <div className={styles.keys}>
        <TextField
          label="In keys"
          placeholder="user/*"
          value={rule.keys}
          onChange={(keys) => onChange({ keys })}
          mono
        />
        {onRemove === null ? null : (
          <IconButton label="Remove this rule" onPress={onRemove}>
            <Trash2 />
          </IconButton>
        )}
      </div>
      <TextField
        label="Ignore these paths"
        description="One a line. * is any one name, ** any number of them."
        placeholder="**.updatedAt"
        value={rule.paths}
        onChange={(paths) => onChange({ paths })}
        multiline
        mono
      />
      <TextField
        label="Identify array items by"
        placeholder="id, key, name"
        value={rule.fields}
        onChange={(fields) => onChange({ fields })}
        mono
      />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={rule.ignoreOrder}
          onChange={(event) => onChange({ ignoreOrder: event.target.checked })}
        />
        Ignore the order of items
      </label>
    </fieldset>
  );
}

function ruleOf({ keys, paths, fields, ignoreOrder }: Typed): QuietRule {
  return {
    keys: keys.trim() || "*",
    ignoredPaths: partsOf(paths, /\n/),
    idFields: partsOf(fields, /,/),
    ignoreOrder,
  };
}

const isNothing = ({ ignoredPaths, idFields, ignoreOrder }: QuietRule): boolean =>
  ignoredPaths.length + idFields.length === 0 && !ignoreOrder;

const partsOf = (text: string, separator: RegExp) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
