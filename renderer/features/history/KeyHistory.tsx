import { X } from "lucide-react";
import { useState } from "react";
import type { Key } from "../../../shared/model/index.ts";
import { Button, IconButton, Segmented, Spacer, Toolbar, visibleName } from "../../ui/index.ts";
import { BlameTree } from "./BlameTree.tsx";
import styles from "./KeyHistory.module.css";
import { VersionList } from "./VersionList.tsx";

type Page = "versions" | "blame";

const PAGES = [
  { id: "versions", name: "Versions" },
  { id: "blame", name: "Blame" },
] as const;

/** All that is known of one key's past: its versions, those of one place inside it, and when each place last changed. */
export function KeyHistory({ name, onDone }: { readonly name: Key; readonly onDone: () => void }) {
  const [page, setPage] = useState<Page>("versions");
  const [pointer, setPointer] = useState("");
  return (
    <>
      <Toolbar label="History" className={styles.bar}>
        <Segmented label="What of the history" options={PAGES} value={page} onChange={setPage} />
        {page === "versions" && pointer !== "" ? (
          <span className={styles.place}>
            of <code title={visibleName(pointer)}>{visibleName(pointer)}</code>
            <IconButton label="Versions of the whole value" onPress={() => setPointer("")}>
              <X />
            </IconButton>
          </span>
        ) : null}
        <Spacer />
        {page === "versions" && pointer === "" ? (
          <Button variant="quiet" onPress={() => setPage("blame")}>
            Choose a place inside…
          </Button>
        ) : null}
      </Toolbar>
      {page === "versions" ? (
        <VersionList key={pointer} name={name} pointer={pointer} onDone={onDone} />
      ) : (
        <BlameTree
          name={name}
          onChoose={(chosen) => {
            setPointer(chosen);
            setPage("versions");
          }}
        />
      )}
    </>
  );
}
