import type { Preferences } from "../../../shared/contract/index.ts";
import { useApp } from "../../state/app.ts";
import { Button, Dialog, Select } from "../../ui/index.ts";
import { NumberSelect } from "./NumberSelect.tsx";
import styles from "./PreferencesDialog.module.css";
import { Section } from "./Section.tsx";

const themes = [
  { id: "system", name: "As the system" },
  { id: "light", name: "Light" },
  { id: "dark", name: "Dark" },
] as const;
const caches = [
  { id: "tiered", name: "In memory and on disk", description: "Fast, also after a restart" },
  { id: "memory", name: "In memory" },
  { id: "persistent", name: "On disk", description: "Takes the least memory" },
  { id: "none", name: "None" },
] as const;
const deltas = [
  { id: "auto", name: "Whatever is smallest" },
  { id: "dict", name: "What changed in a value" },
  { id: "binary", name: "Compressed against the next value" },
  { id: "compress", name: "Compressed, each by itself" },
  { id: "none", name: "Whole", description: "Takes the most room" },
] as const;

const confirmations = [
  { id: "irreversible", name: "What can’t be undone" },
  { id: "bulk", name: "Deleting several keys, too" },
  { id: "never", name: "Nothing", description: "But for deleting what is pinned" },
] as const;
const suggestions = [
  { id: "on", name: "Those in use" },
  { id: "off", name: "None" },
] as const;

const pixels = (size: number) => `${size} px`;
const spaces = (count: number) => (count === 1 ? "1 space" : `${count} spaces`);
const keep = (count: number) => (count === 0 ? "All" : `The latest ${count}`);
const share = (percent: number) =>
  percent === 0 ? "Never" : percent === 100 ? "Only an import" : `More than ${percent}% of the keys`;
const every = (minutes: number) => {
  if (minutes === 0) return "Never";
  if (minutes % 1440 === 0) return minutes === 1440 ? "Every day" : `Every ${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "Every hour" : `Every ${minutes / 60} hours`;
  return minutes === 1 ? "Every minute" : `Every ${minutes} minutes`;
};

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
      footer={
        <Button variant="primary" onPress={close}>
          Done
        </Button>
      }
    >
      <div className={styles.sections}>
        <Section title="Appearance">
          <Select
            label="Theme"
            options={themes}
            value={preferences.theme}
            onChange={(theme: Preferences["theme"]) => set({ theme })}
          />
        </Section>
        <Section title="Editor">
          <NumberSelect
            label="Editor font size"
            choices={[11, 12, 13, 14, 15, 16, 18, 20, 24]}
            name={pixels}
            value={preferences.editorFontSize}
            onChange={(editorFontSize) => set({ editorFontSize })}
          />
          <NumberSelect
            label="Editor indentation"
            choices={[1, 2, 3, 4, 8]}
            name={spaces}
            value={preferences.editorIndent}
            onChange={(editorIndent) => set({ editorIndent })}
          />
        </Section>
        <Section
          title="Snapshots"
          note="A step larger than the share you choose gets a snapshot tagged “safety” first. Pinned snapshots are always kept; a limit deletes the oldest others when the next one is made."
        >
          <NumberSelect
            label="Automatic snapshot"
            choices={[0, 1, 5, 15, 30, 60, 240, 1440]}
            name={every}
            value={preferences.autoSnapshotMinutes ?? 0}
            onChange={(minutes) => set({ autoSnapshotMinutes: minutes === 0 ? null : minutes })}
          />
          <NumberSelect
            label="Snapshots to keep"
            choices={[0, 10, 25, 50, 100, 250, 1000]}
            name={keep}
            value={preferences.maxSnapshots}
            onChange={(maxSnapshots) => set({ maxSnapshots })}
          />
          <NumberSelect
            label="Safety snapshot before changing"
            choices={[0, 5, 10, 20, 50, 80]}
            name={share}
            value={preferences.tripwirePercent}
            onChange={(tripwirePercent) => set({ tripwirePercent })}
          />
        </Section>
        <Section title="Questions and suggestions">
          <Select
            label="Ask before"
            options={confirmations}
            value={preferences.confirmations}
            onChange={(confirmations: Preferences["confirmations"]) => set({ confirmations })}
          />
          <Select
            label="Tags to suggest"
            options={suggestions}
            value={preferences.tagSuggestions ? "on" : "off"}
            onChange={(choice: "on" | "off") => set({ tagSuggestions: choice === "on" })}
          />
        </Section>
        <Section title="Storage" note="Neither changes what you see, only speed and room on disk.">
          <Select
            label="Cache"
            options={caches}
            value={preferences.cacheStrategy}
            onChange={(cacheStrategy: Preferences["cacheStrategy"]) => set({ cacheStrategy })}
          />
          <Select
            label="Older values are stored"
            options={deltas}
            value={preferences.deltaStrategy}
            onChange={(deltaStrategy: Preferences["deltaStrategy"]) => set({ deltaStrategy })}
          />
        </Section>
      </div>
    </Dialog>
  );
}
