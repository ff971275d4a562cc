import { Select } from "../../ui/index.ts";

interface NumberSelectProps {
  readonly label: string;
  readonly choices: readonly number[];
  readonly name: (choice: number) => string;
  readonly value: number;
  readonly onChange: (choice: number) => void;
}

/** One number out of a few; one that was set elsewhere, in the settings file for instance, is among them. */
export function NumberSelect({ label, choices, name, value, onChange }: NumberSelectProps) {
  const all = choices.includes(value) ? choices : [...choices, value].sort((a, b) => a - b);
  return (
    <Select
      label={label}
      options={all.map((choice) => ({ id: String(choice), name: name(choice) }))}
      value={String(value)}
      onChange={(id) => onChange(Number(id))}
    />
  );
}
