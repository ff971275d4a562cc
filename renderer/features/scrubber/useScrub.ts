import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { type Moment, NOW, type Revision } from "../../../shared/model/index.ts";
import { type AppView, useApp, useAppStore } from "../../state/app.ts";
import { type ActivityBucket, momentAt, placeOf } from "./strip.ts";

/** A drag shorter than this is a click. Pixels. */
const CLICK = 4;

/** The explorer and the editor are asked to follow at most this often. Milliseconds. */
const PACE = 60;

interface Drag {
  /** What was on show when the drag began. */
  readonly back: AppView;
  readonly startX: number;
  readonly isDragging: boolean;
}

export interface Scrub {
  /** The revision under the pointer while it is over the strip; null else. */
  readonly hovered: { readonly revision: Revision; readonly at: number; readonly x: number } | null;
  readonly isDragging: boolean;
  /** The revision on show; null for the present. */
  readonly shown: Revision | null;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerLeave: () => void;
    readonly onLostPointerCapture: () => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
}

/** Dragging shows each moment and letting go returns; a click, or the arrow keys, stay at the moment. */
export function useScrub(buckets: readonly ActivityBucket[], width: number): Scrub {
  const app = useAppStore();
  const snapshots = useApp((state) => state.snapshots);
  const view = useApp((state) => state.view);
  const newest = useApp((state) => state.status?.revision ?? (0 as Revision));
  const [hovered, setHovered] = useState<Scrub["hovered"]>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const wanted = useRef<Revision | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const shown = shownBy(view);
  function shownBy(on: AppView): Revision | null {
    return on.kind === "browse" ? revisionOf(on.at) : null;
  }
  function revisionOf(moment: Moment): Revision | null {
    if (moment.kind === "revision") return moment.revision;
    if (moment.kind === "now") return null;
    return snapshots.find(({ version }) => version === moment.version)?.revision ?? null;
  }
  const show = (revision: Revision) => {
    app.getState().viewAt(revision >= newest ? NOW : { kind: "revision", revision });
  };
  const showSoon = (revision: Revision) => {
    wanted.current = revision;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      const to = wanted.current;
      wanted.current = null;
      if (to !== null) show(to);
    }, PACE);
  };
  const forget = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    wanted.current = null;
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const placeUnder = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const found = momentAt(buckets, x, width);
    return found === null ? null : { ...found, x: Math.min(Math.max(x, 0), width) };
  };
  const goBack = (to: AppView) => {
    const { viewAt, compare, backToNow } = app.getState();
    if (to.kind === "compare") compare(to.from, to.to);
    else if (to.kind === "browse") viewAt(to.at);
    else backToNow();
  };

  return {
    hovered,
    isDragging: drag?.isDragging ?? false,
    shown,
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ back: app.getState().view, startX: event.clientX, isDragging: false });
      },
      onPointerMove(event) {
        const place = placeUnder(event);
        setHovered(place);
        if (drag === null || place === null) return;
        const isDragging = drag.isDragging || Math.abs(event.clientX - drag.startX) >= CLICK;
        if (isDragging !== drag.isDragging) setDrag({ ...drag, isDragging });
        if (isDragging) showSoon(place.revision);
      },
      onPointerUp(event) {
        const place = placeUnder(event);
        forget();
        setDrag(null);
        if (drag === null) return;
        if (drag.isDragging) goBack(drag.back);
        else if (place !== null) show(place.revision);
      },
      onPointerLeave: () => setHovered(null),
      // Also called after a normal release, when the drag has ended; otherwise the pointer was lost, and no release
      // will follow.
      onLostPointerCapture() {
        forget();
        setDrag(null);
        if (drag?.isDragging) goBack(drag.back);
      },
      onKeyDown(event) {
        // Quick presses come before the page has followed the one before.
        const at = wanted.current ?? shownBy(app.getState().view) ?? newest;
        const page = Math.max(1, Math.round(newest / 20));
        const oldest = buckets[0]?.from ?? 0;
        const targets: Readonly<Record<string, number>> = {
          ArrowLeft: at - 1,
          ArrowRight: at + 1,
          PageUp: at - page,
          PageDown: at + page,
          Home: oldest,
          End: newest,
        };
        const target = targets[event.key];
        if (target !== undefined) {
          event.preventDefault();
          showSoon(Math.min(Math.max(target, oldest), newest) as Revision);
        } else if (event.key === "Escape" && shown !== null) {
          event.preventDefault();
          app.getState().backToNow();
        }
      },
    },
  };
}

export const handlePlace = (
  buckets: readonly ActivityBucket[],
  shown: Revision | null,
  width: number,
): number => (shown === null ? width : placeOf(buckets, shown, width));
