import clsx from "clsx";
import { Radio, RadioGroup } from "react-aria-components";
import { type Decision, type DisputedPlace, preview, toPointer } from "../../../shared/json/index.ts";
import { visibleName } from "../../ui/index.ts";
import styles from "./ConflictPlaces.module.css";

interface ConflictPlacesProps {
  readonly places: readonly DisputedPlace[];
  readonly decisionAt: (place: DisputedPlace) => Decision;
  readonly onDecide: (place: DisputedPlace, decision: Decision) => void;
}

/** What holds at a place until a person says otherwise: the only change that was made, or one's own. */
export const plainDecision = ({ changedBy }: DisputedPlace): Decision =>
  changedBy === "theirs" ? "theirs" : "mine";

/** Characters of a value shown; the text view has the rest. */
const SHOWN = 300;

/** Each place where the stored value and the edit differ, three ways, with the choice between the two. */
export function ConflictPlaces({ places, decisionAt, onDecide }: ConflictPlacesProps) {
  return (
    <div className={styles.places}>
      <div className={clsx(styles.row, styles.heads)} aria-hidden="true">
        <span>Place</span>
        <span>When you opened it</span>
        <span>Stored now</span>
        <span>Yours</span>
      </div>
      {places.map((place) => {
        const pointer = toPointer(place.path);
        const label = pointer === "" ? "the whole value" : visibleName(pointer);
        return (
          <RadioGroup
            key={pointer}
            className={styles.row ?? ""}
            aria-label={place.changedBy === "both" ? `${label}, changed by both` : label}
            value={decisionAt(place)}
            onChange={(decision) => onDecide(place, decision as Decision)}
          >
            <span className={styles.place}>
              {label}
              {place.changedBy === "both" ? <span className={styles.both}>both changed it</span> : null}
            </span>
            <span className={styles.base}>{shown(place.base)}</span>
            <Radio
              value="theirs"
              className={styles.side ?? ""}
              aria-label={`Stored now: ${shown(place.theirs)}`}
            >
              <span className={styles.dot} />
              <span className={clsx(place.changedBy !== "mine" && styles.changed)}>
                {shown(place.theirs)}
              </span>
            </Radio>
            <Radio value="mine" className={styles.side ?? ""} aria-label={`Yours: ${shown(place.mine)}`}>
              <span className={styles.dot} />
              <span className={clsx(place.changedBy !== "theirs" && styles.changed)}>
                {shown(place.mine)}
              </span>
            </Radio>
          </RadioGroup>
        );
      })}
    </div>
  );
}

function shown(text: string | undefined): string {
  if (text === undefined) return "nothing";
  const start = preview(text, SHOWN);
  return visibleName(start.length < text.length ? `${start}…` : start);
}
