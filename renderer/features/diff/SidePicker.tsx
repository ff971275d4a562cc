import { FileJson } from "lucide-react";
import { MomentPicker } from "../../moments/MomentPicker.tsx";
import { useApp, useAppStore } from "../../state/app.ts";
import type { Side } from "../../state/moments.ts";
import { Button } from "../../ui/index.ts";
import { guessPlan } from "./guessPlan.ts";
import styles from "./SidePicker.module.css";

export interface SidePickerProps {
  /** The accessible name: "From", "To". */
  readonly label: string;
  readonly value: Side;
  readonly onChange: (side: Side) => void;
}

/** A button with the name of what is compared, behind it every moment of the store, and a file to choose. */
export function SidePicker({ label, value, onChange }: SidePickerProps) {
  const app = useAppStore();
  const fail = useApp((state) => state.fail);

  const choose = async () => {
    const { client, store } = app.getState();
    if (store === null) return;
    const file = await client.files.chooseImport();
    if (file === null) return;
    const plan = await guessPlan(client.engine, store, file.file);
    onChange({ kind: "file", file: file.file, name: file.name, plan });
  };

  return (
    <MomentPicker
      label={label}
      value={value}
      onChange={onChange}
      others={(close) => (
        <div className={styles.others}>
          <Button
            onPress={() => {
              close();
              choose().catch(fail);
            }}
          >
            <FileJson aria-hidden />A file…
          </Button>
        </div>
      )}
    />
  );
}
