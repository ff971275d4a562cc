import { UnsavedEdits } from "../features/editor/UnsavedEdits.tsx";
import { DeleteKeysDialog } from "../features/explorer/DeleteKeysDialog.tsx";
import { KeyDialog } from "../features/explorer/KeyDialog.tsx";
import { BringBackPanel } from "../features/history/BringBackPanel.tsx";
import { HistorySearchDialog } from "../features/history/HistorySearchDialog.tsx";
import { KeyHistoryDialog } from "../features/history/KeyHistoryDialog.tsx";
import { ExportDialog } from "../features/import/ExportDialog.tsx";
import { ImportDialog } from "../features/import/ImportDialog.tsx";
import { ImportReport } from "../features/import/ImportReport.tsx";
import { Palette } from "../features/palette/Palette.tsx";
import { ShortcutSheet } from "../features/palette/ShortcutSheet.tsx";
import { PreferencesDialog } from "../features/preferences/PreferencesDialog.tsx";
import { RestorePanel } from "../features/restore/RestorePanel.tsx";
import { TakeSnapshotDialog } from "../features/timeline/TakeSnapshotDialog.tsx";
import { WatchedFileDialog, WatchFileDialog } from "../features/watch/WatchDialog.tsx";
import { type AppDialog, useApp } from "../state/app.ts";
import { Boundary } from "./Boundary.tsx";

/** The open dialog, if any. */
export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  return (
    <Boundary what="this dialog" as="dialog" shown={[dialog]}>
      <TakeSnapshotDialog>
        <UnsavedEdits />
      </TakeSnapshotDialog>
      <RestorePanel />
      <KeyHistoryDialog />
      <HistorySearchDialog />
      {dialog === null ? null : <Shown dialog={dialog} />}
    </Boundary>
  );
}

function Shown({ dialog }: { readonly dialog: AppDialog }) {
  switch (dialog.kind) {
    case "import":
      return <ImportDialog key={dialog.file.file} file={dialog.file} />;
    case "importReport":
      return <ImportReport name={dialog.name} problems={dialog.problems} />;
    case "export":
      return <ExportDialog at={dialog.at} keys={dialog.keys ?? null} />;
    case "newKey":
      return <KeyDialog />;
    case "renameKey":
      return <KeyDialog renamed={dialog.key} />;
    case "deleteKeys":
      return <DeleteKeysDialog keys={dialog.keys} onDeleted={dialog.onDeleted} />;
    case "watch":
      return <WatchFileDialog key={dialog.file.file} file={dialog.file} />;
    case "watched":
      return <WatchedFileDialog />;
    case "bringBack":
      return <BringBackPanel place={dialog} />;
    case "palette":
      return <Palette />;
    case "shortcuts":
      return <ShortcutSheet />;
    case "preferences":
      return <PreferencesDialog />;
    case "snapshot":
    case "restore":
    case "keyHistory":
    case "searchHistory":
      return null;
  }
}
