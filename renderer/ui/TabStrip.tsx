import { type KeyboardEvent, useRef } from "react";
import styles from "./TabStrip.module.css";

export interface TabStripProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly name: string }[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** The element that shows what the selected tab stands for: `role="tabpanel"`. */
  readonly panelId: string;
}

/** Ways to look at the same thing. One tab stop; the arrows choose. */
export function TabStrip<Id extends string>({ label, tabs, selected, onSelect, panelId }: TabStripProps<Id>) {
  const strip = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (step + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (!tab) return;
    onSelect(tab.id);
    (strip.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div ref={strip} role="tablist" aria-label={label} className={styles.strip} onKeyDown={press}>
      {tabs.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${panelId}-${id}`}
          aria-selected={id === selected}
          aria-controls={panelId}
          tabIndex={id === selected ? 0 : -1}
          className={styles.tab}
          onClick={() => onSelect(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
