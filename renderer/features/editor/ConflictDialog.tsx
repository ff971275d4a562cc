import { useMemo, useState } from "react";
import { type Decision, disputedPlaces, mergeThreeWay, toPointer } from "../../../shared/json/index.ts";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { Button, Dialog, visibleName } from "../../ui/index.ts";
import { Segmented } from "../diff/Segmented.tsx";
import styles from "./ConflictDialog.module.css";
import { ConflictPlaces, plainDecision } from "./ConflictPlaces.tsx";
import { ConflictText } from "./ConflictText.tsx";
import { isLong } from "./longText.ts";

interface ConflictDialogProps {
  readonly name: Key;
  /** What was stored when the edit began; null for a new key. */
  readonly base: JsonText | null;
  /** What is stored now; null when the key was deleted. */
  readonly theirs: JsonText | null;
  /** The edit as it is written, which need not be JSON. */
  readonly mine: string;
  /** The edit without white space; null while it isn't JSON. */
  readonly mineText: string | null;
  readonly indent: number;
  /** Stores this instead of what is stored now. */
  readonly onSave: (text: string) => void;
  readonly onTakeTheirs: () => void;
  readonly onClose: () => void;
}

/** More places than a person would go through one by one. */
const MOST_PLACES = 500;

/** What was stored when an edit began, what is stored now, and the edit, and the choice between them. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { name, base, theirs, mine, mineText, indent, onSave, onTakeTheirs, onClose } = props;
  const places = useMemo(() => {
    if (mineText === null || isLong(mineText.length) || isLong(theirs?.length ?? 0)) return null;
    const found = disputedPlaces(base ?? undefined, theirs ?? undefined, mineText as JsonText);
    return found.length > MOST_PLACES ? null : found;
  }, [base, theirs, mineText]);
  const [layout, setLayout] = useState<"places" | "text">("places");
  const [chosen, setChosen] = useState<ReadonlyMap<string, Decision>>(new Map());
  const decisionAt = (place: Parameters<typeof plainDecision>[0]) =>
    chosen.get(toPointer(place.path)) ?? plainDecision(place);
  const isWholeMine = places === null || places.every((place) => decisionAt(place) === "mine");
  const isWholeTheirs = places?.every((place) => decisionAt(place) === "theirs") ?? false;
  const both = places?.filter(({ changedBy }) => changedBy === "both").length ?? 0;

  const save = () => {
    if (isWholeMine) return onSave(mine);
    const merged = mergeThreeWay(
      base ?? undefined,
      theirs ?? undefined,
      (mineText ?? mine) as JsonText,
      decisionAt,
    );
    if (merged === undefined || isWholeTheirs) onTakeTheirs();
    else onSave(merged);
  };

  return (
    <Dialog
      title={`${visibleName(name)} changed meanwhile`}
      isOpen
      onClose={onClose}
      size="large"
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            Decide later
          </Button>
          <Button onPress={onTakeTheirs}>{theirs === null ? "Let it go" : "Take the stored value"}</Button>
          {isWholeMine ? null : <Button onPress={() => onSave(mine)}>Save mine</Button>}
          <Button variant="primary" onPress={save}>
            {isWholeMine ? "Save mine" : "Save this choice"}
          </Button>
        </>
      }
    >
      <div className={styles.about}>
        <p>
          {theirs === null
            ? "Someone deleted this key after you began to edit it. Saving yours brings it back."
            : "Someone saved another value after you began to edit this one. The timeline keeps both, whatever you choose."}
          {both > 0 && places && places.length > 1
            ? ` Both of you changed ${both === 1 ? "one place" : `${both} places`}.`
            : null}
        </p>
        {places === null ? null : (
          <Segmented
            label="Show the difference as"
            options={[
              { id: "places", name: "Places" },
              { id: "text", name: "Text" },
            ]}
            value={layout}
            onChange={setLayout}
          />
        )}
      </div>
      {places !== null && layout === "places" ? (
        <ConflictPlaces
          places={places}
          decisionAt={decisionAt}
          onDecide={(place, decision) =>
            setChosen((before) => new Map(before).set(toPointer(place.path), decision))
          }
        />
      ) : (
        <ConflictText base={base} theirs={theirs} mine={mine} indent={indent} />
      )}
    </Dialog>
  );
}
