import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { FilterMode } from "../../state/app.ts";
import { Tooltip } from "../../ui/index.ts";
import styles from "./FilterModes.module.css";

interface FilterModesProps {
  readonly mode: FilterMode;
  readonly onChange: (mode: FilterMode) => void;
}

const modes: readonly { readonly id: FilterMode; readonly sign: string; readonly name: string }[] = [
  { id: "text", sign: "a", name: "Text in the key" },
  { id: "regex", sign: ".*", name: "Regular expression in the key" },
  { id: "value", sign: "=", name: "Value, such as email: *@example.com" },
];

/** How the filter is read. */
export function FilterModes({ mode, onChange }: FilterModesProps) {
  return (
    <ToggleButtonGroup
      className={styles.group ?? ""}
      aria-label="Filter by"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[mode]}
      onSelectionChange={(keys) => {
        const [chosen] = keys;
        if (chosen !== undefined) onChange(chosen as FilterMode);
      }}
    >
      {modes.map(({ id, sign, name }) => (
        <Tooltip key={id} text={name}>
          <ToggleButton id={id} className={styles.mode ?? ""} aria-label={name}>
            {sign}
          </ToggleButton>
        </Tooltip>
      ))}
    </ToggleButtonGroup>
  );
}

/** What to write into the filter. */
export const filterHints: Readonly<Record<FilterMode, string>> = {
  text: "Filter keys",
  regex: "^api\\..*Event$",
  value: "email: *@example.com",
};
