import { Unplug } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { useApp } from "../state/app.ts";
import { formatCount } from "../ui/index.ts";
import styles from "./EndedBand.module.css";

/** A band over everything: the server of this page has ended, where unsaved edits are, and what to do. */
export function EndedBand() {
  const { current, subscribe } = useApp((state) => state.client.connection);
  const unkept = useApp((state) => state.unkept);
  const unsaved = useApp((state) => state.drafts.size);
  const onlyHere = useSyncExternalStore(unkept.subscribe, unkept.current);
  const state = useSyncExternalStore(subscribe, current);
  const [wasLetIn, setWasLetIn] = useState(false);
  if (state === "connected" && !wasLetIn) setWasLetIn(true);
  if (state !== "ended") return null;
  return (
    <section className={styles.band} role="alert">
      <Unplug aria-hidden />
      <p className={styles.text}>
        {!wasLetIn ? (
          <>
            <strong>This tab was not admitted.</strong> Open the address that “strata serve” printed, or start
            it again for a new one.
          </>
        ) : (
          <>
            <strong>Strata’s server has ended.</strong> {fateOfDrafts(unsaved - onlyHere, onlyHere)} Start
            “strata serve” again and open the address that it prints.
          </>
        )}
      </p>
    </section>
  );
}

/** The shell has the edits until then; later ones are only on this page. */
function fateOfDrafts(kept: number, onlyHere: number): string {
  const are = (count: number) => `${formatCount(count, "unsaved edit")} ${count === 1 ? "is" : "are"}`;
  return [
    kept > 0 ? `${are(kept)} kept, and will be there again.` : "",
    onlyHere > 0 ? `${are(onlyHere)} in this tab alone: copy what you need before you close it.` : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
