import { useState } from "react";
import { visible } from "../../../shared/diff/index.ts";
import { ValueDiff } from "../../comparison/ValueDiff.tsx";
import { useApp, useAppStore } from "../../state/app.ts";
import { momentName } from "../../state/moments.ts";
import { Button, ErrorNote, visibleName } from "../../ui/index.ts";
import { bringBack, type PlaceThen } from "./bringBack.ts";
import styles from "./GoingBack.module.css";
import { type PlacePreview, usePlacePreview } from "./usePlacePreview.ts";

export interface GoingBackProps {
  readonly place: PlaceThen;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** What bringing a key, or one place inside it, back would change, what is in the way, and the button that does it. */
export function GoingBack({ place, onCancel, onDone }: GoingBackProps) {
  const app = useAppStore();
  const restoreTo = useApp((state) => state.restoreTo);
  const isDraft = useApp((state) => state.drafts.has(place.key));
  const then = useApp((state) => momentName(place.to, state.snapshots));
  const preview = usePlacePreview(place);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isGoing, setGoing] = useState(false);
  const { values, conflicts } = preview;
  const failure = refusal ?? preview.failure;

  const go = async () => {
    setGoing(true);
    setRefusal(null);
    if (place.pointer === "") {
      if ((await restoreTo(place.to, [place.key])) !== null) onDone();
    } else {
      const how = { expected: preview.since, force: conflicts.length > 0 };
      const answer = await bringBack(app, place, how);
      setRefusal(answer);
      if (answer === null) onDone();
    }
    setGoing(false);
  };
  return (
    <>
      {failure === null ? null : <ErrorNote>{failure}</ErrorNote>}
      {conflicts.length === 0 ? null : (
        <ErrorNote tone="warning">
          <ul aria-label="Conflicts">
            {conflicts.map((conflict) => (
              <li key={conflict}>{conflict}</li>
            ))}
          </ul>
        </ErrorNote>
      )}
      {isDraft ? (
        <ErrorNote tone="warning">This key has unsaved edits. They stay as a draft.</ErrorNote>
      ) : null}
      <ValueDiff
        title={
          <span title={visible(then)}>
            Now → <bdi>{visibleName(then)}</bdi>
          </span>
        }
        values={values}
      />
      <footer className={styles.footer}>
        <Button onPress={onCancel}>Cancel</Button>
        <Button variant="primary" isDisabled={!differs(values) || isGoing} onPress={() => void go()}>
          {nameOf(place, preview)}
        </Button>
      </footer>
    </>
  );
}

const differs = (values: PlacePreview["values"]): boolean =>
  values !== null && values.before !== values.after;

function nameOf({ pointer }: PlaceThen, { values, conflicts }: PlacePreview): string {
  if (conflicts.length > 0) return "Put it there all the same";
  const what = pointer === "" ? "the key" : "this place";
  return values !== null && values.after === null ? `Remove ${what}` : `Restore ${what}`;
}
