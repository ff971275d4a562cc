import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { Button, Dialog, DialogTrigger } from "react-aria-components";
import type { Moment, Revision } from "../../shared/model/index.ts";
import { useApp } from "../state/app.ts";
import { momentName, type Side, snapshotAt } from "../state/moments.ts";
import { Popover, RelativeTime, SearchField, VirtualList } from "../ui/index.ts";
import { type MomentChoice, momentChoices } from "./choices.ts";
import styles from "./MomentPicker.module.css";

export interface MomentPickerProps {
  /** The accessible name: "From", "To". */
  readonly label: string;
  readonly value: Side;
  readonly onChange: (moment: Moment) => void;
  /** What can be picked beside the moments. */
  readonly others?: ((close: () => void) => ReactNode) | undefined;
}

/** A button with the name of a moment, behind it every moment of the store. */
export function MomentPicker({ label, value, onChange, others }: MomentPickerProps) {
  const snapshots = useApp((state) => state.snapshots);
  const [isOpen, setOpen] = useState(false);
  const snapshot = snapshotAt(value, snapshots);
  const name = momentName(value, snapshots);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className={styles.button ?? ""} aria-label={`${label}: ${name}`}>
        <span className={styles.value} dir="auto" title={name}>
          {name}
        </span>
        {snapshot === undefined ? null : <RelativeTime at={snapshot.createdAt} className={styles.time} />}
        <ChevronDown aria-hidden />
      </Button>
      <Popover className={styles.popover} placement="bottom start">
        <Dialog className={styles.dialog ?? ""} aria-label={label}>
          <Choices
            onPick={(moment) => {
              setOpen(false);
              onChange(moment);
            }}
          />
          {others?.(() => setOpen(false))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Choices({ onPick }: { readonly onPick: (moment: Moment) => void }) {
  const snapshots = useApp((state) => state.snapshots);
  const revision = useApp((state) => state.status?.revision ?? (0 as Revision));
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const choices = useMemo(
    () => momentChoices(snapshots, revision, query, Date.now()),
    [snapshots, revision, query],
  );
  const pick = (index: number) => {
    const choice = choices[index];
    if (choice !== undefined) onPick(choice.moment);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((at) => Math.min(Math.max(at + step, 0), Math.max(choices.length - 1, 0)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      pick(active);
    }
  };
  return (
    <>
      <SearchField
        label="Find a moment"
        placeholder="Tag, text, date, revision number"
        className={styles.search}
        value={query}
        onChange={(text) => {
          setQuery(text);
          setActive(0);
        }}
        onKeyDown={keys}
        autoFocus
      />
      <VirtualList
        label="Moments"
        count={choices.length}
        rowHeight={32}
        activeIndex={choices.length === 0 ? null : Math.min(active, choices.length - 1)}
        onSelect={setActive}
        onOpen={pick}
        rowProps={(index) => ({ onClick: () => pick(index) })}
        renderRow={(index) => {
          const choice = choices[index];
          return choice === undefined ? null : <Choice choice={choice} />;
        }}
      />
      {choices.length === 0 ? <p className={styles.none}>No moment matches.</p> : null}
    </>
  );
}

function Choice({ choice: { name, note, at } }: { readonly choice: MomentChoice }) {
  return (
    <div className={styles.choice}>
      <span className={styles.name} dir="auto" title={name}>
        {name}
      </span>
      {note === null ? null : (
        <span className={styles.note} dir="auto" title={note}>
          {note}
        </span>
      )}
      {at === null ? null : <RelativeTime at={at} className={styles.time} />}
    </div>
  );
}
