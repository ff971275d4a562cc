import { FolderX, Layers, TriangleAlert, X } from "lucide-react";
import { Button } from "react-aria-components";
import type { RecentStore } from "../../../shared/contract/index.ts";
import { useAsked } from "../../data/useAnswer.ts";
import { useApp } from "../../state/app.ts";
import { Badge, IconButton, RelativeTime, visibleName } from "../../ui/index.ts";
import styles from "./Recents.module.css";

const REASON = "Not opened by itself: the engine stopped or hung in it.";

const isLeftClosed = ({ available, suspect }: RecentStore) => available && suspect;

/** The stores that were open lately, newest first. */
export function Recents({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const client = useApp((state) => state.client);
  const fail = useApp((state) => state.fail);
  const { answer, adopt } = useAsked<readonly RecentStore[]>({
    name: "recents",
    ask: (signal) => client.shell.recents.list(undefined, { signal }),
    failsAloud: true,
  });
  const recents = answer ?? [];
  const forget = (id: string) => {
    adopt(recents.filter((each) => each.id !== id));
    client.shell.recents.forget({ id }).catch(fail);
  };

  if (recents.length === 0) return null;
  return (
    <section>
      <h2 className={styles.title} id="recent-stores">
        Recent
      </h2>
      <ul aria-labelledby="recent-stores">
        {recents.map((recent) => (
          <li key={recent.id} className={styles.row}>
            <Button
              className={styles.open ?? ""}
              aria-label={
                isLeftClosed(recent)
                  ? `Open ${visibleName(recent.name)} all the same. ${REASON}`
                  : visibleName(recent.name)
              }
              isDisabled={!recent.available}
              onPress={() => onOpen(recent.id)}
            >
              {isLeftClosed(recent) ? (
                <TriangleAlert aria-hidden className={styles.warning} />
              ) : recent.available ? (
                <Layers aria-hidden />
              ) : (
                <FolderX aria-hidden />
              )}
              <span className={styles.name} title={visibleName(recent.name)}>
                {visibleName(recent.name)}
              </span>
              {recent.available ? null : <Badge>Missing</Badge>}
              <span className={styles.location} title={visibleName(recent.location ?? "") || undefined}>
                <bdi>{visibleName(recent.location ?? "")}</bdi>
              </span>
              <RelativeTime at={recent.openedAt} className={styles.time} />
              {isLeftClosed(recent) ? <span className={styles.why}>{REASON} Press to open it.</span> : null}
            </Button>
            <IconButton label={`Forget ${visibleName(recent.name)}`} onPress={() => forget(recent.id)}>
              <X />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
