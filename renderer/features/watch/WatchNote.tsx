import { Eye, TriangleAlert } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useApp } from "../../state/app.ts";
import { visibleName } from "../../ui/index.ts";
import { useWatch } from "./useWatch.ts";
import styles from "./WatchNote.module.css";

const WORDS = {
  inStep: "Watching",
  noFile: "Deleted:",
  unreadable: "Not JSON:",
  failed: "Out of reach:",
  elsewhere: "Watched elsewhere:",
  claimed: "Not followed:",
} as const;

/** Says in the status line which file the store is bound to, and when something is wrong with it. */
export function WatchNote() {
  const watch = useWatch();
  const show = useApp((state) => state.show);
  if (!watch) return null;
  const { kind } = watch.state;
  const wrong = kind === "unreadable" || kind === "failed";
  return (
    <AriaButton
      className={styles.note ?? ""}
      data-wrong={wrong || undefined}
      onPress={() => show({ kind: "watched" })}
    >
      {wrong ? <TriangleAlert aria-hidden /> : <Eye aria-hidden />}
      <span className={styles.name} title={visibleName(watch.name)}>
        {WORDS[kind]} {visibleName(watch.name)}
      </span>
    </AriaButton>
  );
}
