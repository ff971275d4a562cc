import { type FormEvent, useId, useState } from "react";
import { visible } from "../../../shared/diff/index.ts";
import { JsonSyntaxError, minify, shortPointer } from "../../../shared/json/index.ts";
import { cutText, type JsonText, type Key } from "../../../shared/model/index.ts";
import type { EngineClient } from "../../client/index.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { useAppStore } from "../../state/app.ts";
import {
  Button,
  Choice,
  Dialog,
  ErrorNote,
  formatCount,
  JsonLine,
  TextField,
  visibleName,
} from "../../ui/index.ts";
import styles from "./SetMemberDialog.module.css";

type Change = Awaited<ReturnType<EngineClient["entries"]["setMember"]>>;

interface SetMemberDialogProps {
  readonly keys: readonly Key[];
  readonly onClose: () => void;
}

/** Sets one place inside many values, with a look at what that changes first. */
export function SetMemberDialog({ keys, onClose }: SetMemberDialogProps) {
  const app = useAppStore();
  const form = useId();
  const [place, setPlace] = useState("");
  const [action, setAction] = useState<"set" | "remove">("set");
  const [written, setWritten] = useState("null");
  const [busy, setBusy] = useState(false);
  const value = action === "remove" ? { text: null } : writtenValue(written);
  const pointer = pointerOf(place);
  const text = "problem" in value ? undefined : value.text;
  const { change, error } = usePreview(keys, pointer, text);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { client, store, refresh, notify, fail } = app.getState();
    if (!store || text === undefined || busy) return;
    setBusy(true);
    try {
      const done = await client.engine.entries.setMember({
        store,
        keys: [...keys],
        pointer,
        text,
        dryRun: false,
      });
      if (done.revision !== null) await refresh({ revision: done.revision });
      const message = `${text === null ? "Removed" : "Set"} ${visibleName(shortPointer(pointer))} in ${formatCount(done.changed, "key")}`;
      notify(done.revision === null ? { message } : { message, undo: done.revision });
      onClose();
    } catch (reason) {
      fail(reason);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`Set a member in ${formatCount(keys.length, "key")}`}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isDisabled={busy || change === null || change.changed === 0}
          >
            {change ? `Change ${formatCount(change.changed, "key")}` : "Change"}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Member"
          description="A name, or a JSON Pointer such as /support/chrome/0"
          value={place}
          onChange={setPlace}
          mono
          autoFocus
        />
        <Choice
          label="What to do"
          value={action}
          onChange={(chosen) => setAction(chosen as "set" | "remove")}
          options={[
            { id: "set", name: "Set it to a value" },
            { id: "remove", name: "Take it out" },
          ]}
        />
        {action === "set" ? (
          <TextField
            label="New value"
            value={written}
            onChange={setWritten}
            error={"problem" in value ? value.problem : undefined}
            mono
          />
        ) : null}
      </form>
      {error === null ? null : <ErrorNote className={styles.error}>{error}</ErrorNote>}
      {change && place !== "" ? <Changes change={change} /> : null}
    </Dialog>
  );
}

function Changes({ change }: { readonly change: Change }) {
  const { changed, examples, skipped, skippedCount } = change;
  return (
    <>
      <p className={styles.facts}>
        {changed === 0 ? "Nothing changes." : `${formatCount(changed, "key")} will change.`}
        {skippedCount > 0
          ? ` ${skippedCount === 1 ? "1 key stays as it is" : `${formatCount(skippedCount, "key")} stay as they are`}.`
          : ""}
      </p>
      <ul className={styles.examples} aria-label="What changes">
        {examples.slice(0, 20).map(({ key, before, after }) => (
          <li key={key} className={styles.example}>
            <Cut className={styles.key} text={key} />
            <Cut className={styles.before} text={before ?? "nothing"} />
            <span aria-hidden="true">→</span>
            <Cut className={styles.after} text={after ?? "nothing"} />
          </li>
        ))}
        {skipped.slice(0, 5).map(({ key, reason }) => (
          <li key={key} className={styles.example}>
            <Cut className={styles.key} text={key} />
            <Cut className={styles.before} text={reason} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the change would do; null while that isn't known. */
function usePreview(keys: readonly Key[], pointer: string, text: JsonText | null | undefined) {
  const { answer, failure } = useAnswer<Change>({
    name: pointer === "" || text === undefined ? null : `change ${pointer}\n${text}`,
    freshness: "present",
    ask: ({ engine, store, signal }) => {
      const change = { store, keys: [...keys], pointer, text: text ?? null, dryRun: true };
      return engine.entries.setMember(change, { signal });
    },
    pause: 200,
  });
  return { change: answer, error: failure };
}

function writtenValue(written: string): { readonly text: JsonText } | { readonly problem: string } {
  try {
    return { text: minify(written) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { problem: `This isn't JSON. ${error.message}` };
  }
}

/** A bare name means a member at the top. */
function pointerOf(place: string): string {
  if (place === "" || place.startsWith("/")) return place;
  return `/${place.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The longest text that a tooltip shows. */
const MAX_TOOLTIP = 2_000;

/** Text on one line; the tooltip has all of it. */
function Cut({ text, className }: { readonly text: string; readonly className: string | undefined }) {
  return (
    <span className={className} title={visible(cutText(text, MAX_TOOLTIP))}>
      <JsonLine text={visible(cutText(text, MAX_TOOLTIP))} />
    </span>
  );
}
