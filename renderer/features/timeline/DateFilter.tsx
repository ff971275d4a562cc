import { CalendarRange } from "lucide-react";
import { Input, Label, TextField } from "react-aria-components";
import { dateBound, withDateBound } from "../../moments/search.ts";
import { Button, PopoverButton } from "../../ui/index.ts";
import styles from "./DateFilter.module.css";

export interface DateFilterProps {
  /** What is searched for; the dates are words in it. */
  readonly query: string;
  readonly onChange: (query: string) => void;
}

const FIELDS = [
  { word: "after", label: "From" },
  { word: "before", label: "Before" },
] as const;

/** Leaves only the snapshots of some days. */
export function DateFilter({ query, onChange }: DateFilterProps) {
  const isOn = FIELDS.some(({ word }) => dateBound(query, word) !== "");
  return (
    <PopoverButton
      label="Filter by date"
      onLabel={isOn ? "Filter by date, filtered" : null}
      icon={<CalendarRange />}
    >
      {(close) => (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            close();
          }}
        >
          <div className={styles.fields}>
            {FIELDS.map(({ word, label }) => (
              <TextField
                key={word}
                className={styles.field ?? ""}
                type="date"
                value={dateBound(query, word)}
                onChange={(date) => onChange(withDateBound(query, word, date))}
              >
                <Label className={styles.label ?? ""}>{label}</Label>
                <Input className={styles.input ?? ""} />
              </TextField>
            ))}
          </div>
          <div className={styles.actions}>
            <Button
              isDisabled={!isOn}
              onPress={() => {
                onChange(FIELDS.reduce((left, { word }) => withDateBound(left, word, ""), query));
                close();
              }}
            >
              Any date
            </Button>
            <Button variant="primary" type="submit">
              Done
            </Button>
          </div>
        </form>
      )}
    </PopoverButton>
  );
}
