import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type RefObject, useEffect, useMemo, useState } from "react";
import { IconButton, SearchField } from "../../../ui/index.ts";
import { findInText } from "../textWork.ts";
import { useSettled } from "../useSettled.ts";
import { MOST_FOUND, pathAt } from "./find.ts";
import type { Path } from "./fold.ts";
import styles from "./TreeFind.module.css";

interface TreeFindProps {
  /** JSON without white space. */
  readonly text: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Shows the member or item at this path. */
  readonly onGo: (path: Path) => void;
  readonly onClose: () => void;
}

/** Looks for text in the names and leaves of a value, and goes from one to the next. */
export function TreeFind({ text, query, onQuery, inputRef, onGo, onClose }: TreeFindProps) {
  const found = useSettled(useMemo(() => findInText(text, query), [text, query]));
  const [at, setAt] = useState<{ readonly of: string; readonly index: number }>({ of: "", index: 0 });
  const count = Math.min(found?.length ?? 0, MOST_FOUND);
  const index = at.of === query ? Math.min(at.index, Math.max(count - 1, 0)) : 0;

  const go = (to: number) => {
    const offset = found?.[to];
    if (offset === undefined) return;
    setAt({ of: query, index: to });
    onGo(pathAt(text, offset));
  };
  const step = (by: 1 | -1) => {
    if (count > 0) go((index + by + count) % count);
  };
  // The first one is gone to as it is typed; an edit of the value leaves the place alone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `found` and `query` say that there is something new to go to
  useEffect(() => {
    if (found !== null && at.of !== query) go(0);
  }, [found, query]);

  return (
    <div className={styles.find}>
      <SearchField
        label="Find in this value"
        placeholder="Find"
        className={styles.field}
        value={query}
        onChange={onQuery}
        inputRef={inputRef}
        autoFocus
        trailing={
          <span className={styles.count} aria-live="polite">
            {query === "" || found === null ? "" : inWords(index, found.length)}
          </span>
        }
        onKeyDown={(event) => {
          if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") onClose();
          else event.continuePropagation();
        }}
      />
      <IconButton label="Previous match" isDisabled={count === 0} onPress={() => step(-1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label="Next match" isDisabled={count === 0} onPress={() => step(1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label="Close find" onPress={onClose}>
        <X />
      </IconButton>
    </div>
  );
}

function inWords(index: number, length: number): string {
  if (length === 0) return "no match";
  const many = `${Math.min(length, MOST_FOUND).toLocaleString()}${length > MOST_FOUND ? "+" : ""}`;
  return `${(index + 1).toLocaleString()} of ${many}`;
}
