import clsx from "clsx";
import { Label, Radio, RadioGroup } from "react-aria-components";
import styles from "./Choice.module.css";
import { visibleName } from "./visibleName.ts";

export interface ChoiceOption {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Sets the name in the data face. */
  readonly mono?: boolean;
}

export interface ChoiceProps {
  readonly label: string;
  readonly options: readonly ChoiceOption[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** One of a few, all in view. */
export function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <RadioGroup className={styles.group ?? ""} value={value} onChange={onChange}>
      <Label className={styles.label ?? ""}>{label}</Label>
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className={styles.option ?? ""}>
          <span className={styles.dot} />
          <span className={styles.text}>
            <span className={clsx(option.mono && styles.mono)}>{visibleName(option.name)}</span>
            {option.description ? <span className={styles.description}>{option.description}</span> : null}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
