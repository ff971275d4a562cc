import { FileQuestionMark } from "lucide-react";
import {
  Author,
  Badge,
  Button,
  EmptyState,
  ErrorNote,
  JsonLine,
  Kbd,
  Marked,
  ProgressBar,
  RelativeTime,
  SignalCount,
  SignalMark,
  Tag,
  Toast,
  TypeGlyph,
} from "../ui/index.ts";
import { Part, State } from "./Part.tsx";
import styles from "./Parts.module.css";

const LONG =
  "A name that goes on for longer than the place that it is shown in has room, as names from files do";
const types = ["object", "array", "string", "number", "boolean", "null"] as const;
const signals = ["added", "removed", "changed", "moved", "past"] as const;
const nothing = () => {};

/** Parts that say something. */
export function TextParts() {
  return (
    <>
      <Part name="Author">
        <State name="plain">
          <Author name="Ada" />
        </State>
        <State name="long">
          <Author name={LONG} />
        </State>
        <State name="meant to mislead">
          <Author name={"\u202egnirts\nAda"} />
        </State>
      </Part>
      <Part name="Badge">
        <State name="plain">
          <Badge>Missing</Badge>
        </State>
      </Part>
      <Part name="SignalCount, SignalMark">
        {signals.map((signal) => (
          <State key={signal} name={signal}>
            <span>
              <SignalMark signal={signal} /> <SignalCount signal={signal} count={400_052} />
            </span>
          </State>
        ))}
      </Part>
      <Part name="TypeGlyph">
        {types.map((type) => (
          <State key={type} name={type}>
            <TypeGlyph type={type} />
          </State>
        ))}
      </Part>
      <Part name="Tag">
        <State name="plain">
          <Tag name="release" />
        </State>
        <State name="can be removed">
          <Tag name="v1.2" onRemove={nothing} />
        </State>
        <State name="long">
          <Tag name={LONG} onRemove={nothing} />
        </State>
        <State name="from right to left">
          <Tag name="גרסה 1" />
        </State>
      </Part>
      <Part name="Kbd">
        <State name="one key">
          <Kbd keys="F2" />
        </State>
        <State name="several">
          <Kbd keys="Mod+Shift+K" />
        </State>
      </Part>
      <Part name="Marked">
        <State name="found">
          <span>
            <Marked text="user/eu/009" part="EU" />
          </span>
        </State>
        <State name="not found">
          <span>
            <Marked text="user/eu/009" part="asia" />
          </span>
        </State>
      </Part>
      <Part name="JsonLine">
        <State name="plain">
          <span>
            <JsonLine text='{"price":1.0,"list":[1,2]}' />
          </span>
        </State>
        <State name="from right to left">
          <span>
            <JsonLine text='{"שם":"ערך","price":1.0}' />
          </span>
        </State>
      </Part>
      <Part name="RelativeTime">
        <State name="now">
          <RelativeTime at={Date.now()} />
        </State>
        <State name="long ago">
          <RelativeTime at="2020-02-29T12:00:00Z" />
        </State>
      </Part>
      <Part name="ProgressBar">
        <State name="some of it">
          <div className={styles.wide}>
            <ProgressBar label="Importing cities.json" value={0.4} detail="8 of 20 MB" onCancel={nothing} />
          </div>
        </State>
        <State name="end unknown">
          <div className={styles.wide}>
            <ProgressBar label="Looking through the keys" value={null} detail="1,000 keys" />
          </div>
        </State>
        <State name="done, long">
          <div className={styles.wide}>
            <ProgressBar label={LONG} value={1} detail="20 of 20 MB" onCancel={nothing} />
          </div>
        </State>
      </Part>
      <Part name="ErrorNote">
        <State name="error">
          <ErrorNote className={styles.wide}>The file ends in the middle of a value, in line 7.</ErrorNote>
        </State>
        <State name="warning, with an action">
          <ErrorNote className={styles.wide} tone="warning" actions={<Button>Show all</Button>}>
            This value is 12 MB. Here is its beginning.
          </ErrorNote>
        </State>
      </Part>
      <Part name="EmptyState">
        <State name="all of it">
          <EmptyState
            className={styles.wide}
            icon={<FileQuestionMark />}
            title="This key is gone"
            actions={<Button>History of this key</Button>}
          >
            It was deleted or renamed. The timeline still has it.
          </EmptyState>
        </State>
        <State name="a title">
          <EmptyState className={styles.wide} title="No key matches" />
        </State>
      </Part>
      <Part name="Toast">
        <State name="done, with Undo">
          <Toast
            message="Imported 3 keys from cities.json. 3 added, 400,052 removed."
            duration={null}
            onUndo={nothing}
            onDismiss={nothing}
          />
        </State>
        <State name="done">
          <Toast message="Took snapshot release" duration={null} onDismiss={nothing} />
        </State>
        <State name="error, long">
          <Toast message={`${LONG}. ${LONG}.`} tone="error" duration={null} onDismiss={nothing} />
        </State>
      </Part>
    </>
  );
}
