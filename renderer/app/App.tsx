import { useKeyboard } from "../commands/keyboard.ts";
import { Welcome } from "../features/welcome/Welcome.tsx";
import { useApp } from "../state/app.ts";
import styles from "./App.module.css";
import "./commands.tsx";
import { Dialogs } from "./Dialogs.tsx";
import { DropTarget } from "./DropTarget.tsx";
import { EndedBand } from "./EndedBand.tsx";
import { StallBand } from "./StallBand.tsx";
import { Toasts } from "./Toasts.tsx";
import { useFocusKept } from "./useFocusKept.ts";
import { useSelectionReport } from "./useSelectionReport.ts";
import { useShellEvents } from "./useShellEvents.ts";
import { useTheme } from "./useTheme.ts";
import { useUnsavedGuard } from "./useUnsavedGuard.ts";
import { useWorkReport } from "./useWorkReport.ts";
import { Workbench } from "./Workbench.tsx";

/** The whole page. */
export function App() {
  const store = useApp((state) => state.store);
  const starting = useShellEvents();
  useTheme();
  useFocusKept();
  useKeyboard();
  useUnsavedGuard();
  useWorkReport();
  useSelectionReport();

  return (
    <div className={styles.app}>
      <StallBand />
      <EndedBand />
      {starting ? null : store === null ? <Welcome /> : <Workbench key={store} />}
      <DropTarget />
      <Dialogs />
      <Toasts />
    </div>
  );
}
