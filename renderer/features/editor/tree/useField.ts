import { useEffect, useRef, useState } from "react";
import { type FieldEdit, samePath } from "../../../state/valuePlace.ts";
import { Field, type FieldEffects, type FieldPlace, shownFirst } from "../field.ts";

interface FieldHost extends FieldEffects {
  /** What the draft keeps of an edited field. */
  readonly kept: FieldEdit | null;
  /** Whether what stood at the place when the field was opened still stands there. */
  readonly isThere: (place: FieldPlace) => boolean;
}

export interface OpenField {
  /** The one that is open; null while none is. */
  readonly field: Field | null;
  /** Opens one, unless another is open and what it holds is refused. */
  readonly open: (place: FieldPlace, takesFocus?: boolean) => Field | null;
}

/** The one field of a tree. What is typed in it is the draft's from the first key on, and comes back from there. */
export function useField(host: FieldHost): OpenField {
  const [opened, setOpened] = useState<Field | null>(null);
  const latest = useRef(host);
  latest.current = host;
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
  }, []);

  const make = (edit: FieldEdit, takesFocus: boolean): Field => {
    const made = new Field(
      edit,
      {
        onType: (typed) => latest.current.onType(typed),
        commit: (typed) => latest.current.commit(typed),
        onDrop: (dropped, isEdited) => latest.current.onDrop(dropped, isEdited),
        onClose: (isKey) => {
          setOpened((now) => (now === made ? null : now));
          latest.current.onClose(isKey);
        },
      },
      takesFocus,
    );
    return made;
  };

  const { kept, isThere } = host;
  const field = shownOf(opened, kept, isThere) ?? (kept ? make(kept, isMounted.current) : null);
  if (field !== opened) setOpened(field);

  return {
    field,
    open: (place, takesFocus = true) => {
      if (field?.isOpen && field.commit() !== null) return null;
      const next = make({ ...place, written: shownFirst(place) }, takesFocus);
      setOpened(next);
      return next;
    },
  };
}

/** The opened field as long as it is that of the draft, or holds no edit and its place is as it was. */
function shownOf(opened: Field | null, kept: FieldEdit | null, isThere: FieldHost["isThere"]): Field | null {
  if (!opened?.isOpen) return null;
  const { place, isEdited, written } = opened;
  if (!kept) return !isEdited && isThere(place) ? opened : null;
  const isSame = samePath(place.path, kept.path) && place.part === kept.part && written === kept.written;
  return isSame ? opened : null;
}
