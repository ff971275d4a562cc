import type { Preferences } from "../../../shared/contract/index.ts";
import { useApp } from "../../state/app.ts";
import { Button, Dialog, Select } from "../../ui/index.ts";
import styles from "./PreferencesDialog.module.css";

const themes = [
  { id: "system", name: "As the system" },
  { id: "light", name: "Light" },
  { id: "dark", name: "Dark" },
] as const;
const sizes = [11, 12, 13, 14, 15, 16, 18, 20, 24].map((size) => ({ id: String(size), name: `${size} px` }));
const indents = [1, 2, 3, 4, 8].map((spaces) => ({
  id: String(spaces),
  name: spaces === 1 ? "1 space" : `${spaces} spaces`,
}));

/** What a person sets once. Each choice takes effect at once. */
export function PreferencesDialog() {
  const close = useApp((state) => state.dismissDialog);
  const preferences = useApp((state) => state.preferences);
  const set = useApp((state) => state.setPreferences);
  return (
    <Dialog
      title="Preferences"
      isOpen
      onClose={close}
      size="small"
      footer={
        <Button variant="primary" onPress={close}>
          Done
        </Button>
      }
    >
      <div className={styles.form}>
        <Select
          label="Theme"
          options={themes}
          value={preferences.theme}
          onChange={(theme: Preferences["theme"]) => set({ theme })}
        />
        <Select
          label="Editor font size"
          options={sizes}
          value={String(preferences.editorFontSize)}
          onChange={(size) => set({ editorFontSize: Number(size) })}
        />
        <Select
          label="Editor indentation"
          options={indents}
          value={String(preferences.editorIndent)}
          onChange={(spaces) => set({ editorIndent: Number(spaces) })}
        />
      </div>
    </Dialog>
  );
}
