import { useMemo, useState } from "react";
import { type Decision, type DisputedPlace, toPointer } from "../../../shared/json/index.ts";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";
import { Button, Dialog, Segmented, visibleName } from "../../ui/index.ts";
import styles from "./ConflictDialog.module.css";
import { ConflictPlaces, plainDecision } from "./ConflictPlaces.tsx";
import { ConflictText } from "./ConflictText.tsx";
import type { ThreeSides } from "./textTasks.ts";
import { findDisputed, mergeTexts } from "./textWork.ts";
import type { TreeSource } from "./useDraftEdits.ts";
import { useSettled } from "./useSettled.ts";

interface ConflictDialogProps {
  readonly name: Key;
  /** What was stored when the edit began; null for a new key. */
  readonly base: JsonText | null;
  /** What is stored now; null when the key was deleted. */
  readonly theirs: JsonText | null;
  /** The edit as it is written, which need not be JSON. */
  readonly mine: string;
  /** The edit without white space, once it is read; none where it isn't JSON. */
  readonly mineSource: TreeSource;
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
  const { name, base, theirs, mine, mineSource, indent, onSave, onTakeTheirs, onClose } = props;
  const fail = useApp((state) => state.fail);
  const { sides, isReading, places } = useDispute(base, theirs, mineSource);
  const [layout, setLayout] = useState<"places" | "text">("places");
  const [chosen, setChosen] = useState<ReadonlyMap<string, Decision>>(new Map());
  const [isMerging, setMerging] = useState(false);
  const decisionAt = (place: DisputedPlace) => chosen.get(toPointer(place.path)) ?? plainDecision(place);
  const isWholeMine = places === null || places.every((place) => decisionAt(place) === "mine");
  const isWholeTheirs = places?.every((place) => decisionAt(place) === "theirs") ?? false;
  const both = places?.filter(({ changedBy }) => changedBy === "both").length ?? 0;

  const save = async () => {
    if (isWholeMine || sides === null) return onSave(mine);
    if (isWholeTheirs) return onTakeTheirs();
    setMerging(true);
    const mineAt = places.filter((place) => decisionAt(place) === "mine");
    const merged = await mergeTexts(sides, new Set(mineAt.map(({ path }) => toPointer(path))));
    if (merged === undefined) onTakeTheirs();
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
          {isWholeMine && !isReading ? null : <Button onPress={() => onSave(mine)}>Save mine</Button>}
          <Button
            variant="primary"
            isDisabled={isReading || isMerging}
            onPress={() => {
              save().catch((error: unknown) => {
                setMerging(false);
                fail(error);
              });
            }}
          >
            {isWholeMine && !isReading ? "Save mine" : "Save this choice"}
          </Button>
        </>
      }
    >
      <div className={styles.about}>
        <p>
          {theirs === null
            ? "Someone deleted this key after you began to edit it. Saving yours restores it."
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
      {isReading ? (
        <p className={styles.waiting}>Comparing all three…</p>
      ) : places !== null && layout === "places" ? (
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

interface Dispute {
  /** None where the edit isn't JSON. */
  readonly sides: ThreeSides | null;
  readonly isReading: boolean;
  /** Null where there are none to choose between one by one. */
  readonly places: readonly DisputedPlace[] | null;
}

function useDispute(base: JsonText | null, theirs: JsonText | null, mine: TreeSource): Dispute {
  const sides = useMemo(
    () =>
      mine.text === null
        ? null
        : { base: base ?? undefined, theirs: theirs ?? undefined, mine: mine.text as JsonText },
    [base, theirs, mine.text],
  );
  const found = useSettled(useMemo(() => (sides ? findDisputed(sides, MOST_PLACES + 1) : null), [sides]));
  return {
    sides,
    isReading: found === null && mine.problem === null,
    places: found !== null && found.length <= MOST_PLACES ? found : null,
  };
}
