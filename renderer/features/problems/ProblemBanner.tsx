import { X } from "lucide-react";
import { useState } from "react";
import type { StoreProblem } from "../../../shared/contract/index.ts";
import { following, useAnswer } from "../../data/useAnswer.ts";
import { useApp } from "../../state/app.ts";
import { ErrorNote, IconButton, RelativeTime } from "../../ui/index.ts";
import styles from "./ProblemBanner.module.css";

const NONE: readonly StoreProblem[] = [];

/**
 * Shows the open store's problems that belong to no call. It stays until it is dismissed, and is back when it happens
 * again.
 */
export function ProblemBanner() {
  const problems = useProblems();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const shown = problems.filter(({ id }) => !dismissed.has(id));
  if (shown.length === 0) return null;
  return (
    <section className={styles.banner} aria-label="Problems of this store">
      {shown.map(({ id, message, at }) => (
        <ErrorNote
          key={id}
          actions={
            <IconButton label="Dismiss" onPress={() => setDismissed(new Set([...dismissed, id]))}>
              <X />
            </IconButton>
          }
        >
          {message}{" "}
          <span className={styles.time}>
            Noticed <RelativeTime at={at} />.
          </span>
        </ErrorNote>
      ))}
    </section>
  );
}

function useProblems(): readonly StoreProblem[] {
  const connection = useApp((state) => state.client.connection);
  const { answer } = useAnswer<readonly StoreProblem[]>({
    name: "problems",
    freshness: "fixed",
    ask: following(
      connection,
      ({ engine, store, signal }) => engine.stores.problems({ store }, { signal }),
      (problems) => problems,
    ),
    failsAloud: true,
  });
  return answer ?? NONE;
}
