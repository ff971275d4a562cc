import { useState } from "react";
import { SearchField, Select, TextField } from "../ui/index.ts";
import { Part, State } from "./Part.tsx";
import styles from "./Parts.module.css";

const options = [
  { id: "now", name: "Now" },
  { id: "release", name: "release", description: "Before the migration" },
] as const;

/** Parts that are written in. */
export function FieldParts() {
  const [text, setText] = useState("limits");
  const [filter, setFilter] = useState("user/");
  const [chosen, setChosen] = useState<"now" | "release">("now");
  return (
    <>
      <Part name="TextField">
        <State name="filled, with a description">
          <TextField
            className={styles.wide}
            label="Name"
            value={text}
            onChange={setText}
            description="A name, or a JSON Pointer such as /support/chrome/0"
          />
        </State>
        <State name="empty">
          <TextField className={styles.wide} label="Tag" placeholder="release" />
        </State>
        <State name="wrong">
          <TextField
            className={styles.wide}
            label="New value"
            value="{"
            mono
            error="This isn't JSON. Expected a name in line 1, column 2."
          />
        </State>
        <State name="several lines">
          <TextField className={styles.wide} label="Note" multiline value={"First line\nsecond line"} />
        </State>
        <State name="disabled">
          <TextField className={styles.wide} label="Name" value="limits" isDisabled />
        </State>
      </Part>
      <Part name="SearchField">
        <State name="empty">
          <SearchField className={styles.wide} label="Filter keys" placeholder="Filter" />
        </State>
        <State name="filled, with a count">
          <SearchField
            className={styles.wide}
            label="Filter changed keys"
            value={filter}
            onChange={setFilter}
            trailing={<span>12 matches</span>}
          />
        </State>
      </Part>
      <Part name="Select">
        <State name="chosen">
          <Select label="From" options={options} value={chosen} onChange={setChosen} />
        </State>
        <State name="nothing chosen">
          <Select
            label="To"
            options={options}
            value={null}
            onChange={() => {}}
            placeholder="Choose a moment"
          />
        </State>
        <State name="disabled">
          <Select label="Until" options={options} value="release" onChange={() => {}} isDisabled />
        </State>
      </Part>
    </>
  );
}
